import { dynamodbRecords } from '../../src/stores/runtime/dynamodb-records.js';
import { conformance } from './conformance.js';
import { fleetLaws } from './fleet-laws.js';
import { generated } from './generated-store.js';
import { recordLaws } from './record-laws.js';
import { startDynamo } from './servers/dynamo.js';

conformance('on DynamoDB', {
  transactions: 'none',
  isShared: true,
  runs: 8,
  start: generated({ store: 'dynamodb', format: 'esm' }, startDynamo),
});

recordLaws('in DynamoDB', { start: startDynamo, open: dynamodbRecords });

fleetLaws('on DynamoDB', {
  start: startDynamo,
  project: { store: 'dynamodb', format: 'cjs' },
  transactions: false,
  rounds: 6,
});
