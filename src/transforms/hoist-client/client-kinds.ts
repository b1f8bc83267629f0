import type { Reference, ts } from '../../project/precise/precise-project.js';
import type { TransformContext } from '../transform.js';
import { declarationOf } from './init-values.js';

/** What has to be known of a construction before its result may serve many invocations. */
export interface ClientKind {
  /** What is written in place of the callee, because a bare connection must not be shared: `Pool` for `Client`. */
  readonly pooledAs: { readonly from: string; readonly to: string } | null;
  /** Methods that only a bare connection has and that go: `connect`. */
  readonly drops: ReadonlySet<string>;
  /** The pooled factory gives its result at once: the `await` before it goes. */
  readonly isSync: boolean;
  /** An `error` event without a listener ends the process: a thawed container finds its sockets closed. */
  readonly emitsError: boolean;
  readonly refused: string | null;
}

const PLAIN: ClientKind = { pooledAs: null, drops: new Set(), isSync: false, emitsError: false, refused: null };

/** Looks at where the callee comes from and how the result is used. */
export function clientKind(
  context: TransformContext,
  node: ts.NewExpression | ts.CallExpression,
  references: readonly Reference[],
): ClientKind {
  const origin = originOf(context, node.expression);
  const isNew = context.precise.ts.isNewExpression(node);
  const name = node.expression.getText().split('.').at(-1) ?? '';
  if (origin === 'pg' && isNew && name === 'Client') return pooledPostgres(context, references);
  if (origin === 'pg' && isNew) return { ...PLAIN, emitsError: true };
  if (/^mysql2?(?:\/promise)?$/.test(origin) && name === 'createConnection')
    return pooledMysql(context, references, origin);
  if (origin === 'ioredis') return { ...PLAIN, emitsError: true };
  if (origin === 'redis') return { ...PLAIN, emitsError: true };
  if (/^(?:amqplib|tedious|oracledb)$/.test(origin)) {
    return { ...PLAIN, refused: `a connection of ${origin} is not made anew when the server closes it` };
  }
  return PLAIN;
}

const SESSION =
  /^\s*(?:begin|start\s+transaction|commit|rollback|savepoint|set\s|lock\s|listen\s|declare\s|create\s+temp)/i;

function pooledPostgres(context: TransformContext, references: readonly Reference[]): ClientKind {
  const bare = bareUse(context, references, new Set(['connect', 'query', 'end', 'on']));
  if (bare !== null) return { ...PLAIN, refused: bare };
  return { ...PLAIN, pooledAs: { from: 'Client', to: 'Pool' }, drops: new Set(['connect']), emitsError: true };
}

function pooledMysql(context: TransformContext, references: readonly Reference[], origin: string): ClientKind {
  const bare = bareUse(context, references, new Set(['connect', 'query', 'execute', 'end', 'on', 'escape', 'format']));
  if (bare !== null) return { ...PLAIN, refused: bare };
  return {
    ...PLAIN,
    pooledAs: { from: 'createConnection', to: 'createPool' },
    drops: new Set(['connect']),
    isSync: origin.endsWith('/promise'),
  };
}

/** A use that needs one and the same connection, or one that cannot be seen; null for none. */
function bareUse(
  context: TransformContext,
  references: readonly Reference[],
  known: ReadonlySet<string>,
): string | null {
  const { ts: compiler } = context.precise;
  for (const { node, isDefinition } of references) {
    if (isDefinition) continue;
    const member = node.parent;
    if (!compiler.isPropertyAccessExpression(member) || member.expression !== node) {
      return 'the bare connection is handed on, so that what happens on it cannot be seen; make it a pool by hand';
    }
    if (!known.has(member.name.text)) {
      return `\`${member.name.text}()\` binds work to one connection, which invocations must not share`;
    }
    const call = member.parent;
    const first = compiler.isCallExpression(call) ? call.arguments[0] : undefined;
    const text =
      first && compiler.isStringLiteralLike(first) ? first.text : (first?.getText() ?? '').replace(/^[`'"]/, '');
    if (/^(?:query|execute)$/.test(member.name.text) && SESSION.test(text)) {
      return `the connection carries the state of a session (\`${text.trim().slice(0, 40)}\`)`;
    }
  }
  return null;
}

/** The package that a callee is imported from; empty where it cannot be told. */
export function originOf(context: TransformContext, callee: ts.Expression): string {
  const { ts: compiler } = context.precise;
  let root = callee;
  while (compiler.isPropertyAccessExpression(root)) root = root.expression;
  const declaration = compiler.isIdentifier(root) ? declarationOf(context, root) : null;
  for (let at: ts.Node | undefined = declaration ?? undefined; at; at = at.parent) {
    if (compiler.isImportDeclaration(at) && compiler.isStringLiteral(at.moduleSpecifier))
      return at.moduleSpecifier.text;
    if (compiler.isVariableDeclaration(at) && at.initializer) {
      return /^require\(\s*['"]([^'"]+)['"]\s*\)/.exec(at.initializer.getText())?.[1] ?? '';
    }
  }
  return '';
}
