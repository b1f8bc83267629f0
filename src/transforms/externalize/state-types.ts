import type { StateCell } from './cell.js';
import type { Unit } from './unit.js';
import type { Writing } from './writing.js';

/** The type of one unit as its file would write it. */
export function typeOfUnit(w: Writing, unit: Unit): string {
  const { ts } = w.a;
  const { node } = unit;
  if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.type) return node.type.getText();
  if (unit.kind === 'instance' && unit.cls?.name) return unit.cls.name.text;
  const type = w.a.checker.getTypeAtLocation(
    ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) ? node.name : (unit.initializer ?? node),
  );
  return w.a.checker.typeToString(
    w.a.checker.getBaseTypeOfLiteralType(type),
    node,
    ts.TypeFlags.Any * 0 + ts.TypeFormatFlags.NoTruncation,
  );
}

/** The type of the whole value, for the cell. */
export function typeOfCell(w: Writing, cell: StateCell): string {
  const [first] = cell.units as readonly [Unit];
  if (cell.mode !== 'record') return typeOfUnit(w, first);
  return aliasOf(w, cell);
}

/** The name of the exported type of a record: `TodosState`. */
export const aliasOf = (_w: Writing, cell: StateCell): string =>
  cell.constant.charAt(0).toUpperCase() + cell.constant.slice(1);

/** The type of a helper's parameter. In another file it is taken from the constant, so that nothing has to be in scope there. */
export function typeOfLocal(w: Writing, cell: StateCell, file: string): string {
  if (cell.file === file) return typeOfCell(w, cell);
  const files = w.typesIn.get(cell) ?? new Set<string>();
  files.add(file);
  w.typesIn.set(cell, files);
  return typeAliasOf(cell);
}

/** The exported alias that other files import. */
export const typeAliasOf = (cell: StateCell): string =>
  cell.mode === 'record'
    ? cell.constant.charAt(0).toUpperCase() + cell.constant.slice(1)
    : `${cell.constant.charAt(0).toUpperCase()}${cell.constant.slice(1)}Value`;
