import type { LibraryModel } from './library-model.js';

/** Caches that are meant to live as long as one request. */
export const REQUEST_CACHES: readonly LibraryModel[] = [
  {
    kind: 'store',
    made: ['new dataloader[.DataLoader]'],
    wrongAt: 'module',
    wrong: {
      grade: 'critical',
      message: 'remembers what it loaded for one request and answers the next ones with it, whoever asks',
      fix: 'make it for each request, in the context',
    },
    harmlessIf: [{ option: 'cache', is: [false] }],
  },
  {
    kind: 'store',
    made: [
      'new @tanstack/{react,vue,solid,svelte}-query.QueryClient',
      'new @tanstack/query-core.QueryClient',
      'new {react-query,@sveltestack/svelte-query}[.QueryClient]',
      'new vue-query.QueryClient',
      'new relay-runtime.Environment',
      '{urql,@urql/core,@urql/vue,@urql/svelte}.createClient()',
      'new {urql,@urql/core}.Client',
    ],
    wrongAt: 'module',
    wrong: {
      grade: 'critical',
      message: 'caches what was fetched for one request and answers all others with it',
      fix: 'make it for each request (React: `cache(() => new QueryClient())`)',
    },
  },
  {
    kind: 'store',
    made: [
      'new @apollo/client[/*][/*].{ApolloClient,InMemoryCache}',
      'new apollo-cache-inmemory.InMemoryCache',
      'new apollo-client[.ApolloClient]',
      'new apollo-boost[.ApolloClient]',
    ],
    wrongAt: 'module',
    wrong: {
      grade: 'critical',
      message: 'caches what was fetched for one request and answers all others with it',
      fix: 'make client and cache for each request',
    },
    harmlessIf: [
      { option: 'defaultOptions.query.fetchPolicy', is: ['no-cache'] },
      { option: 'defaultOptions.watchQuery.fetchPolicy', is: ['no-cache'] },
    ],
  },
  {
    kind: 'unit-of-work',
    origins: ['@mikro-orm/*.MikroORM.{init,initSync}().em', 'new @mikro-orm/*.MikroORM.em'],
    uses: [
      'find',
      'findOne',
      'findOneOrFail',
      'findAll',
      'findAndCount',
      'findByCursor',
      'create',
      'persist',
      'persistAndFlush',
      'remove',
      'flush',
      'merge',
      'assign',
      'getReference',
      'populate',
      'upsert',
      'getRepository',
    ],
    forkedBy: [
      '@mikro-orm/*.RequestContext.{create,createAsync,enter}',
      '@mikro-orm/*.{CreateRequestContext,EnsureRequestContext}',
    ],
    wrong: {
      grade: 'high',
      message:
        'is the entity manager of all requests: it answers from its identity map with entities that another request loaded or changed',
      fix: 'take a fork for each request: em.fork()',
    },
  },
];
