import type { Resolution } from '../model/project.js';
import type { SourceModule } from '../model/source-module.js';

/** `state-store.ts`, as `migrate` writes it. */
const FILE = /(^|\/)state-store\.[cm]?[jt]s$/;

/**
 * Imports of the state store that `migrate` wrote lead to a package, as far as the audit is concerned: a durable store, and
 * not a module of the program that keeps what it is given.
 */
export function withoutOwnStateStore(
  modules: readonly SourceModule[],
  resolve: (from: string, specifier: string) => Resolution,
): (from: string, specifier: string) => Resolution {
  const own = new Set(modules.filter(isOwnStateStore).map(({ path }) => path));
  return (from, specifier) => {
    const resolution = resolve(from, specifier);
    return resolution.kind === 'file' && own.has(resolution.path)
      ? { kind: 'external', name: 'state-store' }
      : resolution;
  };
}

const isOwnStateStore = ({ path, bindings }: SourceModule): boolean => {
  const names = new Set(bindings.map(({ name }) => name));
  return FILE.test(path) && names.has('stateStore') && names.has('transact') && names.has('cellOf');
};
