import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import pg from 'pg';
import { reply } from '../lib/reply.js';
import { userOf } from '../lib/sessions.js';

let lastOrder = 1000;

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const user = userOf(event.headers.authorization);
  if (!user) return reply(401, { error: 'log in first' });
  lastOrder += 1;
  const pool = new pg.Pool({ connectionString: process.env.ORDERS_URL });
  await pool.query('insert into orders (number, customer, cart) values ($1, $2, $3)', [lastOrder, user, event.body]);
  return reply(201, { order: lastOrder });
};
