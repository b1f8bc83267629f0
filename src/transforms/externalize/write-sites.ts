import type { ts } from '../../project/precise/precise-project.js';
import type { StateCell } from './cell.js';
import type { HelperCall, Site, Touching } from './touches.js';
import { typeOfLocal } from './state-types.js';
import type { Unit } from './unit.js';
import { styleOf, type Writing } from './writing.js';

/** Makes every use in a function speak of the value that was loaded. */
export function writeSites(w: Writing, touching: Touching): void {
  for (const site of touching.sites) writeSite(w, site);
  for (const call of touching.calls) writeCall(w, call);
}

export function writeSite(w: Writing, { unit, node }: Site): void {
  const { ts } = w.a;
  const cell = w.cellOf(unit);
  const file = w.a.pathOf(node);
  const local = cell.localIn(file);
  const text = cell.mode === 'record' ? `${local}.${unit.name}` : local;
  if (node.getText() === text) return;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) w.edits.insert(file, node.getEnd(), `: ${text}`, 0);
  else w.edits.replace(file, node.getStart(), node.getEnd(), text);
}

/** The cells that a helper gets from its caller, in the order of its parameters. */
export function cellsOf(w: Writing, units: Iterable<Unit>): StateCell[] {
  const cells = new Set<StateCell>();
  for (const unit of units) cells.add(w.cellOf(unit));
  return [...cells].sort((left, right) => (left.constant < right.constant ? -1 : 1));
}

export function writeCall(w: Writing, { helper, node, isCallback }: HelperCall): void {
  const { ts } = w.a;
  const file = w.a.pathOf(node);
  const given = w.unitsOfHelper(helper.node).map((cell) => cell.localIn(file));
  if (given.length === 0) return;
  if (isCallback) {
    const names = helper.node.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : null));
    const own =
      names.every((name): name is string => name !== null && !given.includes(name)) && names.length > 0
        ? names.join(', ')
        : '...given';
    w.edits.insert(file, node.getStart(), `(${own}) => `, -3);
    w.edits.insert(file, node.getEnd(), `(${[...given, own].join(', ')})`, 3);
    return;
  }
  const call = node as ts.CallExpression;
  const [first] = call.arguments;
  if (first) w.edits.insert(file, first.getStart(), `${given.join(', ')}, `, -25);
  else w.edits.insert(file, call.getEnd() - 1, given.join(', '), 0);
}

/** A helper takes what it works on as its first parameters. */
export function writeParameters(w: Writing, { fn }: Touching): void {
  const { ts } = w.a;
  const { node, file } = fn;
  const isTyped = styleOf(w, file).language === 'typescript';
  const given = w
    .unitsOfHelper(node)
    .map((cell) => `${cell.localIn(file)}${isTyped ? `: ${typeOfLocal(w, cell, file)}` : ''}`);
  const [first] = node.parameters;
  if (first === undefined) {
    const open = node.getText().indexOf('(', node.name ? node.name.getEnd() - node.getStart() : 0);
    w.edits.insert(file, node.getStart() + open + 1, given.join(', '), 0);
    return;
  }
  const isBare = ts.isArrowFunction(node) && node.getText().charAt(0) !== '(' && !node.getText().startsWith('async');
  w.edits.insert(file, first.getStart(), `${isBare ? '(' : ''}${given.join(', ')}, `, -2);
  if (isBare) w.edits.insert(file, first.getEnd(), ')', 2);
}
