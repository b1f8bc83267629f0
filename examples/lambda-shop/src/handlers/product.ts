import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { productsTable } from '../lib/config.js';
import { dynamo } from '../lib/dynamo.js';
import { reply } from '../lib/reply.js';

const pages = new Map<string, Record<string, unknown>>();

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const id = event.pathParameters?.id ?? '';
  const known = pages.get(id);
  if (known) return reply(200, known);
  const { Item } = await dynamo().send(new GetCommand({ TableName: productsTable, Key: { id } }));
  if (!Item) return reply(404, { error: 'no such product' });
  pages.set(id, Item);
  return reply(200, Item);
};
