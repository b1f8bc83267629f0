import { isNewExpression, isPropertyAccessExpression } from '../compiler.js';
import type { ts } from '../compiler.js';
import type { DeclaredFunction } from '../../model/deployment.js';
import { type CodeScope, placeOf } from './code-scope.js';
import { type ConfigValue, textAt, textOf, unknownPartOf, valueAt } from './config-value.js';
import { codePath } from './lambda-construct.js';
import { type FunctionSource, lambdaSource, none } from './lambda-source.js';
import { lastName, moduleOf } from './module-name.js';
import { findSource } from './source-mapping.js';

/** Methods that attach functions to a route, queue, topic, bucket or schedule. */
const ATTACHING: ReadonlySet<string> = new Set([
  'route',
  'subscribe',
  'subscribeQueue',
  'notify',
  'addAuthorizer',
  'addRoutes',
  'addConsumer',
  'addConsumers',
  'addNotifications',
  'addSubscribers',
  'addRules',
  'addTargets',
]);

/** The functions of `new sst.aws.Function(…)`, `new Api(stack, …, { routes })`, `api.route('GET /', 'src/x.handler')`. */
export function sstFunctions(
  node: ts.NewExpression | ts.CallExpression,
  scope: CodeScope,
): readonly DeclaredFunction[] {
  const kind = kindOf(node);
  if (kind === null) return [];
  const args = (node.arguments ?? []).map((arg) => scope.evaluate(arg, scope));
  const id = textOf(args[kind === 'construct-v2' ? 1 : 0] ?? null) ?? lastName(node.expression);
  const name = lastName(node.expression);
  const values = kind === 'method' ? args : args.slice(kind === 'construct-v2' ? 2 : 1);
  const found = values.flatMap((value) =>
    handlersIn(value, kind === 'method' ? 'function' : '', name === 'Function', scope),
  );
  const worker = node.expression.getText().startsWith('sst.cloudflare.');
  return found.map(({ key, value }) => ({
    name: key === '' || found.length === 1 ? id : `${id} ${key}`,
    declaredIn: scope.path,
    line: value.at.file === scope.path ? value.at.line : placeOf(node, scope).line,
    host: worker ? ('cloudflare' as const) : ('aws-lambda' as const),
    target: worker ? ('cloudflare' as const) : ('lambda' as const),
    detectedBy: kind === 'method' ? `sst: ${name}("${id}")` : `sst: new ${name}("${id}")`,
    source: worker ? workerSource(value, scope) : handlerSource(value, scope),
  }));
}

type SstUse = 'construct-v2' | 'construct-v3' | 'method';

function kindOf(node: ts.NewExpression | ts.CallExpression): SstUse | null {
  const callee = node.expression;
  if (isNewExpression(node)) {
    if (/^sst\.(?:aws|cloudflare)\./.test(callee.getText())) return 'construct-v3';
    const specifier = moduleOf(callee)?.specifier ?? '';
    return /^(?:sst(?:\/|$)|@serverless-stack\/)/.test(specifier) ? 'construct-v2' : null;
  }
  if (!isPropertyAccessExpression(callee) || !ATTACHING.has(callee.name.text)) return null;
  return /\bsst\.aws\b|['"]sst(?:\/|['"])|@serverless-stack\//.test(node.getSourceFile().text) ? 'method' : null;
}

interface HandlerValue {
  /** The route, schedule or property that it belongs to. */
  readonly key: string;
  /** The text of the handler, or the map that has one. */
  readonly value: ConfigValue;
}

/** Every function in the properties of a construct: maps with a `handler`, and texts that lead to a source. */
function handlersIn(value: ConfigValue, key: string, isFunction: boolean, scope: CodeScope): readonly HandlerValue[] {
  if (value.kind === 'map') {
    const handler = valueAt(value, 'handler');
    if (handler !== null) return [{ key, value }];
    return [...value.entries].flatMap(([name, entry]) =>
      NOT_FUNCTIONS.has(name) ? [] : handlersIn(entry, CONTAINERS.has(name) ? key : name, false, scope),
    );
  }
  if (value.kind === 'list') return value.items.flatMap((item) => handlersIn(item, key, false, scope));
  const text = textOf(value);
  if (text === null || !/^[\w@()[\]./-]+\.\w+$/.test(text)) return [];
  const leads = handlerSource(value, scope).kind !== 'none';
  return leads || isFunction || FUNCTION_KEYS.has(key) ? [{ key, value }] : [];
}

const NOT_FUNCTIONS: ReadonlySet<string> = new Set([
  'environment',
  'bind',
  'link',
  'permissions',
  'domain',
  'customDomain',
]);

const CONTAINERS: ReadonlySet<string> = new Set([
  'routes',
  'function',
  'consumers',
  'subscribers',
  'notifications',
  'cdk',
]);

/** Properties whose text is a handler even where no source is found for it. */
const FUNCTION_KEYS: ReadonlySet<string> = new Set(['function', 'job', 'consumer', 'subscriber', 'handler']);

function handlerSource(value: ConfigValue, scope: CodeScope): FunctionSource {
  const handler = value.kind === 'map' ? valueAt(value, 'handler') : value;
  const text = textOf(handler);
  return lambdaSource(
    {
      handler: text,
      runtime: textAt(value, 'runtime'),
      roots: [textAt(value, 'srcPath'), scope.workingFolder].flatMap((root) =>
        root === null ? [] : [codePath(root === scope.workingFolder ? `/${root}` : root, scope) ?? ''],
      ),
      unknownBecause: text === null ? `handler is built from ${unknownPartOf(handler) ?? 'nothing'}` : null,
    },
    scope.context,
  );
}

function workerSource(value: ConfigValue, scope: CodeScope): FunctionSource {
  const text = textOf(value.kind === 'map' ? valueAt(value, 'handler') : value);
  const path = text === null ? null : codePath(text, scope);
  const file = path === null ? null : findSource(path, scope.context);
  return file === null ? none(`no source file for ${text ?? 'the worker'}`) : { kind: 'file', file };
}
