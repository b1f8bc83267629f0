import { randomUUID } from 'node:crypto';

interface Session {
  email: string;
  startedAt: number;
}

const sessions = new Map<string, Session>();

export function startSession(email: string): string {
  const token = randomUUID();
  sessions.set(token, { email, startedAt: Date.now() });
  return token;
}

export function userOf(token: string | undefined): string | null {
  return (token && sessions.get(token)?.email) || null;
}
