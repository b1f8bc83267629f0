import type { Store } from '../model/configuration.js';
import type { ProjectPackages } from '../model/project-packages.js';
import type { Target } from '../model/target.js';

export interface ChosenStore {
  readonly store: Store;
  readonly detectedBy: string;
}

/** Packages that show which durable store a project uses already. */
const CLIENTS: Readonly<Record<Store, readonly string[]>> = {
  redis: ['ioredis', 'redis', '@redis/client'],
  dynamodb: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  postgres: ['pg', 'postgres'],
};

/** The one durable client among the dependencies of the files, else what fits the target. */
export function chooseStore(
  files: readonly string[],
  packages: ProjectPackages,
  target: Target | 'mixed',
): ChosenStore {
  const names = new Set(files.flatMap((file) => packages.enclosing(file).flatMap(({ ranges }) => [...ranges.keys()])));
  const found = (Object.keys(CLIENTS) as Store[]).flatMap((store) => {
    const client = CLIENTS[store].find((name) => names.has(name));
    return client === undefined ? [] : [{ store, detectedBy: `${client} in package.json` }];
  });
  const [only] = found;
  if (only && found.length === 1) return only;
  const isLambda = target === 'lambda' || target === 'lambda-managed';
  return isLambda
    ? { store: 'dynamodb', detectedBy: `default for the target ${target}` }
    : { store: 'redis', detectedBy: 'default' };
}
