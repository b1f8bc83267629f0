import type { LibraryModel } from './library-model.js';

/** Objects that hold something and are right at module scope. */
export const HARMLESS: readonly LibraryModel[] = [
  {
    kind: 'harmless',
    made: ['new async_hooks.AsyncLocalStorage', 'cls-hooked.createNamespace()', 'cls-rtracer.*()'],
    classification: 'client',
    message: 'keeps a store of its own for every request',
  },
  {
    kind: 'harmless',
    made: ['new {opossum,cockatiel,mollitia}[.*]', 'cockatiel.*()', 'brakes()', 'new brakes'],
    classification: 'client',
    message: 'is a circuit breaker, per environment by design',
  },
  {
    kind: 'harmless',
    made: ['p-limit()', 'p-throttle()', 'new bottleneck', 'new limiter.RateLimiter', 'throttled-queue()'],
    classification: 'client',
    message: 'paces the calls that go out of one environment',
  },
  {
    kind: 'harmless',
    made: [
      'jose.{createRemoteJWKSet,createLocalJWKSet}()',
      'jwks-rsa()',
      'new jwks-rsa.JwksClient',
      'jwks-rsa.passportJwtSecret()',
    ],
    classification: 'memo',
    message: 'fetches its keys again by itself',
  },
  {
    kind: 'harmless',
    made: [
      '{@launchdarkly/node-server-sdk,launchdarkly-node-server-sdk,@launchdarkly/*}.init()',
      'new {unleash-client.Unleash,@growthbook/growthbook.GrowthBookClient}',
      '{unleash-client.initialize,configcat-node.getClient,@splitsoftware/splitio.SplitFactory}()',
    ],
    classification: 'client',
    message: 'refreshes its flags by itself',
  },
];
