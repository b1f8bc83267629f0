import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { productsTable } from './config.js';
import { dynamo } from './dynamo.js';

const ONE_MINUTE = 60_000;
const MOST_ENTRIES = 500;

const prices = new Map<string, { cents: number; readAt: number }>();

/** A price that is at most a minute old. */
export async function priceOf(productId: string): Promise<number> {
  const known = prices.get(productId);
  if (known && Date.now() - known.readAt < ONE_MINUTE) return known.cents;
  const { Item } = await dynamo().send(new GetCommand({ TableName: productsTable, Key: { id: productId } }));
  const cents = Number(Item?.cents ?? 0);
  if (prices.size >= MOST_ENTRIES) prices.clear();
  prices.set(productId, { cents, readAt: Date.now() });
  return cents;
}
