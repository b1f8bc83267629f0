import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { originsOfCall } from '../sinks/origins.js';
import { tokensAt } from '../values.js';
import type { Commits } from './commits.js';

/** A read or a whole write of one item of a durable store. */
export interface DurableAccess {
  readonly family: string;
  readonly table: Expr | null;
  /** What names the item; empty where the item itself is what is written. */
  readonly keys: readonly Expr[];
  /** What is written; empty for a read. */
  readonly values: readonly Expr[];
  readonly shown: string;
}

interface KeyValueModel {
  readonly family: string;
  readonly origin: RegExp;
  readonly reads: RegExp;
  readonly sets: RegExp;
}

/** Stores whose first argument is the key and whose second is the value. */
const KEY_VALUE: readonly KeyValueModel[] = [
  {
    family: 'redis',
    origin:
      /^(?!.*\.(multi|pipeline)\(\))(new )?(ioredis|redis|@redis\/client|@upstash\/redis|@vercel\/kv|@valkey\/valkey-glide|iovalkey)\b/,
    reads: /\.(get|getBuffer|json\.get|hgetall|hGetAll)$/,
    sets: /\.(set|setex|setEx|json\.set|hset|hSet|hmset)$/,
  },
  {
    family: 'cloudflare',
    origin: /^cloudflare#env\.\w+\.(get|getWithMetadata|put)$/,
    reads: /\.get(WithMetadata)?$/,
    sets: /\.put$/,
  },
  {
    family: 'netlify-blobs',
    origin: /^@netlify\/blobs\.getStore\(\)/,
    reads: /\.get(WithMetadata)?$/,
    sets: /\.(set|setJSON)$/,
  },
  { family: 'deno-kv', origin: /^@Deno\.openKv\(\)/, reads: /\.get$/, sets: /\.set$/ },
];

export function durableReadOf(commits: Commits, site: CallSite): DurableAccess | null {
  const origins = originsOfCall(commits.judge, site);
  const command =
    commandOf(commits, site, /^new @aws-sdk\/[\w-]+\.(Get|GetItem|GetObject)Command$/) ??
    secondGeneration(origins, site, /\.(get|getItem|getObject)(\(\)\.promise)?$/);
  if (command) return awsAccess(command, 'read');
  for (const origin of origins) {
    const store = KEY_VALUE.find((model) => model.origin.test(origin) && model.reads.test(origin));
    if (store)
      return {
        family: store.family,
        table: receiver(site),
        keys: site.expr.args.slice(0, 1),
        values: [],
        shown: shown(site),
      };
    if (/^mongoose\b.*\.(findOne|findById|findByPk)$|\.define\(\)\.(findOne|findByPk)$/.test(origin))
      return { family: 'documents', table: null, keys: [], values: [], shown: shown(site) };
    if (/(collection|doc|ref)\(\)\.(get|once)$/.test(origin))
      return { family: 'firestore', table: null, keys: receiverKeys(site), values: [], shown: shown(site) };
    if (/PrismaClient(\.\$extends\(\))?\.\w+\.find(Unique|First)(OrThrow)?$/.test(origin))
      return {
        family: 'prisma',
        table: receiver(site),
        keys: optionsOf(site.expr.args[0], /^where$/),
        values: [],
        shown: shown(site),
      };
    if (/\.collection\(\)\.findOne$/.test(origin))
      return { family: 'mongodb', table: null, keys: site.expr.args.slice(0, 1), values: [], shown: shown(site) };
  }
  return null;
}

