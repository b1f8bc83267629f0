import type { ts } from '../../project/precise/precise-project.js';
import type { FileStyle } from '../../model/file-style.js';
import type { Analysis } from './analysis.js';
import { eachNode } from './analysis.js';
import type { StateCell } from './cell.js';
import type { EditSet } from './edit-set.js';
import type { Effects } from './effects.js';
import type { Functions } from './functions.js';
import type { Mutations } from './mutations.js';
import type { Unit } from './unit.js';

/** All that the parts which write a step share. */
export interface Writing {
  readonly a: Analysis;
  readonly functions: Functions;
  readonly mutations: Mutations;
  readonly effects: Effects;
  readonly edits: EditSet;
  readonly cellOf: (unit: Unit) => StateCell;
  /** Files that use a cell's constant, by cell. */
  readonly constantsIn: Map<StateCell, Set<string>>;
  /** Files that start a transaction. */
  readonly transactionsIn: Set<string>;
  /** Files that need the type of a cell's value, by cell. */
  readonly typesIn: Map<StateCell, Set<string>>;
  /** The cells that a helper gets from its caller, in the order of its parameters. */
  readonly unitsOfHelper: (helper: ts.Node) => readonly StateCell[];
  /** Cells whose declaration gets an `export`. */
  readonly exportedInline: Set<StateCell>;
  /** Declarations that move. */
  readonly moved: ReadonlySet<ts.Node>;
  /** What takes the place of a statement that declared several of them. */
  readonly anchors: Map<ts.Node, string>;
  /** The answers of callback-style handlers. */
  readonly answers: Set<ts.CallExpression>;
  /** Those that are written already. */
  readonly answered: Set<ts.CallExpression>;
  readonly notes: Set<string>;
  /** Bodies that are put into a `try`, one level deeper. */
  readonly guards: { readonly file: string; readonly start: number; readonly end: number }[];
}

export const styleOf = (w: Writing, file: string): FileStyle => w.a.context.style(file);

/** The white space before the first word of the line that a place is on, as it will be. */
export function indentAt(w: Writing, file: string, at: number): string {
  const { text } = w.a.context.text(file);
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  const guarded = w.guards.filter((guard) => guard.file === file && guard.start <= at && at <= guard.end).length;
  return (/^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '') + styleOf(w, file).indent.repeat(guarded);
}

/** Puts every line of a range but the first one level deeper; lines inside of templates stay. */
export function deepen(w: Writing, node: ts.SourceFile, file: string, start: number, end: number, levels = 1): void {
  const { text } = w.a.context.text(file);
  const { indent } = styleOf(w, file);
  const kept: (readonly [number, number])[] = [];
  eachNode(w.a.ts, node, (inner) => {
    if (inner.end < start || inner.pos > end) return false;
    if (w.a.ts.isTemplateLiteralToken(inner)) kept.push([inner.getStart(), inner.end]);
    return undefined;
  });
  const newline = /\r\n|\n|\r/g;
  newline.lastIndex = start;
  for (let found = newline.exec(text); found !== null && found.index < end; found = newline.exec(text)) {
    const at = found.index + found[0].length;
    const next = text.charAt(at);
    if (at > end || next === '\n' || next === '\r' || next === '') continue;
    if (kept.some(([from, to]) => at > from && at < to)) continue;
    w.edits.insert(file, at, indent.repeat(levels), -10);
  }
}

/** The name of a cell's constant in a file, which from now on needs it. */
export function constantIn(w: Writing, cell: StateCell, file: string): string {
  const files = w.constantsIn.get(cell) ?? new Set<string>();
  files.add(file);
  w.constantsIn.set(cell, files);
  return cell.constant;
}

/** A name for a new local variable that means nothing else in the file. */
export function freeName(w: Writing, file: string, wanted: string): string {
  const { text } = w.a.context.text(file);
  let name = wanted;
  for (let at = 2; new RegExp(`\\b${name}\\b`).test(text); at++) name = `${wanted}${at}`;
  return name;
}

/** A variable of a stretch that the code behind it uses. */
export interface Exported {
  readonly name: string;
  readonly isLet: boolean;
}
