import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import type { Stmt } from '../../../model/code.js';
import { walkFunction, walkStatement } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';

/** What becomes of a value that is read. */
export type ValueUse = 'answer' | 'decision' | 'telemetry' | 'dropped' | 'key';

const LOG_METHOD =
  /^(log|info|warn|error|debug|trace|fatal|verbose|silly|notice|child|appendKeys|addMetric|addMetadata|addDimension|putMetric|putAnnotation|putMetadata|annotate|metric|gauge|histogram|increment|timing|count|mark|measure|record|setAttribute|addAnnotation|capture)$/;
const LOG_RECEIVER =
  /(^|[.@/])(console|log|logger|logging|winston|pino|bunyan|metrics?|tracer|telemetry|statsd|debug|powertools)/i;

/** Follows a read to what consumes it. Locals are followed; anything unknown counts as an answer. */
export function usesOf(judge: Judge, fn: number, expr: Expr, depth = 3): Set<ValueUse> {
  const uses = new Set<ValueUse>();
  collect(judge, fn, expr, uses, depth);
  return uses;
}

function collect(judge: Judge, fn: number, start: Expr, uses: Set<ValueUse>, depth: number): void {
  let expr = start;
  for (;;) {
    const place = placeOf(judge, fn, expr);
    if (!place) {
      uses.add('answer');
      return;
    }
    const { parent, stmt } = place;
    if (parent === null) {
      uses.add(useOfStatement(judge, stmt, place.isTest));
      return;
    }
    if (parent.k === 'assign' && parent.value === expr) {
      if (parent.target.k !== 'name') uses.add('answer');
      else followLocal(judge, fn, parent.target.binding, uses, depth);
      if (parent.target.k !== 'name' || !parent.declares) return;
      return;
    }
    if (parent.k === 'call' || parent.k === 'new') {
      const isArgument = parent.args.includes(expr);
      if (isArgument && parent.k === 'call' && isPure(judge, parent)) {
        expr = parent;
        continue;
      }
      if (isArgument && isTelemetry(judge, parent)) uses.add('telemetry');
      else if (isArgument || parent.callee !== expr) uses.add('answer');
      else uses.add('answer');
      return;
    }
    if (parent.k === 'yield') {
      uses.add('answer');
      return;
    }
    if (parent.k === 'member' && parent.key === expr) {
      uses.add('key');
      return;
    }
    if (place.isTest || (parent.k === 'conditional' && parent.test === expr)) {
      uses.add('decision');
      return;
    }
    expr = parent;
  }
}

function useOfStatement(judge: Judge, stmt: Stmt, isTest: boolean): ValueUse {
  if (stmt.k === 'return' || stmt.k === 'throw') return 'answer';
  if (isTest && stmt.k === 'if') return onlyLogs(judge, [...stmt.then, ...stmt.otherwise]) ? 'telemetry' : 'decision';
  return isTest ? 'decision' : 'dropped';
}

/** Whether statements do nothing but write logs, and set flags. */
function onlyLogs(judge: Judge, stmts: readonly Stmt[]): boolean {
  let only = true;
  let logs = false;
  for (const stmt of stmts) {
    if (stmt.k === 'return' && stmt.value === null) continue;
    if (stmt.k !== 'do' && stmt.k !== 'if') only = false;
    walkStatement(stmt, (part) => {
      if (part.k !== 'call' && part.k !== 'new') return;
      if (isTelemetry(judge, part)) logs = true;
      else if (!isPure(judge, part)) only = false;
    });
  }
  return only && logs;
}

function isPure(judge: Judge, call: Extract<Expr, { k: 'call' | 'new' }>): boolean {
  const site = judge.siteOf.get(call);
  return (
    site !== undefined &&
    site.targets.length === 0 &&
    site.externals.length > 0 &&
    site.externals.every((origin) => /^@(JSON|Math|Date|String|Number|Object)\b/.test(origin))
  );
}

/** A call that writes to a log, a metric or a trace. */
export function isTelemetry(judge: Judge, call: Extract<Expr, { k: 'call' | 'new' }>): boolean {
  const { callee } = call;
  const site = judge.siteOf.get(call);
  if (site?.externals.some((origin) => /^@(?:console\.|process\.std(?:out|err)\.write$)/.test(origin))) return true;
  if (callee.k !== 'member' || callee.name === null || !LOG_METHOD.test(callee.name)) return false;
  const receiver = receiverName(judge, site?.fn ?? -1, callee.object);
  return LOG_RECEIVER.test(receiver) || (site?.externals.some((origin) => LOG_RECEIVER.test(origin)) ?? false);
}

function receiverName(judge: Judge, fn: number, expr: Expr): string {
  if (expr.k === 'member') return expr.name ?? '';
  if (expr.k === 'global') return expr.name;
  if (expr.k !== 'name' || fn < 0) return '';
  const module = judge.program.index.moduleOfFunction[fn] as number;
  return judge.program.index.modules[module]?.bindings[expr.binding]?.name ?? '';
}

function followLocal(judge: Judge, fn: number, binding: number, uses: Set<ValueUse>, depth: number): void {
  if (depth === 0) {
    uses.add('answer');
    return;
  }
  let any = false;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (part.k !== 'name' || part.binding !== binding) return;
    const parent = placeOf(judge, fn, part)?.parent;
    if (parent?.k === 'assign' && parent.target === part) return;
    any = true;
    collect(judge, fn, part, uses, depth - 1);
  });
  if (!any) uses.add('answer');
}
