import {
  createSourceFile,
  forEachChild,
  isCallExpression,
  isClassLike,
  isExportAssignment,
  isExportDeclaration,
  isFunctionLike,
  isImportDeclaration,
  isStringLiteralLike,
  JsxEmit,
  ModuleKind,
  ScriptKind,
  ScriptTarget,
  SyntaxKind,
  transpileModule,
  type ts,
} from './compiler.js';
import { instrumentEdits, type InstrumentedBinding } from './instrument-edits.js';
import type { ShadowEdit } from './shadow-edit.js';

/** The module system that a file is executed in. */
export type ModuleFormat = 'esm' | 'commonjs';

export interface ShadowRequest {
  /** Relative to the root; decides how the text is parsed. */
  readonly path: string;
  readonly text: string;
  readonly format: ModuleFormat;
  /** What a specifier is to become; null where it stays as it is. */
  readonly specifierFor: (specifier: string) => string | null;
  /** Bindings of this file that are to be resettable; null for the program as it is. */
  readonly bindings: readonly InstrumentedBinding[] | null;
  readonly legacyDecorators: boolean;
}

/** The file as Node.js can execute it: specifiers lead to files, types are gone, and bindings are registered if asked. */
export function shadowSource(request: ShadowRequest): string {
  const { path, text, bindings } = request;
  const file = parse(path, text);
  const edited = applyEdits(text, [
    ...specifierEdits(file, request.specifierFor),
    ...(bindings === null ? [] : instrumentEdits(file, bindings)),
  ]);
  return needsTranspiling(path, file, request.format) ? transpile(request, edited) : edited;
}

/** What the syntax of a file says about the module system that it needs. */
export interface ModuleSyntax {
  /** Static imports, exports, or `import.meta`. */
  readonly isModule: boolean;
  readonly hasTopLevelAwait: boolean;
}

/** Reads it from the text alone. */
export function moduleSyntaxOf(path: string, text: string): ModuleSyntax {
  const file = parse(path, text);
  return { isModule: hasModuleSyntax(file), hasTopLevelAwait: hasTopLevelAwait(file) };
}

function parse(path: string, text: string): ts.SourceFile {
  return createSourceFile(path, text, ScriptTarget.ESNext, true, scriptKindOf(path));
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ScriptKind.TS;
  return path.endsWith('x') || path.endsWith('.js') ? ScriptKind.JSX : ScriptKind.JS;
}

function needsTranspiling(path: string, file: ts.SourceFile, format: ModuleFormat): boolean {
  if (/\.(?:[cm]?ts|[jt]sx)$/.test(path)) return true;
  return format === 'commonjs' && hasModuleSyntax(file);
}

function hasModuleSyntax(file: ts.SourceFile): boolean {
  return file.statements.some(
    (statement) =>
      isImportDeclaration(statement) ||
      isExportDeclaration(statement) ||
      isExportAssignment(statement) ||
      (statement as { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers?.some(
        ({ kind }) => kind === SyntaxKind.ExportKeyword,
      ) === true,
  );
}

function hasTopLevelAwait(file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (isFunctionLike(node) || isClassLike(node)) return false;
    if (node.kind === SyntaxKind.AwaitExpression) return true;
    return forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function transpile({ path, format, legacyDecorators }: ShadowRequest, text: string): string {
  return transpileModule(text, {
    fileName: path,
    reportDiagnostics: false,
    compilerOptions: {
      target: ScriptTarget.ES2022,
      module: format === 'esm' ? ModuleKind.ESNext : ModuleKind.CommonJS,
      jsx: JsxEmit.ReactJSX,
      esModuleInterop: true,
      allowJs: true,
      experimentalDecorators: legacyDecorators,
      emitDecoratorMetadata: legacyDecorators,
      useDefineForClassFields: !legacyDecorators,
    },
  }).outputText;
}

function specifierEdits(file: ts.SourceFile, specifierFor: ShadowRequest['specifierFor']): ShadowEdit[] {
  const edits: ShadowEdit[] = [];
  const consider = (literal: ts.Node | undefined): void => {
    if (literal === undefined || !isStringLiteralLike(literal)) return;
    const wanted = specifierFor(literal.text);
    if (wanted === null || wanted === literal.text) return;
    edits.push({ start: literal.getStart(file), end: literal.end, text: JSON.stringify(wanted) });
  };
  const visit = (node: ts.Node): void => {
    if (isImportDeclaration(node) || isExportDeclaration(node)) consider(node.moduleSpecifier);
    else if (node.kind === SyntaxKind.ExternalModuleReference)
      consider((node as ts.ExternalModuleReference).expression);
    else if (isCallExpression(node) && isLoading(node)) consider(node.arguments[0]);
    forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/** `import('./x')`, `require('./x')`, `require.resolve('./x')`. */
function isLoading({ expression, arguments: args }: ts.CallExpression): boolean {
  if (args.length === 0) return false;
  if (expression.kind === SyntaxKind.ImportKeyword) return true;
  const text = expression.kind === SyntaxKind.Identifier ? (expression as ts.Identifier).text : expression.getText();
  return text === 'require' || text === 'require.resolve';
}

function applyEdits(text: string, edits: readonly ShadowEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < at) continue;
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
