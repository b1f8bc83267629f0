import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, type Analysis } from './analysis.js';
import type { Functions } from './functions.js';
import { changedBy } from './mutations.js';
import { classOf, strip } from './unit.js';

/** Why a value that is put into the state could not be kept in a store; null where nothing is wrong with any. */
export function unfitValue(a: Analysis, functions: Functions, roots: readonly ts.Node[]): string | null {
  for (const root of roots) {
    let found: string | null = null;
    eachNode(a.ts, root, (node) => {
      found ??=
        storedValues(a, node)
          .map((value) => why(a, functions, value, 0))
          .find((reason) => reason !== null) ?? null;
    });
    if (found !== null) return found;
  }
  return null;
}

/** What a node puts somewhere: the right side of an assignment to a property, the arguments of `push`, `set` and the like. */
function storedValues(a: Analysis, node: ts.Node): readonly ts.Expression[] {
  const { ts } = a;
  if (ts.isBinaryExpression(node) && changedBy(a, node.left) !== null) return [node.right];
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^(push|unshift|set|add|splice|concat)$/.test(node.expression.name.text)
  ) {
    const base = node.expression.expression;
    return isHostObject(a, base) ? [] : node.arguments;
  }
  return [];
}

const isHostObject = (a: Analysis, node: ts.Expression): boolean =>
  a.ts.isIdentifier(node) && /^(res|response|reply|ctx|c|headers)$/.test(node.text);

const MAX_DEPTH = 4;
const KEPT_CLASSES = new Set('Date Map Set Array Object Uint8Array Buffer'.split(' '));

function why(a: Analysis, functions: Functions, given: ts.Expression, depth: number): string | null {
  const { ts } = a;
  const value = strip(a, given) ?? given;
  if (depth > MAX_DEPTH) return null;
  const deeper = (inner: ts.Expression): string | null => why(a, functions, inner, depth + 1);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    return 'it holds functions, which cannot be kept in a store';
  if (ts.isNewExpression(value)) return madeBy(a, value);
  if (ts.isSpreadElement(value)) return null;
  if (ts.isObjectLiteralExpression(value)) {
    for (const property of value.properties) {
      if (ts.isMethodDeclaration(property) || ts.isAccessor(property))
        return 'it holds objects with methods, which cannot be kept in a store';
      const inner = ts.isPropertyAssignment(property)
        ? property.initializer
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : null;
      const reason = inner === null ? null : deeper(inner);
      if (reason !== null) return reason;
    }
    return null;
  }
  if (ts.isArrayLiteralExpression(value)) return value.elements.map(deeper).find((reason) => reason !== null) ?? null;
  if (ts.isCallExpression(value)) return calledFor(a, functions, value);
  return ts.isIdentifier(value) ? named(a, value, deeper) : null;
}

function madeBy(a: Analysis, made: ts.NewExpression): string | null {
  const name = made.expression.getText();
  if (KEPT_CLASSES.has(name)) return null;
  if (name === 'Promise') return 'it holds promises, which cannot be kept in a store';
  if (classOf(a, made) !== null)
    return `it holds instances of the class ${name}, whose methods would be lost in a store`;
  return `it holds a ${name}, which cannot be kept in a store`;
}

function calledFor(a: Analysis, functions: Functions, call: ts.CallExpression): string | null {
  const name = call.expression.getText();
  if (name === 'setTimeout' || name === 'setInterval') return 'it holds timers, which cannot be kept in a store';
  const awaited = a.ts.isAwaitExpression(call.parent);
  if (!awaited && functions.called(call).some(({ isAsync }) => isAsync))
    return 'it holds promises, which cannot be kept in a store';
  const target = functions.called(call)[0]?.node;
  if (target?.body === undefined) return null;
  const given = a.ts.isBlock(target.body)
    ? target.body.statements.find(a.ts.isReturnStatement)?.expression
    : target.body;
  return given !== undefined && a.ts.isNewExpression(given) ? madeBy(a, given) : null;
}

function named(a: Analysis, name: ts.Identifier, deeper: (inner: ts.Expression) => string | null): string | null {
  const { ts } = a;
  const declaration = a.symbolOf(name)?.valueDeclaration;
  if (declaration === undefined) return null;
  if (ts.isFunctionDeclaration(declaration)) return 'it holds functions, which cannot be kept in a store';
  if (ts.isParameter(declaration)) return hostParameter(a, declaration);
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return null;
  if (isModuleScope(a, declaration)) return null;
  return ts.isAwaitExpression(declaration.initializer) ? null : deeper(declaration.initializer);
}

/** A response, a socket, a listener: what belongs to one connection. */
function hostParameter(a: Analysis, parameter: ts.ParameterDeclaration): string | null {
  const name = parameter.name.getText();
  if (/^_?(res|response|reply|socket|ws|conn|connection|client|stream)$/i.test(name)) {
    return `it holds ${name}, an open connection of this process: connections cannot be kept in a store`;
  }
  if (/^(fn|callback|cb|listener|handler|resolve|reject)$/i.test(name))
    return 'it holds functions, which cannot be kept in a store';
  const type = a.checker.getTypeAtLocation(parameter);
  return type.getCallSignatures().length > 0 ? 'it holds functions, which cannot be kept in a store' : null;
}

function isModuleScope(a: Analysis, declaration: ts.Node): boolean {
  for (let at = declaration.parent; at !== undefined; at = at.parent) if (a.ts.isFunctionLike(at)) return false;
  return true;
}
