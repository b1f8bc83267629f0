import {
  SyntaxKind,
  isClassStaticBlockDeclaration,
  isComputedPropertyName,
  isConstructorDeclaration,
  isGetAccessorDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isParameterPropertyDeclaration,
  isPropertyDeclaration,
  isSetAccessorDeclaration,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { constantName, hasModifier, startOf, unwrap } from '../syntax/is-kind.js';
import type { Expr, Stmt } from '../../model/code.js';
import type { ClassMember, ClassRecord } from '../../model/source-module.js';
import { hoistVariables, typeText } from './declarations.js';
import { namedValue } from './lower-expression.js';
import { decoratorsOf, reserveFunction } from './lower-function.js';
import type { Lowering, OpenFunction } from './lowering.js';
import { openScope } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers a class to its record; fields become functions that assign to `this`. */
export function lowerClass(
  cx: Lowering,
  node: ts.ClassLikeDeclaration,
  scope: Scope,
  name: string,
  binding: number,
): Expr {
  const pos = startOf(node, cx.file);
  const cls = cx.classes.length;
  const inner = openScope(scope, scope.fn, true);
  let self = binding;
  if (self < 0 && node.name)
    self = cx.declare(node.name.text, 'temp', inner, node.name.end - node.name.text.length, null);
  const record: ClassRecord = {
    name,
    binding: self,
    superclass: superclassOf(cx, node, scope),
    constructorFn: -1,
    members: [],
    decorators: decoratorsOf(cx, node, scope),
    fn: scope.fn,
    pos,
  };
  cx.classes.push(record);
  const members: ClassMember[] = [];
  let constructorFn = -1;
  for (const member of node.members) {
    if (isConstructorDeclaration(member)) {
      if (!member.body) continue;
      constructorFn = cx.functionOf(member, inner, {
        name: `${name}.constructor`,
        kind: 'constructor',
        cls,
        static: false,
      });
      parameterProperties(cx, member, constructorFn, members);
    } else {
      const lowered = lowerMember(cx, member, inner, name, cls);
      if (lowered) members.push(lowered);
    }
  }
  cx.classes[cls] = { ...record, constructorFn, members };
  const value: Expr = { k: 'class', cls, pos };
  if (self < 0 || self === binding) return value;
  return { k: 'assign', op: '=', target: { k: 'name', binding: self, pos }, value, declares: true, pos };
}

function superclassOf(cx: Lowering, node: ts.ClassLikeDeclaration, scope: Scope): Expr | null {
  const clause = node.heritageClauses?.find((candidate) => candidate.token === SyntaxKind.ExtendsKeyword);
  const [first] = clause?.types ?? [];
  return first ? cx.expression(unwrap(first), scope) : null;
}

function lowerMember(
  cx: Lowering,
  member: ts.ClassElement,
  scope: Scope,
  className: string,
  cls: number,
): ClassMember | null {
  const pos = startOf(member.name ?? member, cx.file);
  const isStatic = hasModifier(member, SyntaxKind.StaticKeyword);
  const readonly = hasModifier(member, SyntaxKind.ReadonlyKeyword);
  const name = member.name ? constantName(member.name) : null;
  const naming = { name: `${className}.${name ?? '<computed>'}`, cls, static: isStatic };
  const base = { name, static: isStatic, readonly, type: null, pos };
  if (isMethodDeclaration(member)) {
    if (!member.body) return null;
    return { ...base, kind: 'method', fn: cx.functionOf(member, scope, { ...naming, kind: 'method' }) };
  }
  if (isGetAccessorDeclaration(member) || isSetAccessorDeclaration(member)) {
    if (!member.body) return null;
    const kind = isGetAccessorDeclaration(member) ? 'getter' : 'setter';
    return { ...base, kind, fn: cx.functionOf(member, scope, { ...naming, kind }) };
  }
  if (isClassStaticBlockDeclaration(member)) {
    const fn = reserveFunction(cx, scope.fn, { ...naming, kind: 'static-block' }, pos, member.end);
    const own = openScope(scope, fn, false);
    hoistVariables(cx, member.body.statements, own);
    setBody(cx, fn, cx.statements(member.body.statements, own));
    return { ...base, kind: 'static-block', static: true, fn };
  }
  if (isPropertyDeclaration(member)) {
    if (hasModifier(member, SyntaxKind.DeclareKeyword)) return null;
    const fn = member.initializer ? fieldInitialiser(cx, member, member.initializer, scope, naming, pos) : -1;
    return { ...base, kind: 'field', type: typeText(cx, member.type), fn };
  }
  return null;
}

function fieldInitialiser(
  cx: Lowering,
  member: ts.PropertyDeclaration,
  initializer: ts.Expression,
  scope: Scope,
  naming: { name: string; cls: number; static: boolean },
  pos: number,
): number {
  const fn = reserveFunction(cx, scope.fn, { ...naming, kind: 'field-initialiser' }, pos, member.end);
  const own = openScope(scope, fn, false);
  const name = constantName(member.name);
  const key = name === null && isComputedPropertyName(member.name) ? cx.expression(member.name.expression, own) : null;
  const value = namedValue(cx, initializer, own, name);
  const target = { k: 'member', object: { k: 'this', pos }, name, key, pos } as const;
  setBody(cx, fn, [{ k: 'do', expr: { k: 'assign', op: '=', target, value, declares: true, pos } }]);
  return fn;
}

/** `constructor(private repo: Repo)` declares a field and assigns it first. */
function parameterProperties(cx: Lowering, node: ts.ConstructorDeclaration, fn: number, members: ClassMember[]): void {
  const record = cx.functions[fn] as OpenFunction;
  const assignments: Stmt[] = [];
  node.parameters.forEach((param, index) => {
    if (!isParameterPropertyDeclaration(param, node) || !isIdentifier(param.name)) return;
    const pos = startOf(param.name, cx.file);
    const name = param.name.text;
    const binding = (record.params[index] as { binding: number }).binding;
    const readonly = hasModifier(param, SyntaxKind.ReadonlyKeyword);
    members.push({ name, kind: 'field', static: false, readonly, fn: -1, type: typeText(cx, param.type), pos });
    const target = { k: 'member', object: { k: 'this', pos }, name, key: null, pos } as const;
    const value: Expr = { k: 'name', binding, pos };
    assignments.push({ k: 'do', expr: { k: 'assign', op: '=', target, value, declares: true, pos } });
  });
  if (assignments.length > 0) setBody(cx, fn, [...assignments, ...record.body]);
}

function setBody(cx: Lowering, fn: number, body: Stmt[]): void {
  (cx.functions[fn] as OpenFunction).body = body;
}
