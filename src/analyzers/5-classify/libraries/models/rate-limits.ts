import type { LibraryModel } from './library-model.js';

const wrong = {
  grade: 'high',
  message:
    'counts in the memory of one environment: every environment grants the whole limit, and a new one forgets it',
  fix: 'pass a store that all environments share (rate-limit-redis), or limit at the gateway',
} as const;

/** Rate limits, slow-downs and brute-force guards. */
export const RATE_LIMITS: readonly LibraryModel[] = [
  {
    kind: 'store',
    made: [
      'express-rate-limit[.rateLimit]()',
      'express-slow-down[.slowDown]()',
      'new express-rate-limit[.RateLimit]',
      'hono-rate-limiter.rateLimiter()',
      'fastify().rateLimit()',
      '@nestjs/throttler.ThrottlerModule.forRoot()',
    ],
    plugins: ['@fastify/rate-limit', 'fastify-rate-limit', 'elysia-rate-limit.rateLimit'],
    wrongAt: 'anywhere',
    wrong,
    movedBy: ['store', 'storage', 'redis', 'context'],
  },
  {
    kind: 'store',
    made: [
      'new express-rate-limit.MemoryStore',
      'new express-brute.MemoryStore',
      'new rate-limiter-flexible.RateLimiterMemory',
    ],
    wrongAt: 'anywhere',
    wrong,
    fallbackAs: ['insuranceLimiter'],
  },
  {
    kind: 'store',
    made: ['koa-ratelimit()'],
    wrongAt: 'anywhere',
    wrong,
    harmlessIf: [{ option: 'driver', is: ['redis'] }],
  },
];
