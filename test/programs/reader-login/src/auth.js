import { randomUUID } from 'node:crypto';

const READERS = { ada: 'analytical', ben: 'kite' };
const sessions = new Map();

export const login = async (event) => {
  const { user, password } = JSON.parse(event.body);
  if (READERS[user] !== password) {
    return { statusCode: 401, body: JSON.stringify({ error: 'wrong user or password' }) };
  }
  const sid = randomUUID();
  sessions.set(sid, { user, pages: 0 });
  return { statusCode: 200, headers: { 'set-cookie': `sid=${sid}` }, body: JSON.stringify({ sid }) };
};

export const read = async (event) => {
  const session = sessions.get(event.headers.sid);
  if (!session) return { statusCode: 403, body: JSON.stringify({ error: 'no session' }) };
  session.pages++;
  session.lastPage = event.queryStringParameters.page;
  return { statusCode: 200, body: JSON.stringify(session) };
};

export const logout = async (event) => {
  const known = sessions.delete(event.headers.sid);
  return { statusCode: known ? 204 : 404, body: '' };
};

export const handler = async (event) => {
  if (event.path === '/login') return login(event);
  if (event.path === '/read') return read(event);
  return logout(event);
};
