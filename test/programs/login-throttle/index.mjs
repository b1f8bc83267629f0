const WINDOW = 60_000;
const LIMIT = 3;
const attempts = {};

function allowed(ip) {
  const now = Date.now();
  const entry = attempts[ip];
  if (!entry || now - entry.start > WINDOW) {
    attempts[ip] = { start: now, count: 1 };
    return true;
  }
  entry.count++;
  return entry.count <= LIMIT;
}

export const handler = async (event) => {
  const ip = event.requestContext.identity.sourceIp;
  if (!allowed(ip)) {
    return { statusCode: 429, body: 'too many attempts' };
  }
  return { statusCode: 200, body: 'welcome' };
};
