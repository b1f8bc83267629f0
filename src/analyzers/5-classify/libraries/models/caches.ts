import type { CacheMethods, LibraryModel } from './library-model.js';

const MAP_LIKE: CacheMethods = { reads: ['get', 'has', 'peek'], writes: ['set', 'add'], deletes: ['delete', 'clear'] };

/** Caches that a program fills itself. */
export const CACHES: readonly LibraryModel[] = [
  {
    kind: 'cache',
    made: [
      'new lru-cache[.LRUCache]',
      'lru-cache()',
      'new quick-lru',
      'tiny-lru[.lru]()',
      'new @isaacs/ttlcache[.TTLCache]',
      'new lru_map.LRUMap',
      'new mnemonist[/*][.*]',
      'new @aws-lambda-powertools/commons/utils/lru-cache.LRUCache',
      'new expiry-map',
      'new @node-rs/lru.LRU',
      'new apollo-server-caching.InMemoryLRUCache',
      'new @apollo/utils.keyvaluecache.InMemoryLRUCache',
    ],
    bounded: 'always',
    methods: { ...MAP_LIKE, writes: ['set', 'put', 'add'], deletes: ['delete', 'del', 'clear', 'reset'] },
  },
  {
    kind: 'cache',
    made: ['new node-cache[.NodeCache]'],
    bounded: ['maxKeys'],
    expires: ['stdTTL'],
    methods: {
      reads: ['get', 'mget', 'has', 'take'],
      writes: ['set'],
      deletes: ['del', 'flushAll', 'take'],
    },
  },
  {
    kind: 'cache',
    made: ['new keyv[.Keyv]', 'new @keyvhq/core'],
    bounded: [],
    expires: ['ttl'],
    movedBy: ['store', 'uri', 'adapter'],
    movedByArgument: true,
    methods: { reads: ['get', 'has', 'getMany'], writes: ['set'], deletes: ['delete', 'clear'] },
  },
  {
    kind: 'cache',
    made: ['cache-manager.{caching,createCache,memoryStore}()', 'cache-manager()'],
    bounded: ['max'],
    expires: ['ttl'],
    movedBy: ['stores', 'store'],
    methods: { reads: ['get', 'wrap', 'mget'], writes: ['set'], deletes: ['del', 'reset', 'clear'] },
  },
  {
    kind: 'cache',
    made: ['new memory-cache.Cache'],
    shared: ['memory-cache'],
    bounded: [],
    methods: { reads: ['get', 'keys'], writes: ['put'], deletes: ['del', 'clear'] },
  },
  {
    kind: 'cache',
    made: ['unstorage.createStorage()'],
    bounded: [],
    movedBy: ['driver'],
    methods: {
      reads: ['getItem', 'hasItem', 'get', 'has'],
      writes: ['setItem', 'set'],
      deletes: ['removeItem', 'remove', 'clear'],
    },
  },
  {
    kind: 'store',
    made: ['new apollo-server[-{express,koa,lambda,fastify,micro,cloud-functions,azure-functions}].ApolloServer'],
    wrongAt: 'anywhere',
    wrong: {
      grade: 'medium',
      classification: 'unbounded-cache',
      rule: 'unbounded-cache',
      message: 'has no cache of its own set, and the default of this version grows without a limit',
      fix: "pass cache: 'bounded', or a cache that all environments share",
    },
    movedBy: ['cache', 'persistedQueries.cache'],
  },
];
