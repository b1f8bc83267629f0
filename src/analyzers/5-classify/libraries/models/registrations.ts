import type { LibraryModel } from './library-model.js';

const again = {
  grade: 'medium',
  classification: 'listener',
  rule: 'listener-per-invocation',
} as const;

/** Listeners, interceptors, plugins and schemas that are added once more by every invocation. */
export const REGISTRATIONS: readonly LibraryModel[] = [
  {
    kind: 'registration',
    calls: [
      'axios[.create()].interceptors.{request,response}.use',
      'new axios.Axios.interceptors.{request,response}.use',
    ],
    wrong: {
      ...again,
      message:
        'adds an interceptor to a client that all invocations share: the next invocation runs it as well, and adds another one',
      fix: 'add it once at module scope, or pass what belongs to the request with the call',
    },
    undo: ['eject', 'clear'],
  },
  {
    kind: 'registration',
    calls: [
      'new events[.EventEmitter].{on,addListener,prependListener}',
      'new {eventemitter3,eventemitter2,emittery}[.*].{on,addListener,onAny}',
      'mitt().on',
      'nanoevents.createNanoEvents().on',
      '@process.{on,addListener,prependListener}',
      'process.{on,addListener,prependListener}',
      'new {ioredis,redis}[.*].{on,addListener}',
      'redis.createClient().{on,addListener}',
      'new pg[.native].{Pool,Client}.{on,addListener}',
      'mongoose.connection.{on,addListener}',
      'new mongodb.MongoClient.{on,addListener}',
      'new ws[.{Server,WebSocketServer,WebSocket.Server}].{on,addListener}',
      'new socket.io[.Server].{on,use}',
      'socket.io().{on,use}',
      '{http,https}.createServer().{on,addListener}',
    ],
    wrong: {
      ...again,
      message:
        'adds a listener to something that all invocations share: what it does happens once more with every invocation before',
      fix: 'register it once at module scope, or take it away again (once, off in finally)',
    },
    undo: ['off', 'removeListener', 'removeAllListeners', 'removeEventListener', 'eject'],
  },
  {
    kind: 'registration',
    calls: [
      'express().{use,all,param}',
      'fastify[.fastify]().{register,addHook,decorate,decorateRequest,addContentTypeParser}',
      'new koa.use',
      'mongoose.plugin',
      'new mongoose.Schema.{pre,post,plugin,virtual,method,static,index}',
      'i18next.use',
      'passport.{serializeUser,deserializeUser,transformAuthInfo}',
      '@sentry/*.{addEventProcessor,addGlobalEventProcessor,addIntegration}',
      'winston[.createLogger()].add',
      'new knex.on',
      '@prisma/client.PrismaClient.$use',
      'new @prisma/client.PrismaClient.$use',
      'new @aws-sdk/*.*.middlewareStack.{add,addRelativeTo,use}',
      '@aws-sdk/lib-dynamodb.DynamoDBDocument[Client].from().middlewareStack.{add,addRelativeTo,use}',
    ],
    wrong: {
      ...again,
      message:
        'adds a plugin or hook to something that all invocations share: it runs once more with every invocation before',
      fix: 'add it once at module scope',
    },
    undo: ['remove', 'removeByTag'],
  },
  {
    kind: 'registration',
    calls: [
      'mongoose[.connection].model',
      'mongoose.createConnection().model',
      'new sequelize[.Sequelize].define',
      'new ajv[/dist/*][.*].{addSchema,addKeyword}',
    ],
    fromArguments: 2,
    wrong: {
      ...again,
      message:
        'registers under a name that is already taken when the next invocation arrives: it throws then, or replaces what others use',
      fix: 'define it once at module scope',
    },
    undo: ['deleteModel', 'removeSchema', 'removeKeyword'],
  },
  {
    kind: 'registration',
    calls: ['new prom-client.{Counter,Gauge,Histogram,Summary}'],
    elsewhereBy: ['registers'],
    fromArguments: 1,
    wrong: {
      ...again,
      message: 'registers a metric under a name that is already taken when the next invocation arrives: it throws then',
      fix: 'make it once at module scope',
    },
    undo: ['clear', 'removeSingleMetric'],
  },
];
