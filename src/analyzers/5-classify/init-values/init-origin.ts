import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt } from '../../../model/program-index.js';
import type { Stmt } from '../../../model/code.js';
import type { Judge } from '../judge.js';
import { valuesOfName } from '../sinks/constant-text.js';
import { operationOfCommand } from '../sinks/aws.js';
import { tokensAt } from '../values.js';

/** Where a value that is taken at load comes from. */
export interface InitOrigin {
  readonly kind: 'entropy' | 'clock' | 'host' | 'expiring';
  /** As messages name it: `randomUUID()`, `new Date()`, `os.hostname()`. */
  readonly shown: string;
  /** Only where something else is missing: `process.env.SECRET ?? randomBytes(32)`. */
  readonly fallback: boolean;
  /** A yes or no that was computed from it. */
  readonly test: boolean;
  /** Of a date: what is left of it after it was cut to days, months or years. */
  readonly calendar: 'instant' | 'day' | 'year';
}

const DEEPEST = 6;

/** Follows a value to what it was made of; null where nothing of it differs from one start to the next. */
export function initOriginOf(judge: Judge, fn: number, expr: Expr, depth = DEEPEST): InitOrigin | null {
  if (depth <= 0) return null;
  const inner = (part: Expr): InitOrigin | null => initOriginOf(judge, fn, part, depth - 1);
  switch (expr.k) {
    case 'await':
    case 'spread':
      return inner(expr.value);
    case 'unary':
      return asTest(inner(expr.value), expr.op === '!');
    case 'logical': {
      const right = inner(expr.right);
      return inner(expr.left) ?? (right && { ...right, fallback: right.fallback || expr.op !== '&&' });
    }
    case 'conditional':
      return inner(expr.then) ?? inner(expr.otherwise);
    case 'operator':
      return asTest(firstOf(expr.parts, inner), /^([<>]=?|[!=]==?|in)$/.test(expr.op));
    case 'name':
      return originOfName(judge, fn, expr, depth);
    case 'member':
      return originOfMember(judge, fn, expr, inner);
    case 'call':
    case 'new':
      return originOfCall(judge, fn, expr, depth, inner);
    default:
      return null;
  }
}

function firstOf(parts: readonly Expr[], inner: (part: Expr) => InitOrigin | null): InitOrigin | null {
  for (const part of parts) {
    const found = inner(part);
    if (found) return found;
  }
  return null;
}

function asTest(origin: InitOrigin | null, isTest: boolean): InitOrigin | null {
  return origin && isTest ? { ...origin, test: true } : origin;
}

function of(kind: InitOrigin['kind'], shown: string): InitOrigin {
  return { kind, shown, fallback: false, test: false, calendar: 'instant' };
}

function originOfName(judge: Judge, fn: number, name: Extract<Expr, { k: 'name' }>, depth: number): InitOrigin | null {
  const [value, ...others] = valuesOfName(judge, fn, name);
  return value && others.length === 0 ? initOriginOf(judge, value.fn, value.expr, depth - 1) : null;
}

const HOST_VARIABLE =
  /^(HOSTNAME|HOST_NAME|COMPUTERNAME|POD_NAME|POD_IP|NODE_APP_INSTANCE|INSTANCE_ID|DYNO|K_REVISION|AWS_LAMBDA_LOG_STREAM_NAME|WEBSITE_INSTANCE_ID)$/;

function originOfMember(
  judge: Judge,
  fn: number,
  expr: Extract<Expr, { k: 'member' }>,
  inner: (part: Expr) => InitOrigin | null,
): InitOrigin | null {
  const origins = tokensAt(judge, fn, expr).flatMap((token) => (token.t === 'external' ? [token.origin] : []));
  if (origins.some((origin) => /^(@process|process)\.(pid|ppid)$/.test(origin))) return of('host', 'process.pid');
  const variable = origins.map((origin) => /^(?:@process|process)\.env\.(\w+)$/.exec(origin)?.[1]).find(Boolean);
  if (variable !== undefined) return HOST_VARIABLE.test(variable) ? of('host', `process.env.${variable}`) : null;
  if (origins.some((origin) => /^cluster\.worker\.(id|process\.pid)$/.test(origin)))
    return of('host', 'cluster.worker.id');
  return inner(expr.object);
}

const ENTROPY =
  /^(@Math\.random|(@crypto|crypto|crypto\.webcrypto|@globalThis\.crypto)\.(randomUUID|getRandomValues|randomBytes|randomInt|generateKeyPairSync|generateKeySync|generateKey|subtle\.generateKey)|uuid(\.v[1467]|\/v[14])?|uuidv4(\.uuid)?|nanoid(\.nanoid|\.customAlphabet\(\))?|ulid(\.ulid|\.ulidx)?|ulidx\.ulid|cuid|@paralleldrive\/cuid2\.createId|shortid\.generate|short-uuid\.generate|crypto-random-string|hyperid\(\)|bcrypt(js)?\.genSaltSync|ksuid\.\w+|node-forge\.random\.getBytesSync)$/;
const CLOCK =
  /^(@Date\.now|@Date|@performance\.now|@process\.hrtime(\.bigint)?|perf_hooks\.performance\.now|process\.hrtime(\.bigint)?)$/;
