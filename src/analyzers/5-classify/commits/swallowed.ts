import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { Expr, Stmt } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import { walkStatement } from '../../../model/walk-code.js';
import { labelsOf } from '../judge.js';
import { isTelemetry } from '../signals/use-of-value.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';
import { isInvoked } from './commit-index.js';
import { fateOf } from './fate-of-promise.js';
import { promisedBy } from './pending-commit.js';
import { placeAt } from './place.js';

/** `event.Records` of AWS, `batch.messages` of Cloudflare: the list that the invocation was given. */
const BATCH = /^\w+\.(Records|records|messages)$/;

/**
 * A record of a batch whose commit fails and which counts as done: nothing delivers it again. Only where the failure is
 * caught and at most logged; what reports it, keeps it or throws again is somebody's decision.
 */
export function judgeSwallowed(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  return program.index.modules.flatMap((_, module) => {
    const first = program.index.functionBase[module] as number;
    const end = program.index.functionBase[module + 1] as number;
    const places: ClassifiedPlace[] = [];
    for (let fn = first; fn < end; fn++) {
      if (commits.sitesIn[fn] && isInvoked(commits, fn)) places.push(...swallowedIn(commits, fn));
    }
    return places;
  });
}

function swallowedIn(commits: Commits, fn: number): ClassifiedPlace[] {
  const places: ClassifiedPlace[] = [];
  const visit = (stmts: readonly Stmt[], inBatch: boolean): void => {
    for (const stmt of stmts) {
      const batch = inBatch || (stmt.k === 'loop' && iteratesBatch(commits, fn, stmt));
      if (stmt.k === 'try' && batch && stmt.handler !== null && onlyLogs(commits, stmt.handler)) {
        const commit = commitIn(commits, fn, stmt.body);
        if (commit) places.push(placeOf(commits, fn, commit));
      } else for (const inner of blocksOf(stmt)) visit(inner, batch);
    }
  };
  visit(functionAt(commits.judge.program.index, fn).body, isCallbackOfBatch(commits, fn));
  return places;
}

function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.k) {
    case 'if':
      return [stmt.then, stmt.otherwise];
    case 'loop':
      return [stmt.body];
    case 'try':
      return [stmt.body, stmt.handler ?? [], stmt.finalizer];
    case 'switch':
      return stmt.cases.map(({ body }) => body);
    default:
      return [];
  }
}

/** `for (const record of event.Records)` */
function iteratesBatch(commits: Commits, fn: number, loop: Extract<Stmt, { k: 'loop' }>): boolean {
  let found = false;
  const [first] = loop.body;
  if (!first) return false;
  walkStatement(first, (part) => {
    if (part.k === 'element' && isBatch(commits, fn, part.of)) found = true;
  });
  return found;
}

/** `event.Records.map(async (record) => …)` */
function isCallbackOfBatch(commits: Commits, fn: number): boolean {
  const { callsTo, flow } = commits.judge.program;
  return (callsTo[fn] ?? []).some(({ site: number, from }) => {
    const site = flow.calls[number];
    if (!site || !/^(map|forEach|flatMap)$/.test(site.name ?? '') || site.expr.callee.k !== 'member') return false;
    return isBatch(commits, from, site.expr.callee.object);
  });
}

function isBatch(commits: Commits, fn: number, expr: Expr): boolean {
  return [...labelsOf(commits.judge, fn, expr)].some((label) => BATCH.test(label));
}

/** Nothing but log lines: no throw, no value returned, nothing stored. */
function onlyLogs(commits: Commits, stmts: readonly Stmt[]): boolean {
  let only = true;
  for (const stmt of stmts) {
    if (stmt.k === 'throw' || (stmt.k === 'return' && stmt.value !== null)) only = false;
    walkStatement(stmt, (part) => {
      if (part.k === 'assign' && !part.declares) only = false;
      if (part.k === 'call' && !isTelemetry(commits.judge, part) && !isFormatting(part)) only = false;
    });
    if (stmt.k === 'if' || stmt.k === 'switch' || stmt.k === 'loop' || stmt.k === 'try') only = false;
  }
  return only;
}

function isFormatting(call: Extract<Expr, { k: 'call' }>): boolean {
  return (
    call.callee.k === 'member' &&
    call.callee.object.k === 'global' &&
    /^(JSON|String|Object)$/.test(call.callee.object.name)
  );
}

interface Committed {
  readonly expr: Expr;
  readonly sink: Sink;
}

function commitIn(commits: Commits, fn: number, stmts: readonly Stmt[]): Committed | null {
  let found: Committed | null = null;
  for (const stmt of stmts) {
    walkStatement(stmt, (part) => {
      const site = commits.judge.siteOf.get(part);
      const promised = found === null && site ? promisedBy(commits, site) : null;
      if (promised === null || promised.sink.effect === 'telemetry') return;
      const { kind } = fateOf(commits, fn, part, { many: promised.many, builder: promised.sink.runs === 'await' });
      if (kind === 'held') found = { expr: part, sink: promised.sink };
    });
  }
  return found;
}

function placeOf(commits: Commits, fn: number, { expr, sink }: Committed): ClassifiedPlace {
  const message = `a failure of \`${sink.shown}\` is caught and at most logged: the batch counts as done, and nothing delivers the record again`;
  return placeAt(commits, { fn, expr }, { rule: 'unawaited-commit', grade: 'high', confidence: 'medium', message });
}
