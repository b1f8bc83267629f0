import type { LibraryModel } from './library-model.js';

const LOGGER = 'new @aws-lambda-powertools/logger.Logger';
const CHILD = `${LOGGER}[.createChild()]`;
const METRICS = 'new @aws-lambda-powertools/metrics.Metrics';

const wrong = {
  grade: 'high',
  message: 'puts data of one request on a logger that all requests share: log lines of others carry it as well',
  fix: 'log through a child logger of the request, or let the middleware clear the keys after each invocation',
} as const;

/** Keys that stay on a logger until somebody removes them. */
export const LOGGERS: readonly LibraryModel[] = [
  {
    kind: 'setting',
    calls: [
      `${CHILD}.{appendKeys,appendPersistentKeys,addPersistentLogAttributes,setPersistentLogAttributes,setCorrelationId}`,
    ],
    wrong,
    clears: [
      `${CHILD}.{resetKeys,removeKeys,removePersistentKeys,removePersistentLogAttributes,clearState,resetState}`,
    ],
    clearedBy: [
      {
        calls: ['@aws-lambda-powertools/logger[/middleware].injectLambdaContext', `${LOGGER}.injectLambdaContext`],
        options: ['clearState', 'resetKeys'],
      },
    ],
    overwritten: { grade: 'low', where: 'one-at-a-time' },
  },
  {
    kind: 'setting',
    calls: [`${METRICS}.{setDefaultDimensions,addDefaultDimensions}`],
    wrong: {
      ...wrong,
      message: 'makes data of one request a dimension of every metric to come',
      fix: 'add it with addDimension or singleMetric for this invocation',
    },
    clears: [`${METRICS}.clearDefaultDimensions`],
    overwritten: { grade: 'low', where: 'one-at-a-time' },
  },
  {
    kind: 'setting',
    calls: ['pino[.pino]().setBindings', 'winston.createLogger().configure', 'log4js.getLogger().addContext'],
    assigns: ['winston.createLogger().defaultMeta', 'winston.defaultMeta'],
    wrong,
    clears: ['log4js.getLogger().{removeContext,clearContext}'],
    overwritten: { grade: 'low', where: 'one-at-a-time' },
  },
];
