import {
  DiagnosticCategory,
  ModuleKind,
  ScriptTarget,
  SyntaxKind,
  flattenDiagnosticMessageText,
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isMetaProperty,
  isStringLiteralLike,
  preProcessFile,
  transpileModule,
  visitEachChild,
} from '../compiler.js';
import type { ts } from '../compiler.js';
import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module that can be imported from anywhere, or why there is none. */
export type SelfContained =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'syntax'; readonly line: number; readonly message: string }
  | { readonly kind: 'import'; readonly specifier: string; readonly message: string };

/**
 * Makes a module of TypeScript (or JavaScript) text: types are taken out, what it imports is named by its place, and
 * `stateless-migrate` is this package, installed in the project or not. Nothing is written to the disk.
 */
export function selfContainedModule(file: string, text: string): SelfContained {
  const unresolved: { specifier: string; message: string }[] = [];
  const locate = (specifier: string): string => {
    const found = locateImport(file, specifier);
    if ('url' in found) return found.url;
    unresolved.push({ specifier, message: found.message });
    return specifier;
  };
  const output = transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      module: ModuleKind.ESNext,
      target: ScriptTarget.ES2022,
      sourceMap: false,
      allowJs: true,
    },
    transformers: { after: [placed(file, locate)] },
  });
  const error = (output.diagnostics ?? []).find(({ category }) => category === DiagnosticCategory.Error);
  if (error) {
    const line = error.file?.getLineAndCharacterOfPosition(error.start ?? 0).line ?? 0;
    return { kind: 'syntax', line: line + 1, message: flattenDiagnosticMessageText(error.messageText, ' ') };
  }
  const [first] = unresolved;
  if (first) return { kind: 'import', ...first };
  const encoded = Buffer.from(output.outputText, 'utf8').toString('base64');
  return { kind: 'url', url: `data:text/javascript;base64,${encoded}` };
}

/** Whether the text is an ES module that imports this package although the project has not installed it. */
export function needsThisPackage(file: string, text: string): boolean {
  if (!/(['"])stateless-migrate\1/.test(text)) return false;
  const { importedFiles } = preProcessFile(text, true, true);
  if (!importedFiles.some(({ fileName }) => fileName === THIS_PACKAGE)) return false;
  try {
    createRequire(file).resolve(THIS_PACKAGE);
    return false;
  } catch {
    return true;
  }
}

const THIS_PACKAGE = 'stateless-migrate';
/** The compiled package: this file stands three folders below its root, compiled or not. */
const THIS_MODULE = new URL('../../../dist/index.js', import.meta.url).href;

function placed(file: string, locate: (specifier: string) => string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const located = (node: ts.Expression | undefined): ts.Expression | undefined =>
      node && isStringLiteralLike(node) ? factory.createStringLiteral(locate(node.text)) : node;
    const visit = (node: ts.Node): ts.Node => {
      if (isImportDeclaration(node)) {
        const from = located(node.moduleSpecifier) ?? node.moduleSpecifier;
        return factory.updateImportDeclaration(node, node.modifiers, node.importClause, from, node.attributes);
      }
      if (isExportDeclaration(node)) {
        const from = located(node.moduleSpecifier);
        return factory.updateExportDeclaration(
          node,
          node.modifiers,
          node.isTypeOnly,
          node.exportClause,
          from,
          node.attributes,
        );
      }
      if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
        const [first, ...rest] = node.arguments;
        const from = located(first);
        return from ? factory.updateCallExpression(node, node.expression, undefined, [from, ...rest]) : node;
      }
      if (isMetaProperty(node)) return metaOf(file, factory);
      return visitEachChild(node, visit, context);
    };
    return (source) => visitEachChild(source, visit, context);
  };
}

/** `import.meta` as the file itself would see it. */
function metaOf(file: string, factory: ts.NodeFactory): ts.Expression {
  const fields = { url: pathToFileURL(file).href, filename: file, dirname: dirname(file) };
  return factory.createParenthesizedExpression(
    factory.createObjectLiteralExpression(
      Object.entries(fields).map(([name, value]) =>
        factory.createPropertyAssignment(name, factory.createStringLiteral(value)),
      ),
    ),
  );
}

function locateImport(file: string, specifier: string): { url: string } | { message: string } {
  if (specifier === THIS_PACKAGE) return { url: THIS_MODULE };
  if (isBuiltin(specifier) || /^(data|file|node):/.test(specifier)) return { url: specifier };
  if (/^\.{0,2}\//.test(specifier)) return locateFile(resolve(dirname(file), specifier));
  try {
    const found = createRequire(file).resolve(specifier);
    return { url: pathToFileURL(found).href };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    return { message: isMissing ? 'which is not installed' : 'which has no entry that can be required' };
  }
}

function locateFile(path: string): { url: string } | { message: string } {
  if (/\.[cm]?tsx?$/.test(path) || existsSync(`${path}.ts`) || existsSync(path.replace(/\.([cm]?)js$/, '.$1ts'))) {
    if (!existsSync(path) || !/\.[cm]?js$|\.json$/.test(path)) return { message: 'which is TypeScript' };
  }
  return existsSync(path) ? { url: pathToFileURL(path).href } : { message: 'which is not there' };
}
