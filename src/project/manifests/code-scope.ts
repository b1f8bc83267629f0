import type { ts } from '../compiler.js';
import type { Budget } from './budget.js';
import type { ConfigValue, Place } from './config-value.js';
import type { ManifestContext } from './reader.js';

/**
 * Where an expression stands. Paths that come from `__dirname` and its kin are written with a leading slash that stands
 * for the repository; paths without it are relative to `workingFolder`.
 */
export interface CodeScope {
  readonly path: string;
  readonly context: ManifestContext;
  readonly workingFolder: string;
  /** Values of parameters, where the call is known. */
  readonly bindings: ReadonlyMap<string, ConfigValue>;
  /** Values of constants that were computed under these bindings. */
  readonly known: Map<ts.Node, ConfigValue>;
  readonly depth: number;
  readonly budget: Budget;
  /** Values expressions; names and calls, which are part of them, come back through it. */
  readonly evaluate: (node: ts.Expression, scope: CodeScope) => ConfigValue;
}

/** A scope in another file, or with other arguments. */
export function scopeWith(scope: CodeScope, path: string, bindings: ReadonlyMap<string, ConfigValue>): CodeScope {
  return { ...scope, path, bindings, known: new Map(), depth: scope.depth + 1 };
}

export function placeOf(node: ts.Node, scope: CodeScope): Place {
  const file = node.getSourceFile();
  return { file: scope.path, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 };
}
