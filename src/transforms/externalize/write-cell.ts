import type { ts } from '../../project/precise/precise-project.js';
import type { StateCell } from './cell.js';
import { isInside } from './mutations.js';
import { aliasOf, typeAliasOf, typeOfCell, typeOfUnit } from './state-types.js';
import type { Refused } from './stretches.js';
import { strip, type Unit } from './unit.js';
import { writeInstance } from './write-instance.js';
import { styleOf, type Writing } from './writing.js';

/** The declaration of the state becomes that of an entity of the store, with what module init leaves as its initial value. */
export function writeCell(w: Writing, cell: StateCell, initial: readonly ts.Node[]): Refused | null {
  const statements = initialStatements(w, cell, initial);
  if ('refused' in statements) return statements;
  const [first] = cell.units as readonly [Unit, ...Unit[]];
  if (cell.mode === 'instance') {
    return statements.found.length > 0
      ? { refused: `${first.name} is used while its module loads` }
      : writeInstance(w, cell, first);
  }
  for (const statement of statements.found) remove(w, cell.file, statement);
  if (first.kind === 'exports')
    return statements.found.length > 0
      ? { refused: 'it is filled while its module loads' }
      : wrapExports(w, cell, first);
  if (first.kind === 'static' || first.kind === 'member')
    return statements.found.length > 0 ? { refused: 'it is filled while its module loads' } : liftProperties(w, cell);
  return cell.mode === 'direct' && statements.found.length === 0
    ? wrapVariable(w, cell, first)
    : replaceVariables(w, cell, statements.found);
}

/** Statements of module scope that fill the state. They move into what makes the initial value. */
function initialStatements(
  w: Writing,
  cell: StateCell,
  initial: readonly ts.Node[],
): { readonly found: readonly ts.Statement[] } | Refused {
  const { ts } = w.a;
  const found = new Set<ts.Statement>();
  for (const node of initial) {
    if (cell.units.some(({ initializer }) => initializer !== null && isInside(node, initializer))) continue;
    let at: ts.Node = node;
    while (!ts.isSourceFile(at.parent) && !(ts.isBlock(at.parent) && ts.isFunctionLike(at.parent.parent)))
      at = at.parent;
    if (w.a.pathOf(at) !== cell.file) return { refused: `${w.a.pathOf(at)} fills it while it loads` };
    const isFilling = ts.isExpressionStatement(at) || ts.isIterationStatement(at, false) || ts.isIfStatement(at);
    if (!isFilling || (ts.isStatement(at) && w.effects.in(at).length > 0))
      return { refused: `line ${lineOf(at)} uses it while the module loads` };
    found.add(at as ts.Statement);
  }
  return { found: [...found].sort((left, right) => left.pos - right.pos) };
}

const lineOf = (node: ts.Node): number => node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

function remove(w: Writing, file: string, node: ts.Node): void {
  const { text } = w.a.context.text(file);
  const lineStart = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  const own = text.slice(lineStart, node.getStart()).trim() === '';
  const rest = /^[ \t]*(\r\n|\n|\r)?/.exec(text.slice(node.getEnd()))?.[0] ?? '';
  const wholeLine = own && /[\r\n]/.test(rest);
  w.edits.replace(file, wholeLine ? lineStart : node.getStart(), node.getEnd() + (wholeLine ? rest.length : 0), '');
}

const typed = (w: Writing, cell: StateCell): string =>
  styleOf(w, cell.file).language === 'typescript' ? `<${typeOfCell(w, cell)}>` : '';

const quoted = (w: Writing, cell: StateCell): string => {
  const { quote } = styleOf(w, cell.file);
  return `${quote}${cell.key}${quote}`;
};

/** `let visits = 0` → `const visitsState = cell('visits', { initial: 0 })`, the initial value untouched. */
function wrapVariable(w: Writing, cell: StateCell, unit: Unit): Refused | null {
  const declaration = unit.node as ts.VariableDeclaration;
  const statement = statementOf(w, declaration);
  if (statement === null || statement.declarationList.declarations.length > 1) return replaceVariables(w, cell, []);
  const file = cell.file;
  const head = `${exportOf(w, cell, statement)}const ${cell.constant} = cell${typed(w, cell)}(${quoted(w, cell)}`;
  const end = endOf(w, statement);
  const alias = aliasText(w, cell);
  const { initializer } = declaration;
  if (initializer === undefined) {
    w.edits.replace(file, statement.getStart(), statement.getEnd(), `${alias}${head})${end}`);
    return null;
  }
  const { open, close } = factory(w, initializer);
  w.edits.replace(file, statement.getStart(), initializer.getStart(), `${alias}${head}, { initial: ${open}`);
  w.edits.replace(file, initializer.getEnd(), statement.getEnd(), `${close} })${end}`);
  return null;
}

