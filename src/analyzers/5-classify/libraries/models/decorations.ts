import type { LibraryModel } from './library-model.js';

/** Objects that are put on the prototype of every request. */
export const DECORATIONS: readonly LibraryModel[] = [
  {
    kind: 'decoration',
    calls: ['fastify[.fastify]().{decorateRequest,decorateReply}'],
    assigns: ['new koa.{context,request,response}.*'],
    wrong: {
      grade: 'critical',
      rule: 'library-scope-leak',
      message: 'is one object on the prototype of every request: what one request writes into it, the others read',
      fix: 'decorate with null and assign a fresh object for each request (a hook or middleware)',
    },
  },
  {
    kind: 'decoration',
    calls: ['new async_hooks.AsyncLocalStorage.{run,enterWith}'],
    readBy: ['new async_hooks.AsyncLocalStorage.getStore()'],
    wrong: {
      grade: 'critical',
      rule: 'request-state-leak',
      message: 'opens every request on the same object: what one request writes into it, the others read',
      fix: 'pass a fresh object to each run',
    },
  },
];
