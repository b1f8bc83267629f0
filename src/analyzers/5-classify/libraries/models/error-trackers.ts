import type { LibraryModel } from './library-model.js';

const SERVERS = ['express', 'fastify', 'koa', 'hono', 'http', 'nestjs'] as const;
/** The packages that wrap requests themselves (`@sentry/nextjs`, `@sentry/sveltekit`, …) are left out. */
const SENTRY = '@sentry/{node,serverless,aws-serverless,google-cloud-serverless,core,minimal,bun,deno,cloudflare}';
const SETS = '{setUser,setTag,setTags,setContext,setExtra,setExtras}';

const wrong = {
  grade: 'high',
  message: 'puts data of one request on the scope that all requests share: error reports of others carry it',
  fix: 'open a scope for the request (withIsolationScope, withScope, or the wrapper of the platform)',
} as const;

/** Users, tags and contexts on the global scope of an error tracker. */
export const ERROR_TRACKERS: readonly LibraryModel[] = [
  {
    kind: 'setting',
    calls: [
      `${SENTRY}.${SETS}`,
      `${SENTRY}.{getCurrentScope,getIsolationScope,getGlobalScope}().${SETS}`,
      `${SENTRY}.getCurrentHub()[.getScope()].${SETS}`,
      `${SENTRY}.configureScope`,
    ],
    wrong,
    scopes: [
      `${SENTRY}.{withScope,withIsolationScope,runWithAsyncContext,continueTrace}`,
      `${SENTRY}.[{AWSLambda,GCPFunction}.]{wrapHandler,wrapHttpFunction,wrapEventFunction,wrapCloudEventFunction}`,
      `${SENTRY}.{withSentry,wrapRequestHandler,instrumentDurableObjectWithSentry}`,
    ],
    shared: true,
    isolatedBy: {
      calls: [
        `${SENTRY}.{init,setupExpressErrorHandler,setupFastifyErrorHandler,setupKoaErrorHandler}`,
        `${SENTRY}.Handlers.requestHandler`,
      ],
      hosts: SERVERS,
    },
  },
  {
    kind: 'setting',
    calls: [
      '@bugsnag/{js,node}[.default].{setUser,addMetadata,setContext}',
      'rollbar.configure',
      'new rollbar.configure',
    ],
    wrong: { ...wrong, fix: 'set it on the event (onError callback) or on a session of the request' },
    scopes: ['@bugsnag/{js,node}.startSession', '@bugsnag/plugin-aws-lambda.createHandler()'],
    isolatedBy: { calls: ['@bugsnag/{js,node}.getPlugin().requestHandler'], hosts: SERVERS },
  },
];
