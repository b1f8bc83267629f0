/**
 * The body of a function as plain data: what it reads, writes, calls and decides, over resolved bindings.
 *
 * Surface syntax is gone (patterns are assignments, JSX is calls, optional chaining is member access), so that a front end
 * for another language can fill the same records. Positions are UTF-16 offsets into the module's text.
 */

/** A value that is computed. `binding`, `fn` and `cls` are indexes into the lists of the same SourceModule. */
export type Expr =
  | { readonly k: 'literal'; readonly value: string | number | boolean | null | undefined; readonly pos: number }
  | { readonly k: 'regexp'; readonly source: string; readonly flags: string; readonly pos: number }
  /** A resolved name: local, parameter, import or module-scope binding. */
  | { readonly k: 'name'; readonly binding: number; readonly pos: number }
  /** A name that no scope of the module declares: `console`, `process`, or a global that somebody set. */
  | { readonly k: 'global'; readonly name: string; readonly pos: number }
  | { readonly k: 'this'; readonly pos: number }
  | { readonly k: 'super'; readonly pos: number }
  /** `object.name` (name set, `#x` for private names) or `object[key]` (name null unless the key is a constant). */
  | {
      readonly k: 'member';
      readonly object: Expr;
      readonly name: string | null;
      readonly key: Expr | null;
      readonly pos: number;
    }
  | { readonly k: 'call'; readonly callee: Expr; readonly args: readonly Expr[]; readonly pos: number }
  | { readonly k: 'new'; readonly callee: Expr; readonly args: readonly Expr[]; readonly pos: number }
  /** `target op value`. `++` and `--` have a null value; `declares` marks the initialiser of a declaration. */
  | {
      readonly k: 'assign';
      readonly op: AssignOp;
      readonly target: Place;
      readonly value: Expr | null;
      readonly declares: boolean;
      readonly pos: number;
    }
  | { readonly k: 'delete'; readonly target: Place; readonly pos: number }
  | { readonly k: 'object'; readonly properties: readonly ObjectProperty[]; readonly pos: number }
  | { readonly k: 'array'; readonly items: readonly Expr[]; readonly pos: number }
  | { readonly k: 'spread'; readonly value: Expr; readonly pos: number }
  | { readonly k: 'function'; readonly fn: number; readonly pos: number }
  | { readonly k: 'class'; readonly cls: number; readonly pos: number }
  | { readonly k: 'await'; readonly value: Expr; readonly pos: number }
  | { readonly k: 'yield'; readonly value: Expr | null; readonly pos: number }
  /** `!x`, `typeof x`, `void x`, `-x`. */
  | { readonly k: 'unary'; readonly op: string; readonly value: Expr; readonly pos: number }
  /** Arithmetic, comparison, `in`, `instanceof`; `template` for template literals with any number of parts. */
  | { readonly k: 'operator'; readonly op: string; readonly parts: readonly Expr[]; readonly pos: number }
  | {
      readonly k: 'logical';
      readonly op: '&&' | '||' | '??';
      readonly left: Expr;
      readonly right: Expr;
      readonly pos: number;
    }
  | {
      readonly k: 'conditional';
      readonly test: Expr;
      readonly then: Expr;
      readonly otherwise: Expr;
      readonly pos: number;
    }
  /** `a, b`: the value is that of the last part. */
  | { readonly k: 'sequence'; readonly parts: readonly Expr[]; readonly pos: number }
  /** One element of something iterated: the value that a `for…of` (or `for…in`: a key) puts into its variable. */
  | { readonly k: 'element'; readonly of: Expr; readonly keys: boolean; readonly pos: number }
  /** `require('x')` or `import('x')` with a constant specifier: an index into `imports`. */
  | { readonly k: 'import'; readonly index: number; readonly pos: number }
  /** Something whose parts are evaluated but whose own value the model does not know (`import(x)`, `new.target`, …). */
  | { readonly k: 'opaque'; readonly what: string; readonly parts: readonly Expr[]; readonly pos: number };

export type AssignOp =
  | '='
  | '++'
  | '--'
  | '??='
  | '||='
  | '&&='
  | '+='
  | '-='
  | '*='
  | '/='
  | '%='
  | '**='
  | '<<='
  | '>>='
  | '>>>='
  | '&='
  | '|='
  | '^=';

/** What can be assigned to. */
export type Place = Extract<Expr, { k: 'name' | 'global' | 'member' | 'opaque' }>;

export interface ObjectProperty {
  /** Null for a computed key and for a spread. */
  readonly name: string | null;
  readonly key: Expr | null;
  readonly value: Expr;
  readonly kind: 'value' | 'spread' | 'getter' | 'setter';
}

/** One step of a body, in the order of execution. */
export type Stmt =
  | { readonly k: 'do'; readonly expr: Expr }
  | { readonly k: 'if'; readonly test: Expr; readonly then: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
  /** Any loop: `init` runs once, then `test`, `body`, `update`. A loop over elements assigns in `body`'s first step. */
  | {
      readonly k: 'loop';
      readonly init: readonly Stmt[];
      readonly test: Expr | null;
      readonly update: Expr | null;
      readonly body: readonly Stmt[];
      /** `do … while`: the body runs at least once. */
      readonly atLeastOnce: boolean;
      /** `for await`: suspends. */
      readonly awaits: boolean;
    }
  | {
      readonly k: 'try';
      readonly body: readonly Stmt[];
      readonly handler: readonly Stmt[] | null;
      readonly finalizer: readonly Stmt[];
    }
  | {
      readonly k: 'switch';
      readonly subject: Expr;
      readonly cases: readonly { readonly test: Expr | null; readonly body: readonly Stmt[] }[];
    }
  | { readonly k: 'return'; readonly value: Expr | null; readonly pos: number }
  | { readonly k: 'throw'; readonly value: Expr; readonly pos: number }
  /** `break` or `continue`. */
  | { readonly k: 'leave'; readonly pos: number };
