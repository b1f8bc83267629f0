import { delimiter, dirname } from 'node:path';

/** Variables that programs need to run at all. Everything else of the caller stays outside, credentials first of all. */
const KEPT = ['HOME', 'LANG', 'LC_ALL', 'SYSTEMROOT'];

/** Variables that name a store and say how to reach it. They are handed on only where a store was asked for. */
const OF_STORES = /^(REDIS_|STATE_|DATABASE_URL$|PG[A-Z]+$|DYNAMODB_|AWS_)/;

/** The environment of every container: small, and the same on every machine. */
export function curatedEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  options: { readonly withStores: boolean; readonly own: Readonly<Record<string, string>> },
): Record<string, string> {
  const env: Record<string, string> = { PATH: pathWithNode(caller['PATH']), TZ: 'UTC' };
  for (const name of KEPT) if (caller[name] !== undefined) env[name] = caller[name];
  if (options.withStores) {
    for (const [name, value] of Object.entries(caller))
      if (value !== undefined && OF_STORES.test(name)) env[name] = value;
  }
  return { ...env, ...options.own };
}

function pathWithNode(path: string | undefined): string {
  const own = dirname(process.execPath);
  return path === undefined || path === ''
    ? own
    : path.split(delimiter).includes(own)
      ? path
      : `${path}${delimiter}${own}`;
}
