import type { Expr, Stmt } from '../../../model/code.js';
import type { StateAccess } from '../../../model/state.js';
import { functionAt } from '../../../model/program-index.js';
import { walkFunction, walkStatement } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { sinkOf } from '../sinks/sink-of.js';

const SCHEDULES =
  /^(@setInterval|timers\.setInterval|node-cron\.schedule|new (cron\.CronJob|croner(\.Cron)?)|node-schedule\.scheduleJob|new agenda(\.Agenda)?\.every)$/;
const DEPTH = 3;

/** Whether a value that is read decides if something outside is changed, or if something is scheduled. */
export function gatesWork(judge: Judge, read: StateAccess): boolean {
  let expr: Expr = read.expr;
  for (;;) {
    const place = placeOf(judge, read.fn, expr);
    if (!place) return false;
    if (place.parent === null) {
      const { stmt } = place;
      return place.isTest && stmt.k === 'if' && blockWorks(judge, read.fn, stmt);
    }
    const { parent } = place;
    if (parent.k === 'logical' && parent.op === '&&' && parent.left === expr && exprWorks(judge, parent.right))
      return true;
    if (parent.k !== 'unary' && parent.k !== 'logical' && parent.k !== 'operator') return false;
    expr = parent;
  }
}

/** The work stands in a branch; after `if (!leader) return`, in the rest of the function. */
function blockWorks(judge: Judge, fn: number, stmt: Extract<Stmt, { k: 'if' }>): boolean {
  let works = false;
  const look = (part: Expr): void => {
    if (!works) works = siteWorks(judge, part, DEPTH);
  };
  for (const inner of [...stmt.then, ...stmt.otherwise]) walkStatement(inner, look);
  const leaves = stmt.then.at(-1)?.k === 'return';
  if (!works && leaves) walkFunction(functionAt(judge.program.index, fn), look);
  return works;
}

function exprWorks(judge: Judge, expr: Expr): boolean {
  return siteWorks(judge, expr, DEPTH);
}

function siteWorks(judge: Judge, part: Expr, depth: number): boolean {
  const site = judge.siteOf.get(part);
  if (!site) return false;
  const sink = sinkOf(judge, site);
  if ((sink && sink.effect !== 'telemetry') || site.externals.some((origin) => SCHEDULES.test(origin))) return true;
  if (depth === 0) return false;
  return site.targets.slice(0, 4).some((target) => {
    let works = false;
    walkFunction(functionAt(judge.program.index, target), (inner) => {
      if (!works) works = siteWorks(judge, inner, depth - 1);
    });
    return works;
  });
}
