import type { AddImport, AddedName, RangeEdit } from '../../model/edit.js';
import type { FileStyle } from '../../model/file-style.js';
import { SyntaxKind } from '../compiler.js';
import type { ts } from '../compiler.js';
import { importPoint } from './insertion-point.js';

/** What imports become in the text of their file: existing ones are extended, the rest stands at the insertion point. */
export function importEdits(tree: ts.SourceFile, style: FileStyle, imports: readonly AddImport[]): RangeEdit[] {
  const present = presentImports(tree);
  const edits: RangeEdit[] = [];
  const lines: string[] = [];
  for (const wanted of bySource(imports)) {
    const same = present.filter(({ from, typeOnly }) => from === wanted.from && (!typeOnly || wanted.typeOnly));
    const missing = wanted.names.filter((name) => !same.some(({ names }) => names.some((had) => isSame(had, name))));
    if (missing.length === 0 && (wanted.names.length > 0 || same.length > 0)) continue;
    const open = same.find(({ list, typeOnly }) => list !== null && typeOnly === wanted.typeOnly);
    const braced = missing.filter(({ imported }) => isBraced(imported));
    const extension = open?.list && braced.length > 0 ? extend(tree, open.list, braced, style) : null;
    if (extension) edits.push(extension);
    const rest = extension ? missing.filter(({ imported }) => !isBraced(imported)) : missing;
    if (rest.length > 0 || wanted.names.length === 0) lines.push(...importLines({ ...wanted, names: rest }, style));
  }
  if (lines.length === 0) return edits;
  const { offset, before, after } = importPoint(tree, style.eol);
  return [...edits, { start: offset, end: offset, text: before + lines.join(style.eol) + after }];
}

interface Wanted {
  readonly from: string;
  readonly typeOnly: boolean;
  readonly names: readonly AddedName[];
}

function bySource(imports: readonly AddImport[]): Wanted[] {
  const wanted = new Map<string, { from: string; typeOnly: boolean; names: AddedName[] }>();
  for (const { from, names, typeOnly = false } of imports) {
    const key = `${typeOnly}:${from}`;
    const entry = wanted.get(key) ?? { from, typeOnly, names: [] };
    for (const name of names) if (!entry.names.some((had) => isSame(had, name))) entry.names.push(name);
    wanted.set(key, entry);
  }
  return [...wanted.values()];
}

function isSame(a: AddedName, b: AddedName): boolean {
  return a.imported === b.imported && a.local === b.local;
}

function isBraced(imported: string): boolean {
  return imported !== 'default' && imported !== '*';
}

interface PresentImport {
  readonly from: string;
  readonly typeOnly: boolean;
  readonly names: readonly AddedName[];
  /** The elements between braces that can be extended. */
  readonly list: readonly ts.Node[] | null;
}

function presentImports(tree: ts.SourceFile): PresentImport[] {
  return tree.statements.flatMap((statement): PresentImport[] => {
    if (statement.kind === SyntaxKind.ImportDeclaration) return [esmImport(statement as ts.ImportDeclaration)];
    if (statement.kind !== SyntaxKind.VariableStatement) return [];
    return (statement as ts.VariableStatement).declarationList.declarations.flatMap((one) => requireImport(one) ?? []);
  });
}

function esmImport(statement: ts.ImportDeclaration): PresentImport {
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  const clause = statement.importClause;
  const names: AddedName[] = [];
  if (clause?.name) names.push({ imported: 'default', local: clause.name.text });
  const bindings = clause?.namedBindings;
  if (bindings?.kind === SyntaxKind.NamespaceImport) names.push({ imported: '*', local: bindings.name.text });
  const elements = bindings?.kind === SyntaxKind.NamedImports ? bindings.elements : null;
  for (const { name, propertyName, isTypeOnly } of elements ?? []) {
    if (!isTypeOnly) names.push({ imported: (propertyName ?? name).text, local: name.text });
  }
  const isTypeOnly = clause?.phaseModifier === SyntaxKind.TypeKeyword;
  return { from, typeOnly: isTypeOnly, names, list: elements && elements.length > 0 ? elements : null };
}

function requireImport(declaration: ts.VariableDeclaration): PresentImport | null {
  const from = requiredModule(declaration.initializer);
  if (from === null) return null;
  const { name } = declaration;
  if (name.kind === SyntaxKind.Identifier) {
    const local = name.text;
    return { from, typeOnly: false, names: ['default', '*'].map((imported) => ({ imported, local })), list: null };
  }
  if (name.kind !== SyntaxKind.ObjectBindingPattern) return null;
  const { elements } = name;
  const plain = elements.filter(
    (one) => !one.dotDotDotToken && !one.initializer && one.name.kind === SyntaxKind.Identifier,
  );
  const names = plain.map((one) => {
    const local = (one.name as ts.Identifier).text;
    return { imported: one.propertyName ? one.propertyName.getText() : local, local };
  });
  return { from, typeOnly: false, names, list: plain.length === elements.length && plain.length > 0 ? elements : null };
}

function requiredModule(expression: ts.Expression | undefined): string | null {
  if (expression?.kind !== SyntaxKind.CallExpression) return null;
  const { expression: callee, arguments: args } = expression as ts.CallExpression;
  const [first] = args;
  const isRequire = callee.kind === SyntaxKind.Identifier && (callee as ts.Identifier).text === 'require';
  return isRequire && first?.kind === SyntaxKind.StringLiteral ? (first as ts.StringLiteral).text : null;
}

/** New names behind the last one, each on a line of its own where the old ones stand so. */
function extend(
  tree: ts.SourceFile,
  list: readonly ts.Node[],
  names: readonly AddedName[],
  style: FileStyle,
): RangeEdit {
  const last = list.at(-1) as ts.Node;
  const start = last.getStart(tree);
  const lineStart = Math.max(tree.text.lastIndexOf('\n', start - 1), tree.text.lastIndexOf('\r', start - 1)) + 1;
  const indent = tree.text.slice(lineStart, start);
  const separator = /^[ \t]+$/.test(indent) ? `,${style.eol}${indent}` : ', ';
  const isRequire = last.kind === SyntaxKind.BindingElement;
  const text = names.map((name) => separator + nameText(name, isRequire)).join('');
  return { start: last.end, end: last.end, text };
}

function nameText({ imported, local }: AddedName, isRequire: boolean): string {
  if (imported === local) return local;
  return isRequire ? `${imported}: ${local}` : `${imported} as ${local}`;
}

function importLines({ from, typeOnly, names }: Wanted, style: FileStyle): string[] {
  const source = style.quote + from + style.quote;
  const end = style.semicolons ? ';' : '';
  const whole = names.filter(({ imported }) => !isBraced(imported));
  const braced = names.filter(({ imported }) => isBraced(imported));
  if (style.modules === 'commonjs') {
    const lines = whole.map(({ local }) => `const ${local} = require(${source})${end}`);
    const list = braced.map((name) => nameText(name, true)).join(', ');
    if (list !== '') lines.push(`const { ${list} } = require(${source})${end}`);
    return names.length === 0 ? [`require(${source})${end}`] : lines;
  }
  if (names.length === 0) return [`import ${source}${end}`];
  const keyword = typeOnly && style.language === 'typescript' ? 'import type' : 'import';
  const lines = whole.map(({ imported, local }) => {
    return `${keyword} ${imported === '*' ? `* as ${local}` : local} from ${source}${end}`;
  });
  const list = braced.map((name) => nameText(name, false)).join(', ');
  if (list !== '') lines.push(`${keyword} { ${list} } from ${source}${end}`);
  return lines;
}
