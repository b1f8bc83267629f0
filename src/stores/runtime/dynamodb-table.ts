import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandOutput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { messageOf, pause, stateError, within } from './attempts.js';
import { commandTimeout, required } from './settings.js';

export type DynamoItem = Readonly<Record<string, unknown>>;

type Values = Readonly<Record<string, unknown>>;

/** The table, by its keys `pk` and `sk`. Null is what a condition refused. Names and values may be given that no expression uses. */
export interface DynamoTable {
  get(pk: string, sk: string): Promise<DynamoItem | null>;
  /** Gives the item as it was, `{}` where there was none. */
  update(pk: string, sk: string, expression: string, values: Values, condition?: string): Promise<DynamoItem | null>;
  /** Gives the attributes that were written, as they are now. */
  updated(pk: string, sk: string, expression: string, values: Values, condition?: string): Promise<DynamoItem | null>;
  delete(pk: string, sk: string, values: Values, condition?: string): Promise<DynamoItem | null>;
  /** Whether it was written: only where there is none. */
  create(item: DynamoItem): Promise<boolean>;
  /** All items whose sort key begins so. */
  query(pk: string, prefix: string): Promise<DynamoItem[]>;
  count(pk: string, prefix: string, filter: string, values: Values): Promise<number>;
  deleteAll(pk: string, sks: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export function dynamoTable(): DynamoTable {
  const TableName = required('STATE_TABLE', 'the name of the DynamoDB table');
  const limit = commandTimeout();
  // A request without an answer may have been done: nothing is sent twice.
  const requestHandler = { connectionTimeout: limit, requestTimeout: limit };
  // stateless-ignore-next-line client-per-invocation -- a state store opens its table once
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1, requestHandler }));
  const send = <R>(request: () => Promise<R>): Promise<R> =>
    untilNotThrottled(() => within(limit, request(), `table ${TableName}`), TableName);
  const update = (pk: string, sk: string, UpdateExpression: string, values: Values, condition?: string) => ({
    TableName,
    Key: { pk, sk },
    UpdateExpression,
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...used([UpdateExpression, condition ?? ''], values),
  });
  return {
    get: async (pk, sk) => {
      const input = { TableName, Key: { pk, sk }, ConsistentRead: true };
      return (await send(() => client.send(new GetCommand(input)))).Item ?? null;
    },
    update: async (...given) => {
      const input = { ...update(...given), ReturnValues: 'ALL_OLD' as const };
      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);
    },
    updated: async (...given) => {
      const input = { ...update(...given), ReturnValues: 'UPDATED_NEW' as const };
      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);
    },
    delete: async (pk, sk, values, condition) => {
      const checked = condition === undefined ? {} : { ConditionExpression: condition, ...used([condition], values) };
      const input = { TableName, Key: { pk, sk }, ReturnValues: 'ALL_OLD' as const, ...checked };
      return unlessRefused(async () => (await send(() => client.send(new DeleteCommand(input)))).Attributes);
    },
    create: async (item) => {
      const input = { TableName, Item: { ...item }, ConditionExpression: 'attribute_not_exists(pk)' };
      const done = await unlessRefused(async () => {
        await send(() => client.send(new PutCommand(input)));
        return {};
      });
      return done !== null;
    },
    query: async (pk, prefix) => [...(await pages(client, TableName, send, pk, prefix)).items],
    count: async (pk, prefix, filter, values) =>
      (await pages(client, TableName, send, pk, prefix, filter, values)).count,
    deleteAll: (pk, sks) => deleteAll(client, TableName, send, pk, sks),
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

type Send = <R>(request: () => Promise<R>) => Promise<R>;

/** All pages of a query: with a filter the number of items, else the items. */
async function pages(
  client: DynamoDBDocumentClient,
  TableName: string,
  send: Send,
  pk: string,
  prefix: string,
  filter: string | null = null,
  values: Values = {},
): Promise<{ readonly items: readonly DynamoItem[]; readonly count: number }> {
  const found: { items: DynamoItem[]; count: number } = { items: [], count: 0 };
  let from: DynamoItem | undefined;
  do {
    const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :prefix)';
    const input = {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression,
      ...(filter === null ? {} : { FilterExpression: filter, Select: 'COUNT' as const }),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      ...used([KeyConditionExpression, filter ?? ''], { ...values, ':pk': pk, ':prefix': prefix }),
    };
    const page = await send(() => client.send(new QueryCommand(input)));
    found.items.push(...(page.Items ?? []));
    found.count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/** In batches, as many times as it takes. */
async function deleteAll(
  client: DynamoDBDocumentClient,
  TableName: string,
  send: Send,
  pk: string,
  sks: readonly string[],
): Promise<void> {
  for (let from = 0; from < sks.length; from += 25) {
    const requests = sks.slice(from, from + 25).map((sk) => ({ DeleteRequest: { Key: { pk, sk } } }));
    let rest: NonNullable<BatchWriteCommandOutput['UnprocessedItems']> = {
      [TableName]: requests,
    };
    while (Object.keys(rest).length > 0) {
      const input = { RequestItems: rest };
      rest = (await send(() => client.send(new BatchWriteCommand(input)))).UnprocessedItems ?? {};
    }
  }
}

/** The names and values that occur in the expressions: DynamoDB refuses any other. */
function used(expressions: readonly string[], values: Values) {
  const text = expressions.join(' ');
  const names = [...new Set(text.match(/#\w+/g) ?? [])];
  const given = [...new Set(text.match(/:\w+/g) ?? [])];
  return {
    ...(names.length === 0
      ? {}
      : { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])) }),
    ...(given.length === 0
      ? {}
      : { ExpressionAttributeValues: Object.fromEntries(given.map((name) => [name, values[name]])) }),
  };
}

async function unlessRefused(request: () => Promise<DynamoItem | undefined>): Promise<DynamoItem | null> {
  try {
    return (await request()) ?? {};
  } catch (error) {
    if ((error as { name?: unknown }).name === 'ConditionalCheckFailedException') return null;
    throw error;
  }
}

const THROTTLED = [
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
];

/** A request that was throttled has not been done. */
async function untilNotThrottled<R>(request: () => Promise<R>, table: string): Promise<R> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      const { name } = error as { name?: string };
      if (name === 'ResourceNotFoundException')
        throw stateError(`there is no table ${table}: ${messageOf(error)}`, error);
      if (!THROTTLED.includes(name ?? '') || attempt === 6) throw error;
      await pause(Math.random() * 25 * 2 ** attempt);
    }
  }
}
