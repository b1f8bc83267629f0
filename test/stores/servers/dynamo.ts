import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { answering, ended, freePort, type RunningServer } from './server.js';

/** The DynamoDB API, in a process of its own, with the table that the plan describes. */
export async function startDynamo(): Promise<RunningServer> {
  const port = await freePort();
  const command = createRequire(import.meta.url).resolve('dynalite/cli.js');
  const child = spawn(process.execPath, [command, '--port', String(port), '--createTableMs', '0'], { stdio: 'ignore' });
  const env = {
    STATE_TABLE: 'shop-state',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const client = new DynamoDBClient({
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    region: env.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await answering('dynalite', () => client.send(new ListTablesCommand({})));
  await client.send(
    new CreateTableCommand({
      TableName: env.STATE_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  client.destroy();
  return { env, stop: () => ended(child, 'SIGKILL') };
}