const endOf = (w: Writing, node: ts.Node): string =>
  node.getText().endsWith(';') || styleOf(w, w.a.pathOf(node)).semicolons ? ';' : '';

/** A primitive is the same in every process; anything else is made anew. */
function factory(w: Writing, initializer: ts.Expression): { open: string; close: string } {
  const { ts } = w.a;
  const value = strip(w.a, initializer) ?? initializer;
  const isPrimitive =
    ts.isLiteralExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword;
  if (isPrimitive && !ts.isRegularExpressionLiteral(value)) return { open: '', close: '' };
  return ts.isObjectLiteralExpression(initializer) ? { open: '() => (', close: ')' } : { open: '() => ', close: '' };
}

function statementOf(w: Writing, declaration: ts.VariableDeclaration): ts.VariableStatement | null {
  const statement = declaration.parent.parent;
  return w.a.ts.isVariableStatement(statement) ? statement : null;
}

function exportOf(w: Writing, cell: StateCell, statement: ts.Node | null): string {
  const isExported =
    statement !== null &&
    w.a.ts.canHaveModifiers(statement) &&
    (w.a.ts.getModifiers(statement) ?? []).some(({ kind }) => kind === w.a.ts.SyntaxKind.ExportKeyword);
  return isExported || w.exportedInline.has(cell) ? 'export ' : '';
}

/** Several variables, or one that module init fills, become one entity. */
function replaceVariables(w: Writing, cell: StateCell, filling: readonly ts.Statement[]): Refused | null {
  const file = cell.file;
  const style = styleOf(w, file);
  const statements: ts.VariableStatement[] = [];
  for (const { node } of cell.units) {
    const statement = statementOf(w, node as ts.VariableDeclaration);
    if (statement === null) return { refused: 'it is declared in the head of a loop' };
    const others = statement.declarationList.declarations.filter((one) => !w.moved.has(one));
    if (others.length > 0) return { refused: 'it is declared in one statement with other variables' };
    if (!statements.includes(statement)) statements.push(statement);
  }
  statements.sort((left, right) => left.pos - right.pos);
  const [first] = statements as [ts.VariableStatement];
  const indent = columnOf(w, first);
  const isExported = statements.some((statement) => exportOf(w, cell, statement) !== '');
  const end = style.semicolons ? ';' : '';
  const body =
    cell.mode === 'record' ? recordFactory(w, cell, filling, indent) : directFactory(w, cell, filling, indent);
  if (typeof body !== 'string') return body;
  const text = `${aliasText(w, cell)}${isExported ? 'export ' : ''}const ${cell.constant} = cell${typed(w, cell)}(${quoted(w, cell)}, {${style.eol}${body}${indent}})${end}`;
  const anchor = w.anchors.get(first) ?? '';
  w.anchors.set(first, anchor === '' ? text : `${anchor}${style.eol}${indent}${text}`);
  w.edits.replace(file, first.getStart(), first.getEnd(), w.anchors.get(first) as string);
  for (const statement of statements.slice(1)) if (!w.anchors.has(statement)) remove(w, file, statement);
  return null;
}

function columnOf(w: Writing, node: ts.Node): string {
  const { text } = w.a.context.text(w.a.pathOf(node));
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.getStart() - 1) + 1))?.[0] ?? '';
}

function valueText(w: Writing, unit: Unit, indent = ''): string {
  if (unit.initializer === null) return 'undefined';
  const text = w.edits.textOf(unit.file, unit.initializer.getStart(), unit.initializer.getEnd());
  if (text.includes('`')) return text;
  const own = columnOf(w, unit.node);
  return text.replace(
    /(\r\n|\n|\r)([ \t]*)/g,
    (_, eol: string, space: string) => eol + (space.startsWith(own) ? indent + space.slice(own.length) : space),
  );
}

function directFactory(w: Writing, cell: StateCell, filling: readonly ts.Statement[], indent: string): string {
  const { eol, indent: step, semicolons } = styleOf(w, cell.file);
  const end = semicolons ? ';' : '';
  const [unit] = cell.units as readonly [Unit];
  const name = cell.localIn(cell.file);
  if (filling.length === 0) return `${indent}${step}initial: () => (${valueText(w, unit)}),${eol}`;
  const inner = indent + step + step;
  const type = styleOf(w, cell.file).language === 'typescript' ? `: ${typeOfUnit(w, unit)}` : '';
  const isAssigned = unit.sites.some((site) => w.a.ts.isBinaryExpression(site.parent) && site.parent.left === site);
  return [
    `${indent}${step}initial: () => {`,
    `${inner}${isAssigned ? 'let' : 'const'} ${name}${type} = ${valueText(w, unit, inner)}${end}`,
    ...fillingLines(w, cell, filling, indent, inner),
    `${inner}return ${name}${end}`,
    `${indent}${step}},`,
    '',
  ].join(eol);
}

