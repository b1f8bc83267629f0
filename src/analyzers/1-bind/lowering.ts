import type { ts } from '../syntax/compiler.js';
import type { FunctionNode } from '../syntax/is-kind.js';
import type { Expr, Place, Stmt } from '../../model/code.js';
import type { Gap } from '../../model/gap.js';
import type {
  BindingKind,
  ClassRecord,
  ExportRecord,
  FunctionKind,
  FunctionRecord,
  ImportRecord,
} from '../../model/source-module.js';
import type { Scope } from './scope.js';

/** A Binding while its module is being read. */
export interface OpenBinding {
  name: string;
  kind: BindingKind;
  fn: number;
  block: boolean;
  pos: number;
  type: string | null;
  neverReassigned: boolean;
}

/** A FunctionRecord while its body is being read. */
export type OpenFunction = { -readonly [K in keyof FunctionRecord]: FunctionRecord[K] };

/**
 * What the visitors of one file share: the records that grow, and the ways to lower a part, so that no visitor imports
 * another. One Lowering lives as long as the reading of one file.
 */
export interface Lowering {
  readonly file: ts.SourceFile;
  readonly text: string;
  readonly bindings: OpenBinding[];
  readonly functions: OpenFunction[];
  readonly classes: ClassRecord[];
  readonly imports: ImportRecord[];
  readonly exports: ExportRecord[];

  expression(node: ts.Expression, scope: Scope): Expr;
  place(node: ts.Expression, scope: Scope): Place;
  /** Lowers statements that share `scope`, hoisting what they declare. */
  statements(nodes: readonly ts.Statement[], scope: Scope): Stmt[];
  statement(node: ts.Statement, scope: Scope, into: Stmt[]): void;
  /** Lowers `target = source` for any pattern; `declare` says how new names are bound, null for an assignment. */
  pattern(node: ts.Node, source: Expr, scope: Scope, into: Expr[], declares: boolean): void;
  functionOf(node: FunctionNode, scope: Scope, named: FunctionNaming): number;
  classOf(node: ts.ClassLikeDeclaration, scope: Scope, name: string, binding: number): Expr;
  jsx(node: ts.Expression, scope: Scope): Expr;
  declare(name: string, kind: BindingKind, scope: Scope, pos: number, type: string | null): number;
  /** Opens a binding for a value that has no name. */
  temporary(scope: Scope, pos: number): number;
  /** Notes what cannot be seen through, at a place in `scope`. */
  gap(gap: Omit<Gap, 'file' | 'fn'>, scope: Scope): void;
}

export interface FunctionNaming {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly cls: number;
  readonly static: boolean;
}
