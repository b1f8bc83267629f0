import type { ClassifiedProgram } from '../model/classified-program.js';
import type { Store } from '../model/configuration.js';
import type { FunctionRequirement, PlanStep } from '../model/plan.js';
import { runsIn } from '../model/reached-program.js';
import { compareText } from '../support/compare.js';
import type { Transform } from '../transforms/transform.js';
import { snippetsFor } from './requirement-snippets.js';

/** What each function whose code now reaches the store needs from its deployment. */
export function requirementsOf(
  store: Store,
  steps: readonly PlanStep[],
  transforms: readonly Transform[],
  program: ClassifiedProgram,
  manifests: readonly string[],
): FunctionRequirement[] {
  const storing = new Set<string>(transforms.filter((transform) => transform.store).map(({ id }) => id));
  const moved = new Set(steps.filter(({ transform }) => storing.has(transform)).flatMap(({ bindings }) => bindings));
  const functions = new Set<number>();
  for (const binding of program.bindings) {
    if (!moved.has(binding.root.id)) continue;
    for (const { fn } of [...binding.writes, ...binding.reads]) functions.add(fn);
  }
  const entries = program.entries.filter((entry) => reaches(program, entry.number, functions));
  const byName = new Map(entries.map((entry) => [`${entry.file}\0${entry.name}`, entry]));
  return [...byName]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, entry]) => ({
      function: entry.name,
      file: entry.file,
      variables: variablesOf(store),
      permissions: store === 'dynamodb' ? DYNAMODB_ACTIONS : [],
      network:
        store === 'dynamodb'
          ? []
          : [
              `the function must reach the ${store === 'redis' ? 'Redis' : 'PostgreSQL'} server: same network, or a public address with TLS`,
            ],
      snippets: snippetsFor(store, manifests),
    }));
}

/** Whether an entry point may run one of the functions. */
function reaches(program: ClassifiedProgram, entry: number, functions: ReadonlySet<number>): boolean {
  const seen = new Set([entry]);
  for (const fn of seen) {
    if (functions.has(fn)) return true;
    for (const { to } of program.callsFrom[fn] ?? []) if (runsIn(program, to, 'invoke')) seen.add(to);
  }
  return false;
}

const DYNAMODB_ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
];

const NAMESPACE = {
  name: 'STATE_NAMESPACE',
  what: 'prefix of all keys; by default the name of the package and the stage',
};

function variablesOf(store: Store): FunctionRequirement['variables'] {
  switch (store) {
    case 'redis':
      return [{ name: 'REDIS_URL', what: 'address of the Redis server: redis://host:6379' }, NAMESPACE];
    case 'dynamodb':
      return [{ name: 'STATE_TABLE', what: 'name of the DynamoDB table' }, NAMESPACE];
    case 'postgres':
      return [{ name: 'DATABASE_URL', what: 'address of the PostgreSQL database' }, NAMESPACE];
  }
}
