import { expect, test } from 'vitest';
import { auditFiles } from './audit-files.js';

const CODE = `import { connect, Reader } from '@shop/db';
import { connect as other } from '@shop/db-tools';
export const handler = async () => {
  const db = connect({ pool: 1 });
  const reader = new Reader();
  const tools = other();
  return { body: String(await db.count() + await reader.count() + tools.count()) };
};
`;

test.each([
  [[], []],
  [['@shop/db'], [4, 5]],
  [['@shop/db.connect'], [4]],
  [
    ['@shop/db.Reader', '@shop/db-tools.connect'],
    [5, 6],
  ],
  [['@shop'], []],
])('clients that the user knows: %j', async (knownClients, lines) => {
  const { report } = await auditFiles({ 'src/api.ts': CODE }, { knownClients });
  expect(report.findings.map(({ rule, line }) => `${rule} ${line}`)).toEqual(
    lines.map((line) => `client-per-invocation ${line}`),
  );
});