/** Without arguments these give the present; with some, whatever time the arguments say. */
const CLOCK_WITHOUT_ARGUMENTS =
  /^(new @Date|dayjs(\.utc|\.tz)?|moment(-timezone)?(\.utc|\.tz)?|luxon\.DateTime\.(now|utc|local)|new dayjs|spacetime|@Temporal\.Now\.\w+)$/;
const HOST = /^os\.(hostname|networkInterfaces)$|^(ip\.address|node-machine-id\.machineIdSync|internal-ip\.v4\.sync)$/;
const EXPIRING =
  /(^|\.)(getSignedUrl|getSignedUrlPromise|createPresignedPost|getSignedCookies|generateSignedUrl|generateSasUrl|generateBlobSASQueryParameters|createSignedUrl|presignedGetObject|presignedPutObject|presignedUrl)$|\.(assumeRole|getSessionToken|assumeRoleWithWebIdentity)\(\)\.promise$/;
const EXPIRING_COMMAND =
  /^(AssumeRole|AssumeRoleWithWebIdentity|AssumeRoleWithSAML|GetSessionToken|GetFederationToken)$/;
/** Functions whose result says what their arguments say. */
const FORMATS =
  /^(new )?(@(String|Number|BigInt|parseInt|parseFloat|Date|Math\.\w+|JSON\.stringify|Buffer\.from|Date\.parse|Intl\.\w+)|date-fns(-tz|\/\w+)?\.\w+|(dayjs|moment(-timezone)?|spacetime)(\.\w+)*|crypto\.createHash\(\)\.update|crypto\.createHash)$/;

function originOfCall(
  judge: Judge,
  fn: number,
  expr: Extract<Expr, { k: 'call' | 'new' }>,
  depth: number,
  inner: (part: Expr) => InitOrigin | null,
): InitOrigin | null {
  const site = judge.siteOf.get(expr);
  if (!site) return null;
  const { externals } = site;
  const matches = (pattern: RegExp): boolean => externals.some((origin) => pattern.test(origin));
  if (matches(ENTROPY)) return of('entropy', shownCall(site));
  if (matches(CLOCK) || (expr.args.length === 0 && matches(CLOCK_WITHOUT_ARGUMENTS)))
    return of('clock', shownCall(site));
  if (matches(HOST)) return of('host', shownCall(site));
  if (matches(EXPIRING) || sendsExpiring(judge, site)) return of('expiring', shownCall(site));
  if (expr.callee.k === 'member') {
    const object = inner(expr.callee.object);
    if (object) return cut(object, expr.callee.name ?? '', expr.args);
  }
  if (matches(FORMATS)) return firstOf(expr.args, inner);
  return originOfReturned(judge, site, depth);
}

function sendsExpiring(judge: Judge, site: CallSite): boolean {
  if (site.name !== 'send' || !site.expr.args[0]) return false;
  return tokensAt(judge, site.fn, site.expr.args[0]).some(
    (token) => token.t === 'object' && EXPIRING_COMMAND.test(operationOfCommand(token.origin)?.operation ?? ''),
  );
}

/** What a method makes of the value: a test, a day, a year. */
function cut(origin: InitOrigin, method: string, args: readonly Expr[]): InitOrigin {
  if (/^(startsWith|endsWith|includes|test|match|isBefore|isAfter|isSame)$/.test(method))
    return { ...origin, test: true };
  if (/^(getFullYear|getUTCFullYear|year)$/.test(method)) return { ...origin, calendar: 'year' };
  const [first] = args;
  const cutsText =
    (method === 'slice' || method === 'substring' || method === 'substr' || method === 'split') &&
    origin.kind === 'clock';
  if (cutsText && first !== undefined) return { ...origin, calendar: 'day' };
  if (
    /^(toLocaleDateString|toDateString|getDate|getDay|getMonth|getUTCDate|getUTCDay|getUTCMonth|startOf|endOf|setHours|setUTCHours|format|toISODate)$/.test(
      method,
    )
  ) {
    return { ...origin, calendar: 'day' };
  }
  return origin;
}

/** A function of the program that returns such a value: `const id = createId()`. */
function originOfReturned(judge: Judge, site: CallSite, depth: number): InitOrigin | null {
  if (site.modelled || site.expr.k === 'new') return null;
  for (const target of site.targets.slice(0, 3)) {
    const found = returnsOf(functionAt(judge.program.index, target).body)
      .map((value) => initOriginOf(judge, target, value, depth - 2))
      .find((origin) => origin !== null);
    if (found) return found;
  }
  return null;
}

function returnsOf(stmts: readonly Stmt[]): Expr[] {
  return stmts.flatMap((stmt): Expr[] => {
    switch (stmt.k) {
      case 'return':
        return stmt.value ? [stmt.value] : [];
      case 'if':
        return [...returnsOf(stmt.then), ...returnsOf(stmt.otherwise)];
      case 'try':
        return [...returnsOf(stmt.body), ...returnsOf(stmt.handler ?? [])];
      default:
        return [];
    }
  });
}

function shownCall(site: CallSite): string {
  const { callee } = site.expr;
  const origin = (site.externals[0] ?? '').replace(/^new /, '').replace(/^@/, '');
  const name =
    callee.k === 'member' && callee.name !== null
      ? `${receiverText(callee.object)}${callee.name}`
      : origin.slice(origin.lastIndexOf('.') + 1);
  return site.expr.k === 'new' ? `new ${name}()` : `${name}()`;
}

function receiverText(expr: Expr): string {
  return expr.k === 'global' ? `${expr.name}.` : '';
}
