import type { Expr, Stmt } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt } from '../../../model/program-index.js';
import { partsOf } from '../../../model/walk-code.js';
import type { Commits } from './commits.js';
import { isAnswer } from './completion.js';
import { roleOf } from '../sinks/chain-role.js';

/** Where responses are sent, computed once for a program. */
export interface Answers {
  readonly commits: Commits;
  /** Functions that send a response themselves, or call one that does. */
  readonly mayAnswer: ReadonlySet<number>;
  readonly always: Map<number, boolean>;
  readonly isResponse: (site: CallSite) => boolean;
}

export function openAnswers(commits: Commits): Answers {
  const mayAnswer = new Set<number>();
  const pending: number[] = [];
  const add = (fn: number): void => {
    if (mayAnswer.has(fn)) return;
    mayAnswer.add(fn);
    pending.push(fn);
  };
  for (const site of commits.judge.program.flow.calls) if (endsResponse(commits, site)) add(site.fn);
  for (let fn = pending.pop(); fn !== undefined; fn = pending.pop()) {
    for (const { from, timing } of commits.judge.program.callsTo[fn] ?? []) if (timing === 'now') add(from);
  }
  const isResponse = (site: CallSite): boolean =>
    /^http#response(\.\w+(\(\))?)*$/.test(roleOf(commits.judge, site.fn, site.expr.callee) ?? '');
  return { commits, mayAnswer, always: new Map(), isResponse };
}

/** On AWS Lambda the invocation goes on after `callback()`; everywhere else the answer ends it. */
function endsResponse(commits: Commits, site: CallSite): boolean {
  if (!isAnswer(commits, site)) return false;
  return !(roleOf(commits.judge, site.fn, site.expr.callee) ?? '').startsWith('lambda#');
}

/** Whether the response has been sent: on some path to here, on none, or control does not come here at all. */
type Sent = 'sent' | 'open' | 'left';

interface Walk {
  readonly answers: Answers;
  readonly late: CallSite[];
  /** What held where `break` and `continue` left the loop or switch that is being walked. */
  readonly left: Sent[];
  readonly returned: Sent[];
}

/** The calls of a function's own body that some path reaches after it has sent the response. */
export function callsAfterAnswer(answers: Answers, fn: number): readonly CallSite[] {
  const walk: Walk = { answers, late: [], left: [], returned: [] };
  walkBlock(walk, functionAt(answers.commits.judge.program.index, fn).body, 'open');
  return walk.late;
}

/** Whether a function sends the response on every path through it. */
export function answersAlways(answers: Answers, fn: number): boolean {
  if (!answers.mayAnswer.has(fn)) return false;
  const known = answers.always.get(fn);
  if (known !== undefined) return known;
  answers.always.set(fn, false);
  const walk: Walk = { answers, late: [], left: [], returned: [] };
  const end = walkBlock(walk, functionAt(answers.commits.judge.program.index, fn).body, 'open');
  const ends = [...walk.returned, end].filter((sent) => sent !== 'left');
  const found = ends.length > 0 && ends.every((sent) => sent === 'sent');
  answers.always.set(fn, found);
  return found;
}

function joined(...states: readonly Sent[]): Sent {
  if (states.includes('sent')) return 'sent';
  return states.includes('open') ? 'open' : 'left';
}

function walkBlock(walk: Walk, stmts: readonly Stmt[], before: Sent): Sent {
  let sent = before;
  for (const stmt of stmts) {
    if (sent === 'left') return sent;
    sent = walkStmt(walk, stmt, sent);
  }
  return sent;
}

function walkStmt(walk: Walk, stmt: Stmt, before: Sent): Sent {
  switch (stmt.k) {
    case 'do':
      return walkExpr(walk, stmt.expr, before);
    case 'return':
      walk.returned.push(stmt.value ? walkExpr(walk, stmt.value, before) : before);
      return 'left';
    case 'throw':
      walkExpr(walk, stmt.value, before);
      return 'left';
    case 'leave':
      walk.left.push(before);
      return 'left';
    case 'if': {
      const tested = walkExpr(walk, stmt.test, before);
      return joined(walkBlock(walk, stmt.then, tested), walkBlock(walk, stmt.otherwise, tested));
    }
    case 'loop': {
      const begun = walkBlock(walk, stmt.init, before);
      const tested = stmt.test ? walkExpr(walk, stmt.test, begun) : begun;
      const inner: Walk = { ...walk, left: [] };
      const done = walkBlock(inner, stmt.body, tested);
      return joined(tested, done, ...inner.left);
    }
    case 'switch':
      return walkSwitch(walk, stmt, walkExpr(walk, stmt.subject, before));
    case 'try': {
      const tried = walkBlock(walk, stmt.body, before);
      // What throws has not answered: the answer is the last thing that a body does.
      const caught = stmt.handler ? walkBlock(walk, stmt.handler, before) : 'left';
      const after = joined(tried, caught);
      const end = walkBlock(walk, stmt.finalizer, after === 'left' ? before : after);
      return after === 'left' || end === 'left' ? 'left' : joined(after, end);
    }
  }
}

function walkSwitch(walk: Walk, stmt: Extract<Stmt, { k: 'switch' }>, before: Sent): Sent {
  const inner: Walk = { ...walk, left: [] };
  let through: Sent = 'left';
  for (const { test, body } of stmt.cases) {
    const entered = test ? walkExpr(walk, test, before) : before;
    through = walkBlock(inner, body, joined(entered, through));
  }
  const skipped = stmt.cases.some(({ test }) => test === null) ? 'left' : before;
  return joined(through, skipped, ...inner.left);
}

function walkExpr(walk: Walk, expr: Expr, before: Sent): Sent {
  let sent = before;
  switch (expr.k) {
    case 'logical':
      sent = walkExpr(walk, expr.left, sent);
      return joined(sent, walkExpr(walk, expr.right, sent));
    case 'conditional':
      sent = walkExpr(walk, expr.test, sent);
      return joined(walkExpr(walk, expr.then, sent), walkExpr(walk, expr.otherwise, sent));
    default:
      for (const part of partsOf(expr)) sent = walkExpr(walk, part, sent);
  }
  const { commits } = walk.answers;
  const site = expr.k === 'call' || expr.k === 'new' ? commits.judge.siteOf.get(expr) : undefined;
  if (!site) return sent;
  if (sent === 'sent') walk.late.push(site);
  if (endsResponse(commits, site)) return 'sent';
  const answers = site.targets.length > 0 && site.targets.every((target) => answersAlways(walk.answers, target));
  return answers && !site.modelled ? 'sent' : sent;
}
