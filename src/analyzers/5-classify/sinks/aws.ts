import { eager } from './sink-model.js';
import type { Effect, SinkModel } from './sink-model.js';

/** Clients of AWS, both generations. Which of their operations change something, `effectOfOperation` says. */
export const AWS_SINKS: readonly SinkModel[] = [
  eager('write', /^new @aws-sdk\/(client|lib)-[\w-]+\.\w+\.send$/, 'command'),
  eager('write', /^@aws-sdk\/lib-dynamodb\.DynamoDBDocument(Client)?\.from\(\)\.send$/, 'command'),
  eager('write', /^aws-xray-sdk(-core)?\.captureAWSv3Client\(\)\.send$/, 'command'),
  eager('write', /^new @aws-sdk\/lib-storage\.Upload\.done$/),
  eager('write', /^@aws-sdk\/lib-dynamodb\.DynamoDBDocument\.from\(\)\.(put|update|delete|batchWrite|transactWrite)$/),
];

const READS =
  /^(Get|List|Describe|Query|Scan|Head|BatchGet|TransactGet|Search|Select|Lookup|Detect|Receive|Assume|Decrypt|Encrypt|GenerateDataKey|Verify|Sign|Converse|InvokeModel|Retrieve|Filter|Estimate|Count)/;
const EFFECT_OF_SERVICE: readonly (readonly [RegExp, Effect])[] = [
  [/^(ses|sesv2|pinpoint-email)$/, 'mail'],
  [
    /^(sns|sqs|eventbridge|cloudwatch-events|kinesis|firehose|sfn|stepfunctions|lambda|scheduler|apigatewaymanagementapi|iot-data-plane|iotdata|ivschat|pinpoint|mq)$/,
    'publish',
  ],
  [/^(cloudwatch|cloudwatch-logs|cloudwatchlogs|xray|application-signals)$/, 'telemetry'],
];

/** What an operation of a service changes: `('dynamodb', 'PutItem')`; null where it only reads. */
export function effectOfOperation(service: string, operation: string): Effect | null {
  if (READS.test(operation) || operation === '') return null;
  return EFFECT_OF_SERVICE.find(([pattern]) => pattern.test(service))?.[1] ?? 'write';
}

const COMMAND = /^new @aws-sdk\/(?:client|lib)-([\w-]+)\.(\w+)Command$/;

/** Service and operation of a command of the third generation: `new @aws-sdk/client-sqs.SendMessageCommand`. */
export function operationOfCommand(origin: string): { service: string; operation: string } | null {
  const match = COMMAND.exec(origin);
  return match ? { service: match[1] ?? '', operation: match[2] ?? '' } : null;
}

const METHOD_OF_CLIENT = /^new @aws-sdk\/client-([\w-]+)\.[A-Z]\w*\.([a-z]\w*)$/;
const SECOND_GENERATION = /^new aws-sdk(?:\.|\/clients\/)(\w+)(?:\.DocumentClient)?\.(\w+)(?:\(\)\.(promise|send))?$/;
const CHANGES =
  /^(put|update|delete|create|send|publish|batchWrite|batchExecute|batchDelete|transact|start|post|copy|upload|complete|invoke|execute|tag|untag|change|purge|add|remove|set|stop|terminate|register|admin|restore|write|abort|enable|disable|subscribe|unsubscribe|attach|detach|verify)([A-Z]|$)/;

/**
 * Service and operation of a method call on a client: `new @aws-sdk/client-dynamodb.DynamoDB.putItem`. A request of the
 * second generation starts with `promise()`, with `send()`, or where it is given a callback.
 */
export function operationOfMethod(
  origin: string,
): { service: string; operation: string; starts: 'call' | 'callback' } | null {
  const third = METHOD_OF_CLIENT.exec(origin);
  if (third && CHANGES.test(third[2] ?? '') && third[2] !== 'send')
    return { service: third[1] ?? '', operation: capitalised(third[2] ?? ''), starts: 'call' };
  const second = SECOND_GENERATION.exec(origin);
  if (!second || !CHANGES.test(second[2] ?? '')) return null;
  return {
    service: (second[1] ?? '').toLowerCase(),
    operation: capitalised(second[2] ?? ''),
    starts: second[3] === undefined ? 'callback' : 'call',
  };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