export function durableSetOf(commits: Commits, site: CallSite): DurableAccess | null {
  const origins = originsOfCall(commits.judge, site);
  const command =
    commandOf(commits, site, /^new @aws-sdk\/[\w-]+\.(Put|PutItem|PutObject)Command$/) ??
    secondGeneration(origins, site, /\.(put|putItem|putObject)(\(\)\.promise)?$/);
  if (command) return awsAccess(command, 'write');
  for (const origin of origins) {
    const store = KEY_VALUE.find((model) => model.origin.test(origin) && model.sets.test(origin));
    if (store) {
      const [key, ...values] = site.expr.args;
      if (!key || values.some((value) => value.k === 'literal' && /^(NX|XX)$/i.test(String(value.value)))) return null;
      return { family: store.family, table: receiver(site), keys: [key], values, shown: shown(site) };
    }
    if (/^mongoose\b.*\.save$|\.define\(\)(\.\w+\(\))*\.save$/.test(origin) && site.expr.callee.k === 'member')
      return { family: 'documents', table: null, keys: [], values: [site.expr.callee.object], shown: shown(site) };
    if (/(doc|ref)\(\)\.(set|update)$/.test(origin))
      return {
        family: 'firestore',
        table: null,
        keys: receiverKeys(site),
        values: site.expr.args.slice(0, 1),
        shown: shown(site),
      };
    if (/PrismaClient(\.\$extends\(\))?\.\w+\.update$/.test(origin))
      return {
        family: 'prisma',
        table: receiver(site),
        keys: optionsOf(site.expr.args[0], /^where$/),
        values: optionsOf(site.expr.args[0], /^data$/),
        shown: shown(site),
      };
    if (/\.collection\(\)\.(replaceOne|updateOne|findOneAndReplace)$/.test(origin))
      return {
        family: 'mongodb',
        table: null,
        keys: site.expr.args.slice(0, 1),
        values: site.expr.args.slice(1, 2),
        shown: shown(site),
      };
  }
  return null;
}

/** The parameters of a command: `{ TableName, Item }`. */
function commandOf(commits: Commits, site: CallSite, wanted: RegExp): Extract<Expr, { k: 'object' }> | null {
  if (site.name !== 'send') return null;
  for (const token of site.expr.args[0] ? tokensAt(commits.judge, site.fn, site.expr.args[0]) : []) {
    if (token.t !== 'object' || !wanted.test(token.origin) || token.expr?.k !== 'new') continue;
    const [params] = token.expr.args;
    return params?.k === 'object' && token.fn === site.fn ? params : null;
  }
  return null;
}

function secondGeneration(
  origins: readonly string[],
  site: CallSite,
  wanted: RegExp,
): Extract<Expr, { k: 'object' }> | null {
  if (!origins.some((origin) => origin.startsWith('new aws-sdk') && wanted.test(origin))) return null;
  const inner = site.name === 'promise' && site.expr.callee.k === 'member' ? site.expr.callee.object : site.expr;
  const params = inner.k === 'call' ? inner.args[0] : undefined;
  return params?.k === 'object' ? params : null;
}

function awsAccess(params: Extract<Expr, { k: 'object' }>, kind: 'read' | 'write'): DurableAccess | null {
  if (kind === 'write' && optionsOf(params, /^(ConditionExpression|Expected|IfMatch|IfNoneMatch)$/).length > 0)
    return null;
  const table = optionsOf(params, /^(TableName|Bucket)$/)[0] ?? null;
  const item = optionsOf(params, /^(Item|Body)$/);
  const key = optionsOf(params, /^Key$/);
  const keys = (key.length > 0 ? key : item).flatMap(leavesOf);
  return {
    family: 'aws',
    table,
    keys: kind === 'write' && key.length === 0 && isWhole(item[0]) ? [] : keys,
    values: item,
    shown: kind === 'read' ? 'get' : 'put',
  };
}

/** `Item: account` writes the item that was read, whatever its key. */
function isWhole(item: Expr | undefined): boolean {
  return item?.k === 'name';
}

/** The values of `{ pk: event.account, sk: { S: 'total' } }`. */
function leavesOf(expr: Expr): Expr[] {
  return expr.k === 'object' ? expr.properties.flatMap(({ value }) => leavesOf(value)) : [expr];
}

function optionsOf(expr: Expr | undefined, names: RegExp): Expr[] {
  if (expr?.k !== 'object') return [];
  return expr.properties.flatMap(({ name, value }) => (name !== null && names.test(name) ? [value] : []));
}

function receiver(site: CallSite): Expr | null {
  return site.expr.callee.k === 'member' ? site.expr.callee.object : null;
}

function receiverKeys(site: CallSite): Expr[] {
  const object = receiver(site);
  return object ? [object] : [];
}

function shown(site: CallSite): string {
  return `${site.name ?? 'call'}()`;
}
