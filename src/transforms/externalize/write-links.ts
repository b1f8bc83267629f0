import type { ts } from '../../project/precise/precise-project.js';
import type { AddImport } from '../../model/edit.js';
import { eachNode, exportAssignmentOf } from './analysis.js';
import type { StateCell } from './cell.js';
import { typeAliasOf } from './state-types.js';
import type { Refused } from './stretches.js';
import { styleOf, type Writing } from './writing.js';

/** Imports and exports of the variables become those of the entities, where they are still needed. */
export function writeLinks(w: Writing, cells: readonly StateCell[]): readonly AddImport[] | Refused {
  const added: AddImport[] = [];
  const gone = new Map<ts.Node, Set<ts.Node>>();
  for (const cell of cells) {
    const users = w.constantsIn.get(cell) ?? new Set<string>();
    const named = new Set<string>();
    for (const unit of cell.units) {
      for (const link of unit.links) {
        const file = w.a.pathOf(link);
        const outcome = writeLink(w, cell, link, users.has(file) && !named.has(file), gone);
        if (outcome === 'refused') return { refused: `${file} hands ${unit.name} on in a way that cannot be followed` };
        if (outcome === 'named') named.add(file);
      }
    }
    for (const file of [...users].sort()) {
      if (file !== cell.file && !named.has(file)) added.push(importOf(w, file, cell, [cell.constant], false));
    }
    for (const file of [...(w.typesIn.get(cell) ?? [])].sort())
      added.push(importOf(w, file, cell, [typeAliasOf(cell)], true));
  }
  dropImports(w, gone);
  return added;
}

/** Before the declaration is written: whether its own statement has to export the constant. */
export function chooseExports(w: Writing, cell: StateCell): void {
  const others = [...(w.constantsIn.get(cell) ?? [])].filter((file) => file !== cell.file);
  if (
    others.length === 0 ||
    cell.units.some(
      ({ kind, node }) => kind === 'exports' || (!w.a.ts.isVariableDeclaration(node) && kind === 'instance'),
    )
  )
    return;
  const isLinked = cell.units.some(({ links }) => links.some((link) => w.a.pathOf(link) === cell.file));
  if (isLinked) return;
  if (styleOf(w, cell.file).modules === 'esm') w.exportedInline.add(cell);
  else addToExports(w, cell);
}

function addToExports(w: Writing, cell: StateCell): void {
  const { ts } = w.a;
  const tree = w.a.context.precise.sourceFile(cell.file);
  if (tree === null) return;
  const style = styleOf(w, cell.file);
  const end = style.semicolons ? ';' : '';
  let object: ts.ObjectLiteralExpression | null = null;
  eachNode(ts, tree, (node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.left.getText() === 'module.exports' &&
      ts.isObjectLiteralExpression(node.right)
    )
      object = node.right;
  });
  if (object !== null) {
    const { properties } = object as ts.ObjectLiteralExpression;
    const [first] = properties;
    if (first) w.edits.insert(cell.file, first.getStart(), `${cell.constant}, `, -1);
    else
      w.edits.replace(cell.file, (object as ts.Node).getStart(), (object as ts.Node).getEnd(), `{ ${cell.constant} }`);
    return;
  }
  const last = tree.statements.at(-1);
  if (last)
    w.edits.insert(
      cell.file,
      last.getEnd(),
      `${style.eol}${style.eol}module.exports.${cell.constant} = ${cell.constant}${end}`,
      80,
    );
}

