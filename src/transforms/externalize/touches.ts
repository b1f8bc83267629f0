import type { ts } from '../../project/precise/precise-project.js';
import { isInside } from './mutations.js';
import { eachNode, type Analysis } from './analysis.js';
import type { Fn, Functions } from './functions.js';
import type { Unit } from './unit.js';

/** Who reads or changes the state, and through whom. */
export interface Touches {
  /** Functions that a host calls, or that may wait: here the state is loaded and stored. */
  readonly roots: readonly Touching[];
  /** Functions that work on what their caller has loaded. */
  readonly helpers: readonly Touching[];
  /** Places that run when the module loads. */
  readonly initial: readonly ts.Node[];
}

export interface Touching {
  readonly fn: Fn;
  readonly sites: readonly Site[];
  readonly calls: readonly HelperCall[];
  readonly units: ReadonlySet<Unit>;
}

export interface Site {
  readonly unit: Unit;
  readonly node: ts.Expression;
}

/** A call of a helper, or a helper given to `map` and the like. */
export interface HelperCall {
  readonly helper: Fn;
  readonly node: ts.Expression;
  readonly isCallback: boolean;
}

interface Draft {
  readonly fn: Fn;
  readonly sites: Site[];
  readonly calls: HelperCall[];
  readonly units: Set<Unit>;
}

export function touchesOf(a: Analysis, functions: Functions, units: readonly Unit[]): Touches {
  const drafts = new Map<ts.Node, Draft>();
  const initial: ts.Node[] = [];
  const draftOf = (fn: Fn): Draft => {
    const known = drafts.get(fn.node) ?? { fn, sites: [], calls: [], units: new Set<Unit>() };
    drafts.set(fn.node, known);
    return known;
  };
  for (const unit of units) {
    for (const node of unit.sites) {
      const fn = functions.around(node);
      if (fn === null || fn.node === factoryOf(a, functions, unit) || isOwnInitializer(unit, node)) initial.push(node);
      else {
        const draft = draftOf(fn);
        draft.sites.push({ unit, node });
        draft.units.add(unit);
      }
    }
  }
  spread(a, functions, drafts, draftOf, initial);
  const all = [...drafts.values()].sort((left, right) => compare(left.fn, right.fn));
  return {
    roots: all.filter(({ fn }) => isRoot(fn)),
    helpers: all.filter(({ fn }) => !isRoot(fn)),
    initial,
  };
}

const isOwnInitializer = (unit: Unit, node: ts.Node): boolean =>
  unit.initializer !== null && isInside(node, unit.initializer);

/** The function that a captured variable lives in; its body runs when the module loads. */
function factoryOf(a: Analysis, functions: Functions, unit: Unit): ts.Node | null {
  return unit.kind === 'variable' && a.ts.isVariableDeclaration(unit.node)
    ? (functions.around(unit.node)?.node ?? null)
    : null;
}

/** What a helper touches, its callers touch. */
function spread(
  a: Analysis,
  functions: Functions,
  drafts: Map<ts.Node, Draft>,
  draftOf: (fn: Fn) => Draft,
  initial: ts.Node[],
): void {
  const queue = [...drafts.values()];
  const linked = new Set<ts.Node>();
  for (let draft = queue.pop(); draft !== undefined; draft = queue.pop()) {
    const { fn } = draft;
    if (isRoot(fn)) continue;
    const uses = [
      ...fn.calls.map((node): HelperCall => ({ helper: fn, node, isCallback: false })),
      ...fn.callbacks.map((node): HelperCall => ({ helper: fn, node, isCallback: true })),
    ];
    for (const use of uses) {
      const caller = functions.around(use.node);
      if (caller === null) {
        if (!linked.has(use.node)) initial.push(use.node);
        linked.add(use.node);
        continue;
      }
      const target = draftOf(caller);
      const before = target.units.size;
      const isNew = !target.calls.some(({ node }) => node === use.node);
      if (isNew) target.calls.push(use);
      for (const unit of draft.units) target.units.add(unit);
      if (isNew || target.units.size > before) queue.push(target);
    }
    for (const mate of matesOf(a, functions, fn)) {
      const target = draftOf(mate);
      const before = target.units.size;
      for (const unit of draft.units) target.units.add(unit);
      if (target.units.size > before) queue.push(target);
    }
  }
}

/** The other functions of a table: one call may reach any of them, so all take the same arguments. */
function matesOf(a: Analysis, functions: Functions, fn: Fn): Fn[] {
  const { ts } = a;
  if (fn.table === null) return [];
  const mates: Fn[] = [];
  eachNode(ts, fn.node.getSourceFile(), (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node)) return;
    const other = functions.of(node);
    if (other.table === fn.table && other.node !== fn.node && !other.isAsync) mates.push(other);
  });
  return mates;
}

export function isRoot(fn: Fn): boolean {
  return fn.isAsync || fn.escapes.length > 0 || (fn.calls.length === 0 && fn.callbacks.length === 0);
}

const compare = (left: Fn, right: Fn): number =>
  left.file < right.file ? -1 : left.file > right.file ? 1 : left.node.pos - right.node.pos;
