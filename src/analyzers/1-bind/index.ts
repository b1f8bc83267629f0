/**
 * 1-bind. Takes: the text of one file. Gives: a SourceModule: its bindings, functions, classes, imports and exports, with
 * names resolved to bindings and bodies as plain data. Does not: look at other files or decide anything.
 */
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Gap } from '../../model/gap.js';
import type { SourceText } from '../../model/project.js';
import type { SourceModule } from '../../model/source-module.js';
import { lineStartsOf, positionAt } from '../../support/text-position.js';
import { isJsxElement, isJsxExpression, isJsxFragment, isJsxSelfClosingElement } from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { firstParseError, parse, specifiersIn } from '../syntax/parse.js';
import { hoistVariables } from './declarations.js';
import { lowerClass } from './lower-class.js';
import { lowerExpression, lowerPlace } from './lower-expression.js';
import { directivesIn, lowerFunction, reserveFunction } from './lower-function.js';
import { lowerJsx } from './lower-jsx.js';
import { lowerModuleStatement, recordInlineExports } from './lower-module.js';
import { lowerPattern } from './lower-pattern.js';
import { lowerStatement, lowerStatements } from './lower-statement.js';
import type { Lowering, OpenBinding, OpenFunction } from './lowering.js';
import { findPragmas } from './pragmas.js';
import { markReassigned } from './reassignment.js';
import { openScope } from './scope.js';

export type BoundFile =
  | { readonly module: SourceModule }
  /** A file that does not parse, and what it imports as far as its text shows. */
  | { readonly module: null; readonly specifiers: readonly string[]; readonly diagnostic: Diagnostic };

/** Reads one file. Never throws on bad input: what cannot be read is a diagnostic. */
export function bindModule(source: SourceText): BoundFile {
  try {
    return bind(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unparsed(source, 'nested too deeply to be read');
  }
}

function unparsed({ path, text }: SourceText, message: string): BoundFile {
  return { module: null, specifiers: specifiersIn(text), diagnostic: { code: 'parse-error', file: path, message } };
}

function bind(source: SourceText): BoundFile {
  const { path, text, hash } = source;
  const file = parse(path, text);
  const error = firstParseError(file);
  const lineStarts = lineStartsOf(text);
  if (error) {
    const { line, column } = positionAt(lineStarts, error.pos);
    return unparsed(source, `${line}:${column} ${error.message}`);
  }
  const gaps: Gap[] = [];
  const cx = openLowering(path, text, file, gaps);
  const naming = { name: '<module>', kind: 'module', cls: -1, static: false } as const;
  reserveFunction(cx, -1, naming, 0, text.length);
  const scope = openScope(null, 0, false);
  hoistVariables(cx, file.statements, scope);
  const body = cx.statements(file.statements, scope);
  const own = cx.functions[0] as OpenFunction;
  own.body = body;
  own.async = true;
  recordInlineExports(cx, file.statements, scope);
  markReassigned(cx.functions, cx.bindings);
  const module: SourceModule = {
    path,
    hash,
    format: formatOf(path, file, cx),
    language: /\.[mc]?tsx?$/.test(path) ? 'typescript' : 'javascript',
    lineStarts,
    directives: [...(text.startsWith('#!') ? ['#!'] : []), ...directivesIn(file.statements)],
    bindings: cx.bindings,
    functions: cx.functions,
    classes: cx.classes,
    imports: cx.imports,
    exports: cx.exports,
    gaps,
    pragmas: findPragmas(file),
  };
  return { module };
}

function openLowering(path: string, text: string, file: ts.SourceFile, gaps: Gap[]): Lowering {
  const bindings: OpenBinding[] = [];
  const cx: Lowering = {
    file,
    text,
    bindings,
    functions: [],
    classes: [],
    imports: [],
    exports: [],
    expression: (node, scope) => lowerExpression(cx, node, scope),
    place: (node, scope) => lowerPlace(cx, node, scope),
    statements: (nodes, scope) => lowerStatements(cx, nodes, scope),
    statement: (node, scope, into) => {
      if (!lowerModuleStatement(cx, node, scope, into)) lowerStatement(cx, node, scope, into);
    },
    pattern: (node, from, scope, into, declares) => lowerPattern(cx, node, from, scope, into, declares),
    functionOf: (node, scope, named) => lowerFunction(cx, node, scope, named),
    classOf: (node, scope, name, binding) => lowerClass(cx, node, scope, name, binding),
    jsx: (node, scope) =>
      isJsxElement(node) || isJsxSelfClosingElement(node) || isJsxFragment(node) || isJsxExpression(node)
        ? lowerJsx(cx, node, scope)
        : cx.expression(node, scope),
    declare: (name, kind, scope, pos, type) => {
      bindings.push({ name, kind, fn: scope.fn, block: scope.block, pos, type, neverReassigned: true });
      const index = bindings.length - 1;
      if (name !== '') scope.names.set(name, index);
      return index;
    },
    temporary: (scope, pos) => {
      const open = { name: '', kind: 'temp', fn: scope.fn, block: scope.block, pos, type: null, neverReassigned: true };
      bindings.push(open as OpenBinding);
      return bindings.length - 1;
    },
    gap: (gap, { fn }) => {
      gaps.push({ ...gap, file: path, fn });
    },
  };
  return cx;
}

function formatOf(path: string, file: ts.SourceFile, cx: Lowering): SourceModule['format'] {
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (/\.c[jt]s$/.test(path)) return 'commonjs';
  const { externalModuleIndicator } = file as unknown as { externalModuleIndicator?: unknown };
  // Transpilers let a file import and yet assign `module.exports`: whoever loads it gets that.
  if (externalModuleIndicator) return cx.exports.length === 0 && assignsExports(cx.text) ? 'commonjs' : 'esm';
  return cx.imports.length > 0 || mentionsCommonJs(cx.text) ? 'commonjs' : 'script';
}

function assignsExports(text: string): boolean {
  return /(?:^|[^.\w$])(?:module\.)?exports(?:\.[\w$]+|\[[^\]]+\])?\s*=(?!=)/m.test(text);
}

function mentionsCommonJs(text: string): boolean {
  return text.includes('module.exports') || text.includes('exports.') || text.includes('exports[');
}
