import type { Store } from '../../model/configuration.js';
import type { AddedName } from '../../model/edit.js';
import type { TransformContext } from '../transform.js';

/** How the durable store of a library is made in one file. */
export interface LibraryStore {
  readonly package: string;
  /** What stands in the options: `new SessionStore({ client: sessionRedis })`. */
  readonly expression: string;
  /** At module scope; empty for nothing. */
  readonly statements: string;
  readonly imports: readonly { readonly from: string; readonly names: readonly AddedName[] }[];
  readonly dependencies: readonly { readonly name: string; readonly range: string }[];
  readonly notes: readonly string[];
}

/** The maintained store for a library; a reason where there is none. */
export function libraryStore(
  { library, callee }: { readonly library: string; readonly callee: string },
  store: Store,
  file: string,
  free: (wanted: string) => string,
  context: TransformContext,
): LibraryStore | { readonly refused: string } {
  if (store === 'redis') {
    return library === 'express-session' ? redisSessions(file, free, context) : redisLimits(file, free, context);
  }
  if (store === 'postgres' && library === 'express-session') return postgresSessions(callee, file, free, context);
  return { refused: `no maintained store of ${library} for ${store} is known; with --store redis there is one` };
}

interface Client {
  readonly name: string;
  readonly statements: string;
  readonly imports: LibraryStore['imports'];
  readonly dependencies: LibraryStore['dependencies'];
  readonly isIoredis: boolean;
}

/** One connection for the module, on the client that the project has. */
function redisClient(
  wanted: string,
  file: string,
  free: (wanted: string) => string,
  context: TransformContext,
): Client {
  const { quote, semicolons, indent, language } = context.style(file);
  const end = semicolons ? ';' : '';
  const name = free(wanted);
  const url = `process.env.REDIS_URL${language === 'typescript' ? ' as string' : ''}`;
  const type = language === 'typescript' ? ': unknown' : '';
  const listen = `${name}.on(${quote}error${quote}, (error${type}) => {\n${indent}console.error(error)${end}\n})${end}`;
  if (!context.packages.dependsOn(file, 'redis') || context.packages.dependsOn(file, 'ioredis')) {
    const local = free('Redis');
    return {
      name,
      statements: `const ${name} = new ${local}(${url})${end}\n${listen}`,
      imports: [{ from: 'ioredis', names: [{ imported: language === 'typescript' ? 'Redis' : 'default', local }] }],
      dependencies: [{ name: 'ioredis', range: '^5.4.0' }],
      isIoredis: true,
    };
  }
  const local = free('createClient');
  return {
    name,
    statements: `const ${name} = ${local}({ url: ${url} })${end}\n${listen}\n${name}.connect().catch((error${type}) => {\n${indent}console.error(error)${end}\n})${end}`,
    imports: [{ from: 'redis', names: [{ imported: 'createClient', local }] }],
    dependencies: [],
    isIoredis: false,
  };
}

function redisSessions(file: string, free: (wanted: string) => string, context: TransformContext): LibraryStore {
  const client = redisClient('sessionRedis', file, free, context);
  const local = free('RedisStore');
  return {
    package: 'connect-redis',
    expression: `new ${local}({ client: ${client.name} })`,
    statements: client.statements,
    imports: [...client.imports, { from: 'connect-redis', names: [{ imported: 'RedisStore', local }] }],
    dependencies: [...client.dependencies, { name: 'connect-redis', range: '^8.0.0' }],
    notes: ['sessions of the old process are not carried over: users log in once more'],
  };
}

function redisLimits(file: string, free: (wanted: string) => string, context: TransformContext): LibraryStore {
  const client = redisClient('limitRedis', file, free, context);
  const local = free('RateLimitStore');
  const { language } = context.style(file);
  const args = language === 'typescript' ? '(...args: string[])' : '(...args)';
  const first = language === 'typescript' ? '(command: string, ...args: string[])' : '(command, ...args)';
  const send = client.isIoredis
    ? `${first} => ${client.name}.call(command, ...args)`
    : `${args} => ${client.name}.sendCommand(args)`;
  return {
    package: 'rate-limit-redis',
    expression: `new ${local}({ sendCommand: ${send} })`,
    statements: client.statements,
    imports: [...client.imports, { from: 'rate-limit-redis', names: [{ imported: 'RedisStore', local }] }],
    dependencies: [...client.dependencies, { name: 'rate-limit-redis', range: '^4.2.0' }],
    notes: ['the limit now counts over all environments'],
  };
}

function postgresSessions(
  callee: string,
  file: string,
  free: (wanted: string) => string,
  context: TransformContext,
): LibraryStore {
  const end = context.style(file).semicolons ? ';' : '';
  const local = free('connectPgSimple');
  const name = free('PostgresSessions');
  return {
    package: 'connect-pg-simple',
    expression: `new ${name}({ conString: process.env.DATABASE_URL, createTableIfMissing: true })`,
    statements: `const ${name} = ${local}(${callee})${end}`,
    imports: [{ from: 'connect-pg-simple', names: [{ imported: 'default', local }] }],
    dependencies: [
      { name: 'connect-pg-simple', range: '^10.0.0' },
      { name: 'pg', range: '^8.12.0' },
    ],
    notes: ['sessions of the old process are not carried over: users log in once more'],
  };
}
