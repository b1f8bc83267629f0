import type { LibraryModel } from './library-model.js';

/** Rooms of socket servers, publish and subscribe. */
export const MESSAGING: readonly LibraryModel[] = [
  {
    kind: 'store',
    made: ['new socket.io[.Server]', 'socket.io[.{Server,listen}]()'],
    wrongAt: 'anywhere',
    wrong: {
      grade: 'high',
      message: 'reaches only the sockets of its own process: rooms and broadcasts end at the environment',
      fix: 'give it an adapter that connects the environments (@socket.io/redis-adapter, @socket.io/postgres-adapter)',
    },
    movedBy: ['adapter'],
    movedByMethods: ['adapter'],
    mattersWith: {
      ofIt: ['emit', 'send', 'write', 'to', 'in', 'except', 'socketsJoin', 'fetchSockets', 'allSockets', 'clients'],
      ofConnections: ['broadcast', 'to', 'in', 'join', 'except'],
    },
  },
  {
    kind: 'store',
    made: [
      'new {graphql-subscriptions,graphql-yoga,type-graphql,mercurius}.PubSub',
      'new apollo-server[-{express,koa,lambda,fastify,micro,hapi,core}].PubSub',
      '{graphql-yoga,@graphql-yoga/subscription,@graphql-yoga/node}.createPubSub()',
    ],
    wrongAt: 'anywhere',
    wrong: {
      grade: 'high',
      message: 'delivers only inside its own process: subscribers of another environment hear nothing',
      fix: 'publish through something that all environments share (graphql-redis-subscriptions, SNS)',
    },
    movedBy: ['eventTarget'],
  },
  {
    kind: 'emitter',
    made: [
      'new events[.EventEmitter]',
      'new {eventemitter3,eventemitter2,emittery}[.*]',
      'mitt()',
      'nanoevents.createNanoEvents()',
    ],
    subscribe: ['on', 'once', 'addListener', 'prependListener', 'onAny'],
    publish: ['emit', 'emitAsync'],
  },
];
