import type { LibraryModel } from './library-model.js';

const wrong = {
  grade: 'high',
  message: 'keeps every session in the memory of one environment',
  fix: 'pass a store that all environments share (Redis, DynamoDB, a database), or keep the session in a signed cookie',
} as const;

/** Session middleware and the stores that are meant for development. */
export const SESSIONS: readonly LibraryModel[] = [
  {
    kind: 'store',
    made: ['express-session()', 'next-session()', 'koa-generic-session()', 'koa-session-minimal()', 'koa-session2()'],
    plugins: ['@fastify/session', 'fastify-session', '@hapi/yar'],
    wrongAt: 'anywhere',
    wrong,
    movedBy: ['store', 'cache.cache'],
  },
  {
    kind: 'store',
    made: [
      'new express-session.{MemoryStore,session.MemoryStore}',
      'new memorystore()',
      'new {@fastify/session,fastify-session}.MemoryStore',
      'new hono-sessions.MemoryStore',
      'new next-session.MemoryStore',
    ],
    wrongAt: 'anywhere',
    wrong,
  },
  {
    kind: 'file',
    made: [
      'new session-file-store()',
      'new connect-sqlite3()',
      'new better-sqlite3-session-store()',
      'new connect-loki()',
      'new connect-nedb-session()',
    ],
    role: 'sessions',
    path: [{ option: 'path' }, { option: 'db' }, { option: 'dir' }],
    withoutPath: 'default-file',
  },
];
