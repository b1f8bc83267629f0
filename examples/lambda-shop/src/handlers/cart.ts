import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { LIMITS } from '../lib/config.js';
import { priceOf } from '../lib/prices.js';
import { reply } from '../lib/reply.js';
import { userOf } from '../lib/sessions.js';

const carts: Record<string, { productId: string; quantity: number }[]> = {};

export async function add(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const user = userOf(event.headers.authorization);
  if (!user) return reply(401, { error: 'log in first' });
  const { productId, quantity } = JSON.parse(event.body ?? '{}');
  carts[user] ??= [];
  if (carts[user].length >= LIMITS.itemsPerCart) return reply(409, { error: 'the cart is full' });
  carts[user].push({ productId, quantity });
  return reply(200, { items: carts[user].length });
}

export async function show(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  const user = userOf(event.headers.authorization);
  if (!user) return reply(401, { error: 'log in first' });
  const items = carts[user] ?? [];
  let total = 0;
  for (const item of items) total += item.quantity * (await priceOf(item.productId));
  return reply(200, { items, total });
}