function recordFactory(
  w: Writing,
  cell: StateCell,
  filling: readonly ts.Statement[],
  indent: string,
): string | Refused {
  const { eol, indent: step, semicolons } = styleOf(w, cell.file);
  const end = semicolons ? ';' : '';
  const name = cell.localIn(cell.file);
  const isTyped = styleOf(w, cell.file).language === 'typescript';
  const inner = indent + step + step;
  const fields = (deep: string): string[] =>
    cell.units.map((unit) => `${deep}${unit.name}: ${valueText(w, unit, deep)},`);
  const crossing = cell.units.some(({ sites }) =>
    sites.some((site) => cell.units.some(({ initializer }) => initializer !== null && isInside(site, initializer))),
  );
  if (crossing) return { refused: 'the initial value of one part is made of another' };
  if (filling.length === 0)
    return [`${indent}${step}initial: () => ({`, ...fields(inner), `${indent}${step}}),`, ''].join(eol);
  return [
    `${indent}${step}initial: () => {`,
    `${inner}const ${name}${isTyped ? `: ${aliasOf(w, cell)}` : ''} = {`,
    ...fields(inner + step),
    `${inner}}${end}`,
    ...fillingLines(w, cell, filling, indent, inner),
    `${inner}return ${name}${end}`,
    `${indent}${step}},`,
    '',
  ].join(eol);
}

function fillingLines(
  w: Writing,
  cell: StateCell,
  filling: readonly ts.Statement[],
  from: string,
  to: string,
): string[] {
  return filling.map((statement) => {
    const text = w.edits.textOf(cell.file, statement.getStart() + 0, statement.getEnd());
    return (
      to +
      text
        .split(/\r\n|\n|\r/)
        .map((line, at) => (at === 0 ? line : to + (line.startsWith(from) ? line.slice(from.length) : line)))
        .join(styleOf(w, cell.file).eol)
    );
  });
}

/** The type of a record, and the alias that other files import. */
function aliasText(w: Writing, cell: StateCell): string {
  const style = styleOf(w, cell.file);
  if (style.language !== 'typescript') return '';
  const end = style.semicolons ? ';' : '';
  const isImported = (w.typesIn.get(cell)?.size ?? 0) > 0;
  if (cell.mode === 'record') {
    const fields = cell.units
      .map((unit) => `${style.indent}${unit.name}: ${typeOfUnit(w, unit)}${end}${style.eol}`)
      .join('');
    return `${isImported ? 'export ' : ''}interface ${aliasOf(w, cell)} {${style.eol}${fields}}${style.eol}${style.eol}`;
  }
  return isImported ? `export type ${typeAliasOf(cell)} = ${typeOfCell(w, cell)}${end}${style.eol}${style.eol}` : '';
}

/** `module.exports = { … }` keeps its place: what it exports is the entity. */
function wrapExports(w: Writing, cell: StateCell, unit: Unit): Refused | null {
  const value = unit.initializer;
  if (value === null) return { refused: 'what the module exports cannot be followed' };
  const { open, close } = factory(w, value);
  w.edits.insert(cell.file, value.getStart(), `cell${typed(w, cell)}(${quoted(w, cell)}, { initial: ${open}`, -20);
  w.edits.insert(cell.file, value.getEnd(), `${close} })`, 60);
  return null;
}

/** Static fields, and properties of an object with methods: they leave it, and become an entity below it. */
function liftProperties(w: Writing, cell: StateCell): Refused | null {
  const { ts } = w.a;
  const [first] = cell.units as readonly [Unit, ...Unit[]];
  let holder: ts.Node = first.node.parent;
  while (!ts.isStatement(holder)) holder = holder.parent;
  const style = styleOf(w, cell.file);
  const end = style.semicolons ? ';' : '';
  const body = recordFactory(w, cell, [], '');
  if (typeof body !== 'string') return body;
  const text = `${aliasText(w, cell)}${exportOf(w, cell, null)}const ${cell.constant} = cell${typed(w, cell)}(${quoted(w, cell)}, {${style.eol}${body}})${end}`;
  w.edits.insert(cell.file, holder.getEnd(), `${style.eol}${style.eol}${text}`, 70);
  for (const { node } of cell.units) removeProperty(w, cell.file, node);
  return null;
}

function removeProperty(w: Writing, file: string, node: ts.Node): void {
  const { text } = w.a.context.text(file);
  const lineStart = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  const from = text.slice(lineStart, node.getStart()).trim() === '' ? lineStart : node.getStart();
  const rest = /^[ \t]*[,;]?[ \t]*(\r\n|\n|\r)?/.exec(text.slice(node.getEnd()))?.[0] ?? '';
  w.edits.replace(file, from, node.getEnd() + rest.length, '');
}
