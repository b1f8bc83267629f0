import { resolve, shorten, top } from './links.js';

interface ApiEvent {
  httpMethod: string;
  path: string;
  body: string | null;
}

export const handler = async (event: ApiEvent): Promise<{ statusCode: number; body?: string; headers?: Record<string, string> }> => {
  if (event.httpMethod === 'POST') {
    const { url } = JSON.parse(event.body ?? '{}') as { url?: string };
    if (!url) return { statusCode: 400, body: '"url is missing"' };
    return { statusCode: 201, body: JSON.stringify(shorten(url)) };
  }
  if (event.path === '/top') {
    return { statusCode: 200, body: JSON.stringify(top(2)) };
  }
  const target = resolve(event.path.slice(1));
  return target ? { statusCode: 302, headers: { location: target } } : { statusCode: 404 };
};
