import type { APIGatewayProxyResultV2 } from 'aws-lambda';

const HEADERS = { 'content-type': 'application/json' };

export function reply(statusCode: number, body: unknown): APIGatewayProxyResultV2 {
  return { statusCode, headers: HEADERS, body: JSON.stringify(body) };
}
