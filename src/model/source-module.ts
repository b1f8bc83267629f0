import type { Expr, Stmt } from './code.js';
import type { Gap } from './gap.js';

/** One file of the program as facts. No syntax node survives into it; references are indexes into its own lists. */
export interface SourceModule {
  /** Relative POSIX path, the identity of the module: `src/cart.ts`. */
  readonly path: string;
  readonly hash: string;
  readonly format: 'esm' | 'commonjs' | 'script';
  readonly language: 'javascript' | 'typescript';
  /** Offsets at which lines start: positions become line and column with `positionAt`. */
  readonly lineStarts: readonly number[];
  /** `use client`, `use server`, `use strict`; `#!` where there is a hashbang. */
  readonly directives: readonly string[];
  readonly bindings: readonly Binding[];
  /** `functions[0]` is the module's own body: the code that runs at import. */
  readonly functions: readonly FunctionRecord[];
  readonly classes: readonly ClassRecord[];
  readonly imports: readonly ImportRecord[];
  readonly exports: readonly ExportRecord[];
  readonly gaps: readonly Gap[];
  readonly pragmas: readonly Pragma[];
}

/** A comment that speaks to the tool. Positions are offsets. */
export interface Pragma {
  /** Where its first word starts, and where the comment ends. */
  readonly pos: number;
  readonly end: number;
  /** `stateless-ignore-next-line in-memory-counter -- reason` */
  readonly text: string;
  /** The first code below it. */
  readonly nextCode: number;
}

export type BindingKind =
  | 'const'
  | 'let'
  | 'var'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'import'
  | 'param'
  | 'catch'
  | 'temp'
  | 'default';

/** A declared name. `temp` stands for a value without a name (a pattern's source); `default` for `export default …`. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The function that owns it; 0 is module scope when `block` is false. */
  readonly fn: number;
  /** Declared in a nested block of `fn` (so at module level: not visible to other modules, but as long-lived). */
  readonly block: boolean;
  readonly pos: number;
  /** The declared type as written, at most 120 characters, `null` where there is none. */
  readonly type: string | null;
  /** True where nothing but its declaration ever assigns it inside this module. */
  readonly neverReassigned: boolean;
}

export type FunctionKind =
  | 'module'
  | 'function'
  | 'arrow'
  | 'method'
  | 'getter'
  | 'setter'
  | 'constructor'
  | 'field-initialiser'
  | 'static-block';

export interface FunctionRecord {
  /** `addItem`, `Cart.addItem`, `<anonymous>`, `<module>`. Named after the variable or property that it is assigned to. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly params: readonly Param[];
  readonly body: readonly Stmt[];
  readonly async: boolean;
  readonly generator: boolean;
  /** The enclosing function, `-1` for the module. */
  readonly parent: number;
  /** The class whose member it is, `-1` for none. */
  readonly cls: number;
  readonly static: boolean;
  readonly decorators: readonly Expr[];
  readonly directives: readonly string[];
  readonly pos: number;
  readonly end: number;
}

/** A parameter. Defaults and patterns are lowered into the first steps of the body. */
export interface Param {
  readonly binding: number;
  readonly rest: boolean;
  readonly type: string | null;
  readonly decorators: readonly Expr[];
}

export interface ClassRecord {
  readonly name: string;
  /** The binding that names it, `-1` for none. */
  readonly binding: number;
  readonly superclass: Expr | null;
  /** Index of the constructor's FunctionRecord, `-1` where it is implicit. */
  readonly constructorFn: number;
  readonly members: readonly ClassMember[];
  readonly decorators: readonly Expr[];
  /** The function that the class stands in. */
  readonly fn: number;
  readonly pos: number;
}

export interface ClassMember {
  /** `total`, `#map`; null for a computed name. */
  readonly name: string | null;
  readonly kind: 'method' | 'field' | 'getter' | 'setter' | 'static-block';
  readonly static: boolean;
  readonly readonly: boolean;
  /** The method, accessor, static block, or the initialiser of a field; `-1` where a field has none. */
  readonly fn: number;
  readonly type: string | null;
  readonly pos: number;
}

/** `import`, `require(constant)`, `import(constant)`, `import x = require()`, or the source of a re-export. */
export interface ImportRecord {
  readonly specifier: string;
  readonly kind: 'static' | 'require' | 'dynamic' | 'reexport';
  readonly typeOnly: boolean;
  readonly names: readonly ImportedName[];
  /** The function in which it is evaluated. */
  readonly fn: number;
  readonly pos: number;
}

export interface ImportedName {
  /** `default`, `*` for the namespace, else the exported name. */
  readonly imported: string;
  readonly binding: number;
}

export type ExportRecord =
  | { readonly kind: 'binding'; readonly name: string; readonly binding: number; readonly pos: number }
  /** `export { a as b } from 'x'`, `export * as ns from 'x'` (imported `*`). */
  | {
      readonly kind: 'reexport';
      readonly name: string;
      readonly imported: string;
      readonly import: number;
      readonly pos: number;
    }
  /** `export * from 'x'`. */
  | { readonly kind: 'star'; readonly import: number; readonly pos: number };
