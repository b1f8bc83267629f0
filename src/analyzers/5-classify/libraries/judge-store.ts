import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt } from '../../../model/program-index.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { runsIn } from '../../../model/reached-program.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';
import { dependsOnEnvironment, isDevelopmentOnly } from './conditions.js';
import type { StoreModel, Wrong } from './models/library-model.js';
import { optionIs, optionOf } from './options.js';
import type { Source } from '../sources-of-value.js';
import type { Judge } from '../judge.js';
import { isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** Judges an object that keeps business state for whoever uses it. */
export function judgeStoreObject(libraries: Libraries, object: LibraryObject, model: StoreModel): Opinion | null {
  const { fn, expr, site, token } = object;
  if (!isDeployed(libraries, fn)) return null;
  const at = { fn, pos: expr.pos };
  if (model.wrongAt === 'module' && !(outlivesInvocation(libraries, token) && isUsed(libraries, token)))
    return opinion('client', 'none', 'is only there for one request', at);
  if (site && isMoved(libraries, site, model)) return opinion('client', 'none', 'its state is kept elsewhere', at);
  if (movedLater(libraries, token, model)) return opinion('client', 'none', 'its state is kept elsewhere', at);
  if (isFallback(libraries, object, model))
    return opinion('client', 'none', 'only counts while the shared store does not answer', at);
  return judgeStoreCall(libraries, object, model);
}

/** Where something is made, or a plugin is handed on. */
export interface StorePlace {
  readonly fn: number;
  readonly expr: Expr;
  readonly site: CallSite | null;
  /** -1 where nothing is made here. */
  readonly token: number;
}

/** The same for a place that calls the library, or hands its plugin on, without a token of its own. */
export function judgeStoreCall(libraries: Libraries, place: StorePlace, model: StoreModel): Opinion {
  const { judge } = libraries;
  const { fn, expr, site, token } = place;
  const at = { fn, pos: expr.pos };
  if (isDevelopmentOnly(judge, fn, expr))
    return opinion('client', 'none', 'only used while the program is developed', at);
  if (model.wrongWhere === 'short-lived' && livesLong(libraries, fn))
    return opinion('client', 'none', 'lives as long as its process, which is asked by name', at);
  if (model.mattersWith && token >= 0 && !isUsedAcross(libraries, token, model.mattersWith))
    return opinion('client', 'none', 'nothing that it keeps is used across connections', at, { confidence: 'medium' });
  if (dependsOnEnvironment(judge, fn, expr))
    return wrongOpinion(
      { ...model.wrong, grade: 'medium' },
      at,
      'in deployments that the environment does not configure otherwise, ',
    );
  if (site && isUnclear(libraries, site, model))
    return wrongOpinion(
      { ...model.wrong, grade: 'medium' },
      at,
      'unless its options, which come from elsewhere, name a store, it ',
    );
  return wrongOpinion(model.wrong, at);
}

/** The opinion that a record states. */
export function wrongOpinion(wrong: Wrong, at: { fn: number; pos: number }, condition = ''): Opinion {
  return opinion(
    wrong.classification ?? 'library-state',
    wrong.grade,
    `${condition}${wrong.message}; ${wrong.fix}`,
    at,
    {
      rule: wrong.rule ?? 'in-memory-library-store',
      confidence: condition === '' ? 'high' : 'medium',
    },
  );
}

/** An option hands the state to something that is not memory again. */
export function isMoved(libraries: Libraries, site: CallSite, model: StoreModel): boolean {
  const { judge } = libraries;
  if (model.harmlessIf?.some(({ option, is }) => optionIs(judge, site, option, is)) === true) return true;
  return (model.movedBy ?? []).some((path) => {
    const option = optionOf(judge, site, path);
    return option.is === 'set' && option.values.some((value) => !isMemory(libraries, value));
  });
}

/** `store: new MemoryStore()`, and the words that stand for it. */
function isMemory(libraries: Libraries, { fn, expr }: Source): boolean {
  if (expr.k === 'literal') return expr.value === false || expr.value === 'memory';
  if (expr.k === 'new' && expr.callee.k === 'global' && expr.callee.name === 'Map') return true;
  const tokens = tokenNumbers(libraries, fn, expr);
  if (tokens.length > 0 && tokens.every((token) => libraries.objects.get(token)?.model.kind === 'store')) return true;
  return expr.k === 'new' && expr.callee.k === 'member' && expr.callee.name === 'MemoryStore';
}

function tokenNumbers(libraries: Libraries, fn: number, expr: Expr): number[] {
  const { flow, index } = libraries.judge.program;
  const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
  return [...((node === undefined ? undefined : flow.values[node]) ?? [])];
}

/** The stores in memory that an option of the call holds: the finding about them stands at the call. */
export function memoryStoresIn(libraries: Libraries, site: CallSite, model: StoreModel): number[] {
  return (model.movedBy ?? []).flatMap((path) => {
    const option = optionOf(libraries.judge, site, path);
    if (option.is !== 'set') return [];
    return option.values
      .flatMap(({ fn, expr }) => tokenNumbers(libraries, fn, expr))
      .filter((token) => libraries.objects.get(token)?.model.kind === 'store');
  });
}

function isUnclear(libraries: Libraries, site: CallSite, model: StoreModel): boolean {
  return (model.movedBy ?? []).some((path) => optionOf(libraries.judge, site, path).is === 'unknown');
}

function movedLater(libraries: Libraries, token: number, model: StoreModel): boolean {
  return (libraries.callsOn.get(token) ?? []).some(
    ({ name, expr }) => name !== null && expr.args.length > 0 && model.movedByMethods?.includes(name) === true,
  );
}

/** `new RateLimiterRedis({ insuranceLimiter: new RateLimiterMemory(…) })`. */
function isFallback(libraries: Libraries, object: LibraryObject, model: StoreModel): boolean {
  if (!model.fallbackAs) return false;
  const { judge } = libraries;
  return judge.program.flow.calls.some((site) =>
    (model.fallbackAs ?? []).some((path) => {
      if (site.expr.k !== 'new' || site.expr.args.length === 0) return false;
      const option = optionOf(judge, site, path);
      return (
        option.is === 'set' &&
        option.values.some(({ fn, expr }) => tokenNumbers(libraries, fn, expr).includes(object.token))
      );
    }),
  );
}

/** An invocation calls it, or reads it from where it is held. */
function isUsed(libraries: Libraries, token: number): boolean {
  const { program } = libraries.judge;
  const { flow } = program;
  if ((libraries.callsOn.get(token) ?? []).some(({ fn }) => runsIn(program, fn, 'invoke'))) return true;
  return flow.candidates.some((candidate) => {
    if (candidate.k !== 'variable-read' && candidate.k !== 'member-read') return false;
    const node = candidate.k === 'variable-read' ? candidate.variable : flow.nodes.get(candidate.expr);
    return node !== undefined && flow.values[node]?.includes(token) === true && runsIn(program, candidate.fn, 'invoke');
  });
}

function livesLong(libraries: Libraries, fn: number): boolean {
  const target = libraries.targetOf(libraries.judge.program.index.moduleOfFunction[fn] as number);
  const facts = PLATFORMS[target];
  return !facts.frozenBetween && facts.shutdownSignals;
}

/** Something reaches beyond the connection that an invocation belongs to: through the object, or from its connections. */
function isUsedAcross(libraries: Libraries, token: number, uses: NonNullable<StoreModel['mattersWith']>): boolean {
  const { program } = libraries.judge;
  const sites = program.flow.calls.filter((site) => concerns(libraries, site, token));
  if (sites.some(({ name }) => name !== null && uses.ofIt.includes(name))) return true;
  // `app.set('io', io)`: whoever asks for it there may do anything with it.
  if (
    program.flow.calls.some(
      ({ externals, args }) =>
        externals.length > 0 && args.some((node) => program.flow.values[node]?.includes(token) === true),
    )
  )
    return true;
  const handlers = sites.flatMap(({ callbacks, targets }) => [...callbacks, ...targets]);
  // Without a handler that can be seen, nothing says that it stays within one connection.
  if (handlers.length === 0) return true;
  return reachableFrom(program, handlers).some((fn) => usesConnection(libraries.judge, fn, uses.ofConnections));
}

/** A call of a method of the object, of a member of it, or of what such a call answered: `io.of('/a').to(room).emit(…)`. */
function concerns(libraries: Libraries, site: CallSite, token: number): boolean {
  const { callee } = site.expr;
  if (callee.k !== 'member') return false;
  for (let part: Expr = callee.object; ;) {
    if (tokenNumbers(libraries, site.fn, part).includes(token)) return true;
    if (part.k === 'member') part = part.object;
    else if (part.k === 'call') part = part.callee;
    else if (part.k === 'name') return isMadeFrom(libraries, site.fn, part, token);
    else return false;
  }
}

/** `const chat = io.of('/chat')` */
function isMadeFrom(libraries: Libraries, fn: number, name: Expr, token: number): boolean {
  return tokenNumbers(libraries, fn, name).some((held) => {
    const value = libraries.judge.program.flow.tokens[held];
    if (value?.t !== 'object' || value.what !== 'external' || value.expr?.k !== 'call') return false;
    const { callee } = value.expr;
    return callee.k === 'member' && tokenNumbers(libraries, value.fn, callee.object).includes(token);
  });
}

function reachableFrom(program: ReachedProgram, roots: readonly number[]): number[] {
  const seen = new Set(roots);
  const pending = [...roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { to } of program.callsFrom[next] ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      pending.push(to);
    }
  }
  return [...seen];
}

function usesConnection(judge: Judge, fn: number, names: readonly string[]): boolean {
  let found = false;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (found || part.k !== 'member' || part.name === null || !names.includes(part.name)) return;
    found = part.name === 'broadcast' || isHandedIn(judge, fn, part.object);
  });
  return found;
}

/** `this.socket.join(room)`, `client.to(room).emit(…)` where the first name is a parameter. */
function isHandedIn(judge: Judge, fn: number, receiver: Expr): boolean {
  let root = receiver;
  while (root.k === 'member' || root.k === 'call') root = root.k === 'member' ? root.object : root.callee;
  if (root.k === 'this') return true;
  const { index } = judge.program;
  return root.k === 'name' && bindingAt(index, bindingIn(index, fn, root.binding)).kind === 'param';
}
