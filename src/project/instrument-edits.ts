import {
  forEachChild,
  isBlock,
  isClassDeclaration,
  isClassLike,
  isFunctionDeclaration,
  isFunctionLike,
  isIdentifier,
  isImportDeclaration,
  isVariableStatement,
  SyntaxKind,
  type ts,
} from './compiler.js';
import { offsetOf } from '../support/text-position.js';
import type { ShadowEdit } from './shadow-edit.js';

/** A binding as the audit lists it. */
export interface InstrumentedBinding {
  /** `src/cart.ts#Cart.count` */
  readonly id: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly declaration: string;
}

/** The function that the container offers to instrumented code (see `verify/inside/registry.cjs`). */
const REGISTER = "globalThis[Symbol.for('stateless-migrate.verify')]";

/**
 * The edits that make bindings resettable: each is registered with a function that reads it, one that writes it, and one
 * that makes its value anew. Registrations stand after the last line, at the start of a function, or in a class; `const`
 * becomes `let`, so no line moves.
 */
export function instrumentEdits(file: ts.SourceFile, bindings: readonly InstrumentedBinding[]): ShadowEdit[] {
  const declared = declarationsOf(file);
  const prefix = bindings[0]?.id.slice(0, bindings[0].id.indexOf('#')) ?? '';
  const registrations: string[] = [];
  const edits: ShadowEdit[] = [];
  const roots = new Set(bindings.map(({ name }) => rootOf(name)));
  for (const root of roots) {
    const found = declared.get(root);
    if (found !== undefined) registrations.push(registrationOf(`${prefix}#${root}`, root, found, file));
    if (found?.constKeyword !== undefined && found.constKeyword !== null && found.isRenewable) {
      edits.push({ ...found.constKeyword, text: 'let' });
    }
  }
  if (roots.has('module.exports') && declared.get('module') === undefined) {
    registrations.push(`R(${JSON.stringify(`${prefix}#module.exports`)}, () => module.exports);`);
  }
  for (const [name, { kind }] of declared) if (kind === 'class') registrations.push(`R.owner(() => ${name});`);
  edits.push(...capturedEdits(file, bindings), ...privateFieldEdits(file));
  if (registrations.length > 0) {
    // The last line may be a comment.
    const text = `\n;{ const R = ${REGISTER}; ${registrations.join(' ')} }\n`;
    edits.push({ start: file.text.length, end: file.text.length, text });
  }
  return edits;
}

interface Declared {
  readonly kind: 'const' | 'let' | 'function' | 'class' | 'import';
  readonly constKeyword: { readonly start: number; readonly end: number } | null;
  readonly initialiser: ts.Expression | null;
  /** Whether evaluating its initialiser again makes a fresh value. */
  readonly isRenewable: boolean;
}

function declarationsOf(file: ts.SourceFile): Map<string, Declared> {
  const found = new Map<string, Declared>();
  const plain = (name: ts.Node | undefined, kind: Declared['kind']): void => {
    if (name === undefined || !isIdentifier(name)) return;
    found.set(name.text, { kind, constKeyword: null, initialiser: null, isRenewable: false });
  };
  for (const statement of file.statements) {
    if (isVariableStatement(statement)) addVariables(statement, file, found);
    else if (isFunctionDeclaration(statement)) plain(statement.body && statement.name, 'function');
    else if (isClassDeclaration(statement)) plain(statement.name, 'class');
    else if (isImportDeclaration(statement)) addImports(statement, plain);
  }
  return found;
}

function addVariables(statement: ts.VariableStatement, file: ts.SourceFile, found: Map<string, Declared>): void {
  if (statement.modifiers?.some(({ kind }) => kind === SyntaxKind.DeclareKeyword)) return;
  const { declarations } = statement.declarationList;
  const start = statement.declarationList.getStart(file);
  const isConst = file.text.startsWith('const', start);
  const alone = declarations.length === 1;
  for (const { name, initializer = null } of declarations) {
    if (!isIdentifier(name)) {
      forEachChild(name, (element) => {
        const own = (element as Partial<ts.BindingElement>).name;
        if (own && isIdentifier(own)) {
          found.set(own.text, {
            kind: isConst ? 'const' : 'let',
            constKeyword: null,
            initialiser: null,
            isRenewable: false,
          });
        }
      });
      continue;
    }
    const isRenewable = initializer !== null && isMaking(initializer) && (!isConst || alone);
    found.set(name.text, {
      kind: isConst ? 'const' : 'let',
      constKeyword: isConst && alone ? { start, end: start + 'const'.length } : null,
      initialiser: initializer,
      isRenewable,
    });
  }
}

function addImports(statement: ts.ImportDeclaration, add: (name: ts.Node, kind: 'import') => void): void {
  const { importClause } = statement;
  if (!importClause || importClause.isTypeOnly) return;
  if (importClause.name) add(importClause.name, 'import');
  const { namedBindings } = importClause;
  if (!namedBindings) return;
  if ('elements' in namedBindings) {
    for (const element of namedBindings.elements) if (!element.isTypeOnly) add(element.name, 'import');
  } else add(namedBindings.name, 'import');
}

/** Something is called to make the value. Loading a module would give the same one again, and nothing can wait. */
function isMaking(expression: ts.Expression): boolean {
  if (/\b(?:require|import)\s*\(/.test(expression.getText())) return false;
  let makes = false;
  let waits = false;
  const visit = (node: ts.Node): void => {
    if (isFunctionLike(node) || isClassLike(node)) return;
    if (node.kind === SyntaxKind.CallExpression || node.kind === SyntaxKind.NewExpression) makes = true;
    if (node.kind === SyntaxKind.AwaitExpression) waits = true;
    forEachChild(node, visit);
  };
  visit(expression);
  return makes && !waits;
}

function registrationOf(id: string, name: string, found: Declared, file: ts.SourceFile): string {
  const { kind, constKeyword, initialiser, isRenewable } = found;
  const canWrite = kind === 'let' || (constKeyword !== null && isRenewable);
  const set = canWrite ? `(v) => { ${name} = v; }` : 'null';
  const renew = canWrite && isRenewable && initialiser ? `() => { ${name} = ${initialiser.getText(file)}; }` : 'null';
  return `R(${JSON.stringify(id)}, () => ${name}, ${set}, ${renew});`;
}

/** A variable of a function that outlives its call: registered anew whenever the function is entered. */
function capturedEdits(file: ts.SourceFile, bindings: readonly InstrumentedBinding[]): ShadowEdit[] {
  return bindings.flatMap(({ id, name, line, column, declaration }) => {
    if (declaration !== 'captured') return [];
    const variable = name.slice(name.lastIndexOf('.') + 1);
    const start = bodyAround(file, offsetOf(file.text, line, column));
    if (start === null) return [];
    const text = ` ${REGISTER}(${JSON.stringify(id)}, () => ${variable}, (v) => { ${variable} = v; });`;
    return [
      { start, end: start, text: isConstantAt(file, line, column) ? text.replace(/, \(v\) => .*$/, ');') : text },
    ];
  });
}

function isConstantAt(file: ts.SourceFile, line: number, column: number): boolean {
  const offset = offsetOf(file.text, line, column);
  return /\bconst\s+$/.test(file.text.slice(Math.max(0, offset - 20), offset));
}

/** Behind the brace of the innermost function with a block around an offset. */
function bodyAround(file: ts.SourceFile, offset: number): number | null {
  let start: number | null = null;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(file) || offset >= node.end) return;
    const { body } = node as { readonly body?: ts.Node };
    if (isFunctionLike(node) && body !== undefined && isBlock(body) && offset > body.getStart(file)) {
      start = afterDirectives(body, file);
    }
    forEachChild(node, visit);
  };
  visit(file);
  return start;
}

