import { audit, type AuditOptions, type AuditResult } from '../../src/pipeline.js';
import { repository } from '../cli/fake-context.js';

/** Audits a temporary repository with these files, as functions on AWS Lambda. */
export async function auditFiles(
  files: Readonly<Record<string, string>>,
  options: Partial<AuditOptions> = {},
): Promise<AuditResult> {
  return audit({ root: repository(files), paths: [], target: 'lambda', ...options });
}

/** A handler that counts in each of the named variables of its module, which the code declares. */
export function counting(names: readonly string[], declarations: string): string {
  const body = names.map((name) => `  ${name} += 1;\n`).join('');
  return `${declarations}\nexport const handler = async () => {\n${body}  return { statusCode: 200, body: String([${names.join(', ')}]) };\n};\n`;
}