// eslint-disable-next-line max-lines-per-function -- one decision list, read from top to bottom
function writeLink(
  w: Writing,
  cell: StateCell,
  link: ts.Node,
  isNeeded: boolean,
  gone: Map<ts.Node, Set<ts.Node>>,
): 'named' | 'gone' | 'kept' | 'refused' {
  const { ts } = w.a;
  const { parent } = link;
  const file = w.a.pathOf(link);
  const rename = (node: ts.Node): 'named' => {
    w.edits.replace(file, node.getStart(), node.getEnd(), cell.constant);
    return 'named';
  };
  const drop = (element: ts.Node, list: ts.Node): 'gone' => {
    gone.set(list, (gone.get(list) ?? new Set()).add(element));
    return 'gone';
  };
  if (ts.isImportSpecifier(parent)) {
    if (parent.propertyName !== undefined && link === parent.name) return 'kept';
    return isNeeded ? rename(parent) : drop(parent, parent.parent);
  }
  if (ts.isBindingElement(parent)) {
    if (parent.propertyName !== undefined && link === parent.propertyName) return 'kept';
    return isNeeded ? rename(parent) : drop(parent, parent.parent);
  }
  if (ts.isImportClause(parent) || ts.isVariableDeclaration(parent)) {
    if (isNeeded) return rename(link);
    return drop(parent, ts.isImportClause(parent) ? parent.parent : parent.parent);
  }
  if (ts.isExportSpecifier(parent)) {
    if (parent.propertyName !== undefined && link !== parent.propertyName) return 'kept';
    if (parent.propertyName !== undefined || parent.parent.parent.moduleSpecifier !== undefined) return 'refused';
    rename(parent);
    return file === cell.file ? 'kept' : 'named';
  }
  if (ts.isShorthandPropertyAssignment(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === link)) {
    const first = cell.units.flatMap(({ links }) => links).find((one) => one.parent.parent === parent.parent);
    if (first !== link) {
      return drop(parent, parent.parent);
    }
    rename(parent);
    return 'kept';
  }
  if (ts.isExportAssignment(parent)) {
    rename(link);
    return 'kept';
  }
  const assignment = ts.isBinaryExpression(parent)
    ? parent
    : ts.isBinaryExpression(parent.parent)
      ? parent.parent
      : null;
  if (assignment !== null && exportAssignmentOf(ts, assignment) !== null) {
    if (link === assignment.right) {
      const isWhole = assignment.left.getText() === 'module.exports';
      w.edits.replace(
        file,
        assignment.getStart(),
        assignment.getEnd(),
        isWhole ? `module.exports = ${cell.constant}` : `exports.${cell.constant} = ${cell.constant}`,
      );
    }
    return 'kept';
  }
  return 'refused';
}

/** Removes names that nothing uses any more, and the whole import with the last of them. */
function dropImports(w: Writing, gone: ReadonlyMap<ts.Node, ReadonlySet<ts.Node>>): void {
  const { ts } = w.a;
  for (const [list, elements] of gone) {
    const file = w.a.pathOf(list);
    const all =
      ts.isNamedImports(list) || ts.isObjectBindingPattern(list)
        ? [...list.elements]
        : ts.isObjectLiteralExpression(list)
          ? [...list.properties]
          : [...elements];
    if (elements.size === all.length && !ts.isObjectLiteralExpression(list)) {
      let statement: ts.Node = list;
      while (!ts.isStatement(statement)) statement = statement.parent;
      const clause = ts.isNamedImports(list) ? list.parent : null;
      if (clause?.name) w.edits.replace(file, clause.name.getEnd(), list.getEnd(), '');
      else removeLine(w, file, statement);
      continue;
    }
    for (const [at, element] of all.entries()) {
      if (!elements.has(element)) continue;
      const next = all[at + 1];
      const kept = all
        .slice(0, at)
        .filter((one) => !elements.has(one))
        .at(-1);
      if (next) w.edits.replace(file, element.getStart(), next.getStart(), '');
      else w.edits.replace(file, kept?.getEnd() ?? element.getStart(), element.getEnd(), '');
    }
  }
}

function removeLine(w: Writing, file: string, statement: ts.Node): void {
  const { text } = w.a.context.text(file);
  const rest = /^[ \t]*(\r\n|\n|\r)?/.exec(text.slice(statement.getEnd()))?.[0] ?? '';
  w.edits.replace(file, statement.getStart(), statement.getEnd() + rest.length, '');
}

function importOf(w: Writing, file: string, cell: StateCell, names: readonly string[], typeOnly: boolean): AddImport {
  const added = names.map((name) => ({
    imported: cell.units.some(({ kind }) => kind === 'exports') ? 'default' : name,
    local: name,
  }));
  return w.a.context.edit.addImport(file, specifier(w, file, cell.file), added, typeOnly) as AddImport;
}

/** A relative specifier, written as the file writes its own. */
export function specifier(w: Writing, from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const target = to.split('/');
  while (folder.length > 0 && target.length > 1 && folder[0] === target[0]) {
    folder.shift();
    target.shift();
  }
  const path = `${folder.length === 0 ? './' : '../'.repeat(folder.length)}${target.join('/')}`;
  const { importExtension } = styleOf(w, from);
  if (importExtension === '') return path.replace(/\.[cm]?[jt]sx?$/, '');
  return path.replace(/\.([cm]?)tsx?$/, importExtension === '.ts' ? '.$1ts' : '.$1js');
}