function afterDirectives(body: ts.Block, file: ts.SourceFile): number {
  let end = body.getStart(file) + 1;
  for (const statement of body.statements) {
    const expression = (statement as Partial<ts.ExpressionStatement>).expression;
    if (expression?.kind !== SyntaxKind.StringLiteral) break;
    ({ end } = statement);
  }
  return end;
}

/** A `#private` field cannot be reached from outside: the class hands out its accessors, in a field of the same kind. */
function privateFieldEdits(file: ts.SourceFile): ShadowEdit[] {
  const edits: ShadowEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (isClassLike(node)) {
      const fields = node.members.flatMap((member) => privateFieldOf(member));
      if (fields.length > 0) {
        const calls = fields.map(
          (name) => `R.field(this, '${name}', () => this.${name}, (v) => { this.${name} = v; });`,
        );
        const text = ` #statelessVerify = (() => { const R = ${REGISTER}; ${calls.join(' ')} })(); `;
        edits.push({ start: node.end - 1, end: node.end - 1, text });
      }
    }
    forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function privateFieldOf(member: ts.ClassElement): string[] {
  if (member.kind !== SyntaxKind.PropertyDeclaration) return [];
  const { name, modifiers } = member as ts.PropertyDeclaration;
  if (name.kind !== SyntaxKind.PrivateIdentifier) return [];
  const fixed = modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword) === true;
  return fixed ? [] : [name.text];
}

function rootOf(name: string): string {
  if (name.startsWith('module.exports')) return 'module.exports';
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
