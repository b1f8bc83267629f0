import { UserError } from '../../support/user-error.js';
import type { Reaper } from '../containers/reaper.js';
import type { VerifiedStore, VerifyOptions } from '../verify-options.js';
import { flushRedis, isRedisEmpty } from './redis-commands.js';
import { startDynamo } from './start-dynamo.js';
import { startPostgres } from './start-postgres.js';
import { startRedis } from './start-redis.js';
import type { StartedServer } from './started-server.js';

/** The store that the program talks to during a verification. */
export interface OpenStore {
  readonly kind: VerifiedStore | null;
  /** Variables that lead the program to it. */
  readonly env: Readonly<Record<string, string>>;
  /** The variable that holds its address, for gates on the way to it; null where there is none. */
  readonly address: { readonly variable: string; readonly url: string } | null;
  /** Empties it, where nothing but this verification has written to it. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts it if asked; else takes what the usual variables name. */
export async function openStore(options: VerifyOptions, folder: string, reaper: Reaper): Promise<OpenStore> {
  const { store, startStore = false, callerEnv = {}, env = {} } = options;
  if (store === undefined) {
    if (startStore) throw new UserError('which store is to be started?', 'name it: --store redis');
    return { kind: null, env: {}, address: null, clear: async () => {}, close: async () => {} };
  }
  const variable = VARIABLES[store];
  const started = startStore ? await start(store, folder, reaper) : null;
  const url = started?.env[variable] ?? env[variable] ?? callerEnv[variable];
  if (url === undefined && store !== 'dynamodb') {
    throw new UserError(`${variable} is not set`, `name the server in it, or let one be started with --start-store`);
  }
  const clears = store === 'redis' && url !== undefined && (started !== null || (await isRedisEmpty(url)));
  return {
    kind: store,
    env: started?.env ?? {},
    address: url === undefined ? null : { variable, url },
    clear: clears ? () => flushRedis(url) : async () => {},
    close: async () => started?.stop(),
  };
}

const VARIABLES: Readonly<Record<VerifiedStore, string>> = {
  redis: 'REDIS_URL',
  postgres: 'DATABASE_URL',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
};

function start(store: VerifiedStore, folder: string, reaper: Reaper): Promise<StartedServer> {
  switch (store) {
    case 'redis':
      return startRedis(folder, reaper);
    case 'postgres':
      return startPostgres(folder, reaper);
    case 'dynamodb':
      return startDynamo(folder, reaper);
  }
}
