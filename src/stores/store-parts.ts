export interface EnvironmentVariable {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

export interface StoreDependency {
  readonly name: string;
  readonly range: string;
  /** Needed to compile, not to run. */
  readonly isDevelopment: boolean;
}

/** What one store needs beside what all have in common. */
export interface StorePart {
  /** As messages name it. */
  readonly store: string;
  readonly title: string;
  /** The expression that opens it, and what that refers to. */
  readonly open: string;
  readonly roots: readonly string[];
  /** Sections of the runtime that are another store's, where names would be the same. */
  readonly without: readonly string[];
  readonly variables: readonly EnvironmentVariable[];
  readonly dependencies: readonly StoreDependency[];
  /** Rules of the audit that see state in the file where there is none. */
  readonly reported: readonly string[];
}

const NODE_TYPES: StoreDependency = { name: '@types/node', range: '>=20.19.0', isDevelopment: true };

const REDIS_SECTIONS = [
  'redis-records',
  'redis-scripts',
  'redis-address',
  'ioredis-connection',
  'node-redis-connection',
];
const DYNAMODB_SECTIONS = ['dynamodb-records', 'dynamodb-items', 'dynamodb-table'];
const POSTGRES_SECTIONS = ['postgres-records', 'postgres-statements'];

const REDIS = {
  store: 'redis',
  title: 'Redis',
  open: '(clock) => redisRecords(connectRedis, clock)',
  roots: ['redisRecords', 'connectRedis'],
  reported: ['in-memory-session', 'client-closed-per-invocation'],
  variables: [
    {
      name: 'REDIS_URL',
      meaning: 'redis://host:6379, or rediss:// for TLS; ?cluster=true for a cluster',
      example: 'redis://localhost:6379',
    },
  ],
};

export const STORE_PARTS: Readonly<Record<'redis-ioredis' | 'redis-redis' | 'dynamodb' | 'postgres', StorePart>> = {
  'redis-ioredis': {
    ...REDIS,
    without: ['node-redis-connection', ...DYNAMODB_SECTIONS, ...POSTGRES_SECTIONS],
    dependencies: [{ name: 'ioredis', range: '^6.0.0', isDevelopment: false }, NODE_TYPES],
  },
  'redis-redis': {
    ...REDIS,
    without: ['ioredis-connection', ...DYNAMODB_SECTIONS, ...POSTGRES_SECTIONS],
    dependencies: [{ name: 'redis', range: '^6.3.1', isDevelopment: false }, NODE_TYPES],
  },
  dynamodb: {
    store: 'dynamodb',
    title: 'DynamoDB',
    open: 'dynamodbRecords',
    roots: ['dynamodbRecords'],
    reported: ['in-memory-session', 'unbounded-cache'],
    without: [...REDIS_SECTIONS, ...POSTGRES_SECTIONS],
    variables: [
      {
        name: 'STATE_TABLE',
        meaning: 'the name of the table; region and credentials are those of the AWS SDK',
        example: 'shop-state',
      },
    ],
    dependencies: [
      { name: '@aws-sdk/client-dynamodb', range: '^3.1169.0', isDevelopment: false },
      { name: '@aws-sdk/lib-dynamodb', range: '^3.1169.0', isDevelopment: false },
      NODE_TYPES,
    ],
  },
  postgres: {
    store: 'postgres',
    title: 'PostgreSQL',
    open: 'postgresRecords',
    roots: ['postgresRecords'],
    reported: ['in-memory-session'],
    without: [...REDIS_SECTIONS, ...DYNAMODB_SECTIONS],
    variables: [
      {
        name: 'DATABASE_URL',
        meaning: 'postgres://user:password@host:5432/name; the table is created where the role may',
        example: 'postgres://localhost:5432/shop',
      },
    ],
    dependencies: [
      { name: 'pg', range: '^8.23.1', isDevelopment: false },
      { name: '@types/pg', range: '^8.23.1', isDevelopment: true },
      NODE_TYPES,
    ],
  },
};
