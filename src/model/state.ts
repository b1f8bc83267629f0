import type { Expr } from './code.js';
import type { CallSite } from './flow.js';
import type { Phase } from './reached-program.js';

/** A place that lives as long as its module: the root from which state is reached. */
export interface StateRoot {
  /** `src/cart.ts#carts`, `src/cart.ts#Cart.count`. */
  readonly id: string;
  readonly module: number;
  /** As reports name it: `carts`, `Cart.count`, `createLimiter.seen`, `globalThis.cache`. */
  readonly name: string;
  readonly declaration: StateDeclaration;
  /** Where it is declared, else where it is first written. */
  readonly pos: number;
  /** The variable, -1 for a field. */
  readonly variable: number;
  /** The node that holds its value. */
  readonly node: number;
  /** The declared type as written, where there is one. */
  readonly type: string | null;
}

export type StateDeclaration =
  | 'const'
  | 'let'
  | 'var'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'import'
  | 'default'
  | 'static'
  | 'field'
  | 'captured'
  | 'exports'
  | 'global'
  | 'process.env';

/** One use of state, at one place in the source. */
export interface StateAccess {
  readonly kind: 'read' | 'assign' | 'mutate' | 'delete' | 'size' | 'escape';
  /** Path from the root: `[]` for the binding itself, `['total']`, `['*', 'items']`; `*` is an element. */
  readonly path: readonly string[];
  /** The operator or the method: `=`, `++`, `set`, `push`, `get`. */
  readonly op: string;
  readonly fn: number;
  readonly pos: number;
  readonly expr: Expr;
  /** The key of an element, the stored value: null where there is none. */
  readonly key: Expr | null;
  readonly value: Expr | null;
  readonly site: CallSite | null;
  /** When it may happen to this state. */
  readonly phases: ReadonlySet<Phase>;
  /** The objects on the way from the root to the one that is accessed, that one last; empty for a variable. */
  readonly chain: readonly number[];
  /** `possible` where aliases leave open whether this very state is meant. */
  readonly certainty: 'definite' | 'possible';
}

/**
 * An access as one of its callers sees it. A cache behind `get(key)` and `set(key, value)` is filled where `set` is called:
 * there stand the test for the miss, the key and the value. Frames go from the access outwards.
 */
export interface View {
  readonly access: StateAccess;
  readonly frames: readonly Frame[];
}

export interface Frame {
  readonly fn: number;
  /** What stands for the access in `fn`: the access itself, or the call that leads to it. */
  readonly anchor: Expr;
  /** The call in the next frame that gives the parameters of `entered` their values; null in the outermost frame. */
  readonly site: CallSite | null;
  /** The function that the call enters: `fn`, or a function around it. */
  readonly entered: number;
}
