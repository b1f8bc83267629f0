import { SyntaxKind, forEachChild, isCallExpression, isIdentifier, isNewExpression } from '../compiler.js';
import type { ts } from '../compiler.js';
import type { DeclaredFunction } from '../../model/deployment.js';
import { spend } from './budget.js';
import { type CodeScope, placeOf, scopeWith } from './code-scope.js';
import { type ConfigValue, entriesOf, textAt, textOf, textsOf, valueAt } from './config-value.js';
import { boundScope, type ConstructTemplate, isInTemplate, templateNamed, templateOf } from './construct-template.js';
import {
  codePath,
  type ConstructedFunction,
  constructedFunctions,
  type LambdaConstruct,
  lambdaConstructOf,
  workingFolderOf,
} from './lambda-construct.js';
import { lambdaSource } from './lambda-source.js';
import { lastName, moduleOf } from './module-name.js';
import { parseScript } from './parse-script.js';
import type { ManifestContext } from './reader.js';
import { findSource } from './source-mapping.js';
import { scopeOf } from './static-value.js';
import { sstFunctions } from './sst.js';

/** Whether a source can be infrastructure code. Cheap: decides before anything is parsed. */
export function mentionsInfrastructure(text: string): boolean {
  return /aws-cdk-lib|@aws-cdk\/|['"]constructs['"]|\bsst\.(?:aws|cloudflare)\b|['"]sst(?:\/[^'"]*)?['"]|@serverless-stack\//.test(
    text,
  );
}

/** The functions that an ordinary source declares with the AWS CDK or SST. */
export function readInfrastructureCode(text: string, path: string, context: ManifestContext): DeclaredFunction[] {
  if (!mentionsInfrastructure(text)) return [];
  const file = parseScript(text, path);
  if (file === null) return [];
  const scope = scopeOf(path, workingFolderOf(path, { context }), context);
  const found: DeclaredFunction[] = [];
  forEachUse(file, (node) => {
    const functions = [...cdkFunctions(node, scope), ...templateFunctions(node, scope), ...sstFunctions(node, scope)];
    found.push(...functions);
  });
  return found;
}

type Use = ts.NewExpression | ts.CallExpression;

const DEEPEST_TEMPLATE = 4;

function forEachUse(root: ts.Node, see: (node: Use) => void): void {
  const visit = (node: ts.Node): void => {
    if (isNewExpression(node) || isCallExpression(node)) see(node);
    forEachChild(node, visit);
  };
  visit(root);
}

/** `new NodejsFunction(this, 'Api', { entry })`, unless it is a template that its callers complete. */
function cdkFunctions(node: Use, scope: CodeScope): readonly DeclaredFunction[] {
  const kind = isNewExpression(node) ? lambdaConstructOf(node.expression) : null;
  if (kind === null) return [];
  return constructedFunctions(kind, lastName(node.expression), argumentsOf(node, scope), scope)
    .filter((fn) => !fn.template || !isInTemplate(node))
    .map((fn) => declaredBy(node, fn.name, fn, scope));
}

/** A use of the project's own construct or factory that ends in a Lambda function. */
function templateFunctions(node: Use, scope: CodeScope): readonly DeclaredFunction[] {
  if (isNewExpression(node) && lambdaConstructOf(node.expression) !== null) return [];
  const template = templateOf(node, scope);
  if (template === null && !isNewExpression(node)) return [];
  const args = argumentsOf(node, scope);
  const made =
    template === null ? [] : madeBy(template, args, scope, 0).filter((fn) => !fn.template || !isInTemplate(node));
  const own = textsOf((isNewExpression(node) ? args[1] : null) ?? null);
  if (made.length > 0) {
    return made.map((fn) => declaredBy(node, own.length === 1 ? nameOf(own[0] ?? '', fn, made) : fn.name, fn, scope));
  }
  return isNewExpression(node) && template === null ? foreignFunctions(node, args, scope) : [];
}

function nameOf(own: string, fn: ConstructedFunction, made: readonly ConstructedFunction[]): string {
  return made.length === 1 ? own : `${own}.${fn.name}`;
}

/** The functions that a template makes of its arguments. What it makes regardless of them is found where it stands. */
function madeBy(
  template: ConstructTemplate,
  args: readonly ConfigValue[],
  scope: CodeScope,
  depth: number,
): readonly ConstructedFunction[] {
  if (depth > DEEPEST_TEMPLATE || !spend(scope.budget)) return [];
  const inner = boundScope(template, args, scope);
  const open = scopeWith(scope, template.path, new Map());
  if (template.body === null) return template.base === null ? [] : inheritedFrom(template.base, args, inner, depth);
  const found: ConstructedFunction[] = [];
  forEachUse(template.body, (node) => {
    const kind = constructKind(node, template);
    if (kind !== null) {
      const name = lastName(node.expression);
      const isTemplate = constructedFunctions(kind, name, argumentsOf(node, open), open).some((fn) => fn.template);
      if (isTemplate) found.push(...constructedFunctions(kind, name, argumentsOf(node, inner), inner));
      return;
    }
    const isSuper = node.expression.kind === SyntaxKind.SuperKeyword;
    if (isSuper && template.base !== null) {
      found.push(...inheritedFrom(template.base, argumentsOf(node, inner), inner, depth));
      return;
    }
    const nested = templateOf(node, inner);
    if (nested === null) return;
    const isTemplate = madeBy(nested, argumentsOf(node, open), open, depth + 1).some((fn) => fn.template);
    if (isTemplate) found.push(...madeBy(nested, argumentsOf(node, inner), inner, depth + 1));
  });
  return found;
}

function constructKind(node: Use, template: ConstructTemplate): LambdaConstruct | null {
  if (isNewExpression(node)) return lambdaConstructOf(node.expression);
  return node.expression.kind === SyntaxKind.SuperKeyword && template.base !== null
    ? lambdaConstructOf(template.base)
    : null;
}

function inheritedFrom(
  base: ts.Expression,
  args: readonly ConfigValue[],
  scope: CodeScope,
  depth: number,
): readonly ConstructedFunction[] {
  const kind = lambdaConstructOf(base);
  if (kind !== null) return constructedFunctions(kind, lastName(base), args, scope);
  const parent = isIdentifier(base) ? templateNamed(base, scope) : null;
  return parent === null ? [] : madeBy(parent, args, scope, depth + 1);
}

/** A construct of a package: accepted where its properties lead to a source, as those of a function do. */
function foreignFunctions(
  node: ts.NewExpression,
  args: readonly ConfigValue[],
  scope: CodeScope,
): readonly DeclaredFunction[] {
  const from = moduleOf(node.expression);
  if (from === null || /^(?:sst(?:\/|$)|@serverless-stack\/)/.test(from.specifier)) return [];
  const id = textOf(args[1] ?? null);
  const props = args[2] ?? null;
  if (id === null || props?.kind !== 'map') return [];
  const nested = entriesOf(props).flatMap(([, value]) => (value.kind === 'map' ? [value] : []));
  for (const candidate of [props, ...nested]) {
    const source = foreignSource(candidate, scope);
    if (source !== null) return [declaredBy(node, id, { name: id, source, template: false }, scope)];
  }
  return [];
}

function foreignSource(props: ConfigValue, scope: CodeScope): ConstructedFunction['source'] | null {
  const handler = textAt(props, 'handler');
  const entry = textAt(props, 'entry');
  const entryPath = entry === null ? null : codePath(entry, scope);
  const file = entryPath === null ? null : findSource(entryPath, scope.context);
  if (file !== null) return { kind: 'export', file, exportName: (handler ?? 'handler').split('.').at(-1) ?? 'handler' };
  if (handler === null || !handler.includes('.')) return null;
  const code = valueAt(props, 'code');
  const folder = textOf(code?.kind === 'call' ? (code.args[0] ?? null) : code);
  const root = folder === null ? scope.workingFolder : codePath(folder, scope);
  if (root === null) return null;
  const source = lambdaSource({ handler, runtime: null, roots: [root], unknownBecause: null }, scope.context);
  return source.kind === 'none' ? null : source;
}

function argumentsOf(node: Use, scope: CodeScope): readonly ConfigValue[] {
  return (node.arguments ?? []).map((arg) => scope.evaluate(arg, scope));
}

function declaredBy(node: Use, name: string, fn: ConstructedFunction, scope: CodeScope): DeclaredFunction {
  const keyword = isNewExpression(node) ? 'new ' : '';
  return {
    name,
    declaredIn: scope.path,
    line: placeOf(node, scope).line,
    host: 'aws-lambda',
    target: 'lambda',
    detectedBy: `cdk: ${keyword}${lastName(node.expression)}("${name}")`,
    source: fn.source,
  };
}
