import { posix } from 'node:path';
import { isPropertyAccessExpression } from '../compiler.js';
import type { ts } from '../compiler.js';
import { concatText, type ConfigValue, itemsOf, mapText, scalar, textOf } from './config-value.js';
import { exportedValue, importedSource } from './static-name.js';
import { type CodeScope, placeOf } from './code-scope.js';

/** The value of a call or a `new`: paths are joined, wrappers such as `defineConfig(x)` are seen through. */
export function calledValue(node: ts.CallExpression | ts.NewExpression, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  const callee = node.expression.getText();
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  const args = (node.arguments ?? []).map((arg) => scope.evaluate(arg, scope));
  const first = args[0];
  switch (name) {
    case 'join':
      return joinedValue(node, args, scope);
    case 'resolve':
      return pathValue(args, node, scope, (texts) => resolveFrom(scope.workingFolder, texts));
    case 'normalize':
    case 'dirname':
    case 'basename':
      return first === undefined ? opaque() : mapText(first, (text) => pathFunction(name, text));
    case 'fileURLToPath':
    case 'pathToFileURL':
    case 'freeze':
    case 'defineConfig':
    case 'toString':
      return first ?? (isPropertyAccessExpression(node.expression) ? receiver(node.expression) : opaque());
    case 'URL':
      return args.length === 2
        ? pathValue(args, node, scope, ([to, from]) => relativeTo(from ?? '', to ?? ''))
        : opaque();
    case 'cwd':
      return scalar(`/${scope.workingFolder}`, at);
    case 'handlerPath':
      // The usual helper of serverless.ts projects: the folder relative to the working directory.
      return first === undefined ? opaque() : mapText(first, (text) => posix.relative(`/${scope.workingFolder}`, text));
    case 'require':
      return requiredValue(first, scope) ?? opaque();
    default:
      return opaque();
  }

  function opaque(): ConfigValue {
    return { kind: 'call', callee, args, at };
  }

  function receiver(access: ts.PropertyAccessExpression): ConfigValue {
    return scope.evaluate(access.expression, scope);
  }
}

function joinedValue(
  node: ts.CallExpression | ts.NewExpression,
  args: readonly ConfigValue[],
  scope: CodeScope,
): ConfigValue {
  if (isPropertyAccessExpression(node.expression) && args.length <= 1) {
    const list = scope.evaluate(node.expression.expression, scope);
    if (list.kind === 'list') {
      const separator = textOf(args[0] ?? null) ?? ',';
      const parts = itemsOf(list).flatMap((item, index) => (index === 0 ? [item] : [scalar(separator, list.at), item]));
      return concatText(parts, list.at, node.getText());
    }
  }
  return pathValue(args, node, scope, (texts) => posix.join(...texts));
}

function pathValue(
  args: readonly ConfigValue[],
  node: ts.Node,
  scope: CodeScope,
  combine: (texts: readonly string[]) => string,
): ConfigValue {
  // NUL cannot stand in a path, so it separates the parts while conditions multiply.
  const at = placeOf(node, scope);
  const parts = args.flatMap((arg, index) => (index === 0 ? [arg] : [scalar('\0', at), arg]));
  return mapText(concatText(parts, at, node.getText()), (text) => combine(text.split('\0')));
}

function resolveFrom(workingFolder: string, texts: readonly string[]): string {
  return posix.resolve(`/${workingFolder}`, ...texts);
}

function relativeTo(from: string, to: string): string {
  return posix.join(posix.dirname(from), to.replace(/^file:\/\//, ''));
}

function pathFunction(name: 'normalize' | 'dirname' | 'basename', text: string): string {
  return name === 'normalize' ? posix.normalize(text) : name === 'dirname' ? posix.dirname(text) : posix.basename(text);
}

function requiredValue(specifier: ConfigValue | undefined, scope: CodeScope): ConfigValue | null {
  const text = textOf(specifier ?? null);
  const source = text === null ? null : importedSource(text, scope.path, scope);
  return source === null ? null : exportedValue(source, 'default', scope);
}
