import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../../support/user-error.js';
import type { Reaper } from '../containers/reaper.js';
import { freePort, type StartedServer, startServer } from './started-server.js';

const TABLE = 'verify-state';

/** `dynalite` where it is installed, with the table that a migration plans. */
export async function startDynamo(folder: string, reaper: Reaper): Promise<StartedServer> {
  const port = await freePort();
  const args = [commandFile(folder), '--port', String(port), '--createTableMs', '0'];
  const stop = await startServer(process.execPath, args, port, {}, reaper);
  const url = `http://127.0.0.1:${port}`;
  await createTable(url);
  const credentials = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  return { env: { ...credentials, STATE_TABLE: TABLE, AWS_ENDPOINT_URL_DYNAMODB: url }, stop };
}

/** Beside the tool, or in the project that is verified (its packages are linked from there). */
function commandFile(folder: string): string {
  for (const from of [import.meta.url, join(folder, 'plain/app/package.json')]) {
    try {
      return createRequire(from).resolve('dynalite/cli.js');
    } catch {
      continue;
    }
  }
  throw new UserError('no DynamoDB API server is installed here', 'npm install --save-dev dynalite, or name a server');
}

async function createTable(url: string): Promise<void> {
  const keys = ['pk', 'sk'];
  const body = {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  };
  const scope = 'Credential=local/20260101/eu-central-1/dynamodb/aws4_request';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=local`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new UserError(`the table cannot be created: ${await response.text()}`, null);
}
