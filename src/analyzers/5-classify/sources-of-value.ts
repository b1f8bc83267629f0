import type { Expr } from '../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../model/program-index.js';
import type { Judge } from './judge.js';
import { definitionsIn } from './state/definitions.js';

/** An expression and the function in which it stands. */
export interface Source {
  readonly fn: number;
  readonly expr: Expr;
}

const DEEPEST = 5;

/** The expressions that a value may come from: through names, choices and imports; itself where nothing is behind it. */
export function sourcesOf(judge: Judge, fn: number, expr: Expr, depth = DEEPEST): Source[] {
  if (depth === 0) return [{ fn, expr }];
  switch (expr.k) {
    case 'name': {
      const behind = assignedTo(judge, fn, expr.binding);
      if (behind.length === 0) return [{ fn, expr }];
      return behind.flatMap((source) => sourcesOf(judge, source.fn, source.expr, depth - 1));
    }
    case 'logical':
      return [expr.left, expr.right].flatMap((part) => sourcesOf(judge, fn, part, depth - 1));
    case 'conditional':
      return [expr.then, expr.otherwise].flatMap((part) => sourcesOf(judge, fn, part, depth - 1));
    case 'await':
      return sourcesOf(judge, fn, expr.value, depth - 1);
    case 'sequence': {
      const last = expr.parts.at(-1);
      return last ? sourcesOf(judge, fn, last, depth - 1) : [{ fn, expr }];
    }
    default:
      return [{ fn, expr }];
  }
}

/** What the program assigns to a name that code in `fn` uses, also where another module exports it. */
function assignedTo(judge: Judge, fn: number, local: number): Source[] {
  const { index } = judge.program;
  const binding = bindingAt(index, bindingIn(index, fn, local));
  if (binding.kind === 'import') return importedFrom(judge, fn, local);
  if (binding.kind === 'param') return [];
  const owner = functionIn(index, fn, binding.fn);
  return (definitionsIn(judge.definitions, owner).get(local) ?? []).map((expr) => ({ fn: owner, expr }));
}

function importedFrom(judge: Judge, fn: number, local: number): Source[] {
  const { index, resolutions } = judge.program;
  const module = index.moduleOfFunction[fn] as number;
  const imports = index.modules[module]?.imports ?? [];
  for (const [position, record] of imports.entries()) {
    const name = record.names.find(({ binding }) => binding === local);
    const resolution = name ? resolutions[module]?.[position] : undefined;
    if (!name || resolution?.kind !== 'file') continue;
    const target = index.byPath.get(resolution.path);
    if (target === undefined) continue;
    const exported = index.modules[target]?.exports.find(
      (candidate) => candidate.kind === 'binding' && candidate.name === name.imported,
    );
    if (exported?.kind !== 'binding') continue;
    const owner = index.functionBase[target] as number;
    if (functionAt(index, owner).kind !== 'module') continue;
    return (definitionsIn(judge.definitions, owner).get(exported.binding) ?? []).map((expr) => ({ fn: owner, expr }));
  }
  return [];
}
