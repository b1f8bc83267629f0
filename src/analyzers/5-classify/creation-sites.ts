import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import type { ClassifiedPlace } from '../../model/classified-program.js';
import { bindingAt, bindingIn, functionAt, functionIn, moduleOf } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import type { Target } from '../../model/target.js';
import { PLATFORMS } from '../../model/platforms.js';
import { returnsOf } from '../../model/walk-code.js';
import { positionAt } from '../../support/text-position.js';
import { clientKindOf } from './clients.js';
import { definitionsOf, labelsOf, placeOf, walkDeep } from './judge.js';
import type { Judge } from './judge.js';
import { globalNameOf } from './state/global-roots.js';
import type { HeldObjects } from './state/hold-objects.js';

/** Clients and connections that are made anew for every invocation although nothing about them depends on it. */
export function judgeCreations(
  judge: Judge,
  held: HeldObjects,
  targetOfModule: (module: number) => Target,
): ClassifiedPlace[] {
  return judge.program.flow.calls.flatMap((site) => {
    const place = judgeCreation(judge, held, site, targetOfModule);
    return place ? [place] : [];
  });
}

function judgeCreation(
  judge: Judge,
  held: HeldObjects,
  site: CallSite,
  targetOfModule: (module: number) => Target,
): ClassifiedPlace | null {
  const { program } = judge;
  if (!runsIn(program, site.fn, 'invoke') || !program.deployed.has(program.index.moduleOfFunction[site.fn] as number))
    return null;
  const kind = site.externals.map((origin) => clientKindOf(origin, judge.knownClients)).find((known) => known !== null);
  if (!kind) return null;
  if (PLATFORMS[targetOfModule(program.index.moduleOfFunction[site.fn] as number)].ioBoundToRequest) return null;
  if (
    isKept(judge, held, site) ||
    changesEnvironment(judge, site) ||
    !site.expr.args.every((arg) => isKnownAtInit(judge, site.fn, arg, 4))
  )
    return null;
  const module = moduleOf(program.index, site.fn);
  const { line, column } = positionAt(module.lineStarts, site.expr.pos);
  const what = describe(site);
  const message =
    kind === 'connection'
      ? `${what} opens a connection for every invocation`
      : `${what} is made anew for every invocation`;
  return {
    rule: 'client-per-invocation',
    grade: kind === 'connection' ? 'high' : 'medium',
    confidence: 'high',
    message,
    file: module.path,
    line,
    column,
    fn: site.fn,
    pos: site.expr.pos,
    binding: null,
  };
}

/** Environment variables that the same function sets just before are no configuration. */
function changesEnvironment(judge: Judge, site: CallSite): boolean {
  return judge.program.flow.candidates.some(
    (candidate) =>
      candidate.k === 'member-write' &&
      candidate.fn === site.fn &&
      candidate.expr.pos < site.expr.pos &&
      globalNameOf(judge.program, candidate)?.startsWith('process.env.') === true,
  );
}

function describe(site: CallSite): string {
  const origin = (site.externals[0] ?? '').replace(/\(\)/g, '');
  const short = origin.slice(Math.max(origin.lastIndexOf('.'), origin.lastIndexOf('/')) + 1);
  return site.expr.k === 'new' ? `\`new ${short}()\`` : `\`${site.name ?? short}()\``;
}

/** What is made goes into something that outlives the invocation: a lazy singleton, a memo, a field. */
function isKept(judge: Judge, held: HeldObjects, site: CallSite): boolean {
  const { program } = judge;
  if (isReplacedEachTime(judge, site)) return false;
  for (const token of program.flow.values[site.result] ?? []) if (held.holders.has(token)) return true;
  return isMemoised(judge, held, site) || isReturnedToMemo(judge, site);
}

/** `this.client = new Client()` whatever was there: what is kept is thrown away by the next invocation. */
function isReplacedEachTime(judge: Judge, site: CallSite): boolean {
  if (functionAt(judge.program.index, site.fn).kind === 'constructor') return false;
  const place = placeOf(judge, site.fn, site.expr);
  const write = place?.parent;
  if (write?.k !== 'assign' || write.op !== '=' || write.declares || write.target.k !== 'member') return false;
  if (write.target.object.k !== 'this') return false;
  return (
    place?.conditions === null &&
    (judge.program.callsTo[site.fn] ?? []).every((edge) => {
      const call = judge.program.flow.calls[edge.site];
      return edge.timing === 'now' && call !== undefined && placeOf(judge, edge.from, call.expr)?.conditions === null;
    })
  );
}

/** The function that makes it is only called where its result is kept: `client ??= connect()`. */
function isReturnedToMemo(judge: Judge, site: CallSite): boolean {
  for (let expr: Expr | null = site.expr; expr; expr = placeOf(judge, site.fn, expr)?.parent ?? null) {
    if (expr.k === 'assign' && expr.op !== '=' && expr.op !== '+=') return true;
  }
  return false;
}

