import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { isEmail } from '../lib/config.js';
import { isTooFast } from '../lib/rate-limit.js';
import { reply } from '../lib/reply.js';
import { startSession } from '../lib/sessions.js';

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  if (isTooFast(event.requestContext.http.sourceIp)) return reply(429, { error: 'too many requests' });
  const { email } = JSON.parse(event.body ?? '{}');
  if (!isEmail(String(email))) return reply(400, { error: 'an e-mail address, please' });
  return reply(200, { token: startSession(email) });
};