/** What is stored in long-lived state in the same function is made from this: `db = (await client.connect()).db()`. */
function isMemoised(judge: Judge, held: HeldObjects, site: CallSite): boolean {
  const { flow, index } = judge.program;
  return flow.candidates.some((candidate) => {
    if (candidate.fn !== site.fn) return false;
    if (candidate.k === 'variable-write' && !held.rootOfVariable.has(candidate.variable)) return false;
    if (candidate.k === 'member-write' && !isLongLived(judge, held, candidate.object)) return false;
    if (candidate.k !== 'variable-write' && candidate.k !== 'member-write' && candidate.k !== 'global-write')
      return false;
    const value = candidate.expr.k === 'assign' ? candidate.expr.value : null;
    if (!value || functionAt(index, candidate.fn).kind === 'module') return false;
    let found = false;
    walkDeep(judge, site.fn, value, (part) => {
      if (part === site.expr) found = true;
    });
    return found;
  });
}

function isLongLived(judge: Judge, held: HeldObjects, object: number): boolean {
  const { flow } = judge.program;
  for (const token of flow.values[object] ?? [])
    if (held.holders.has(token) || flow.tokens[token]?.t === 'global') return true;
  return false;
}

/** Literals, environment variables and module-scope values: nothing that an invocation brings. */
function isKnownAtInit(judge: Judge, fn: number, expr: Expr, depth: number): boolean {
  const { index } = judge.program;
  const isLeaf = expr.k === 'name' || expr.k === 'member' || expr.k === 'this' || expr.k === 'call' || expr.k === 'new';
  if (expr.k === 'call' && depth > 0 && choosesAmongKnown(judge, expr, depth)) return true;
  if (isLeaf && labelsOf(judge, fn, expr).size > 0) return false;
  switch (expr.k) {
    case 'literal':
    case 'regexp':
    case 'global':
    case 'function':
    case 'class':
    case 'import':
      return true;
    case 'name': {
      const binding = bindingAt(index, bindingIn(index, fn, expr.binding));
      if (binding.kind === 'import' || functionAt(index, functionIn(index, fn, binding.fn)).kind === 'module')
        return true;
      const values = definitionsOf(judge, fn, expr);
      if (binding.kind === 'param') return depth > 0 && paramIsKnown(judge, fn, expr.binding, depth);
      return depth > 0 && values.length > 0 && values.every((value) => isKnownAtInit(judge, fn, value, depth - 1));
    }
    case 'member':
      return isKnownAtInit(judge, fn, expr.object, depth) && (!expr.key || isKnownAtInit(judge, fn, expr.key, depth));
    case 'this':
      return true;
    case 'object':
      return expr.properties.every(
        ({ value, key }) => isKnownAtInit(judge, fn, value, depth) && (!key || isKnownAtInit(judge, fn, key, depth)),
      );
    case 'array':
      return expr.items.every((item) => isKnownAtInit(judge, fn, item, depth));
    case 'operator':
    case 'sequence':
      return expr.parts.every((part) => isKnownAtInit(judge, fn, part, depth));
    case 'logical':
      return isKnownAtInit(judge, fn, expr.left, depth) && isKnownAtInit(judge, fn, expr.right, depth);
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise].every((part) => isKnownAtInit(judge, fn, part, depth));
    case 'unary':
    case 'spread':
    case 'await':
      return isKnownAtInit(judge, fn, expr.value, depth);
    case 'call':
    case 'new':
      return depth > 0 && [expr.callee, ...expr.args].every((part) => isKnownAtInit(judge, fn, part, depth - 1));
    default:
      return false;
  }
}

/**
 * A function of the program that only chooses by its arguments: `secretsOf(stage)`, which switches over the stages and
 * returns variables of the environment. There are as many clients as it has answers.
 */
function choosesAmongKnown(judge: Judge, call: Extract<Expr, { k: 'call' }>, depth: number): boolean {
  const targets = judge.siteOf.get(call)?.targets ?? [];
  return (
    targets.length > 0 &&
    targets.every((target) => {
      const record = functionAt(judge.program.index, target);
      const answers = returnsOf(record.body);
      return (
        record.params.length > 0 &&
        answers.length > 0 &&
        answers.every((answer) => isKnownAtInit(judge, target, answer, depth - 1))
      );
    })
  );
}

/** A parameter is known when every caller passes something known. */
function paramIsKnown(judge: Judge, fn: number, binding: number, depth: number): boolean {
  const { program } = judge;
  const position = functionAt(program.index, fn).params.findIndex((param) => param.binding === binding);
  const callers = (program.callsTo[fn] ?? []).filter(({ timing }) => timing === 'now');
  if (position < 0 || callers.length === 0) return false;
  return callers.every((edge) => {
    const argument = program.flow.calls[edge.site]?.expr.args[position];
    return argument === undefined || isKnownAtInit(judge, edge.from, argument, depth - 1);
  });
}
