import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingIn } from '../../../model/program-index.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import type { Target } from '../../../model/target.js';
import type { Judge } from '../judge.js';
import { LIBRARY_MODELS } from './models/index.js';
import type { LibraryModel, ObjectModel } from './models/library-model.js';
import { compileOrigins, extendedOrigin } from './origins.js';
import { servedModules } from './served-modules.js';
import type { HeldObjects, Holder } from '../state/hold-objects.js';

/** What is known about the libraries of a program, found once for each run. */
export interface Libraries {
  readonly judge: Judge;
  readonly held: HeldObjects;
  readonly targetOf: (module: number) => Target;
  /** Modules that are loaded where invocations run. */
  readonly served: ReadonlySet<number>;
  /** Objects that a model knows, by token. */
  readonly objects: ReadonlyMap<number, LibraryObject>;
  /** Calls of their methods, and of themselves where they are functions, by token. */
  readonly callsOn: ReadonlyMap<number, readonly CallSite[]>;
  /** Variables of deployed modules that hold an object directly, by token. */
  readonly directRoots: ReadonlyMap<number, StateRoot>;
}

/** Everything that one place in the source makes of a library that a model knows. */
export interface LibraryObject {
  readonly model: ObjectModel;
  readonly token: number;
  readonly origin: string;
  readonly fn: number;
  readonly expr: Expr;
  readonly site: CallSite | null;
}

export function openLibraries(judge: Judge, held: HeldObjects, targetOf: (module: number) => Target): Libraries {
  const objects = findObjects(judge);
  const served = servedModules(judge.program);
  const calls = callsOnObjects(judge, objects);
  return { judge, held, targetOf, served, objects, callsOn: calls, directRoots: directRoots(judge, held, served) };
}

/** The models of one kind, each with the origins that it knows as one expression. */
export function modelsOf<K extends LibraryModel['kind']>(kind: K): Extract<LibraryModel, { kind: K }>[] {
  return LIBRARY_MODELS.filter((model): model is Extract<LibraryModel, { kind: K }> => model.kind === kind);
}

function findObjects(judge: Judge): Map<number, LibraryObject> {
  const { flow } = judge.program;
  const modelOf = lookUp();
  const objects = new Map<number, LibraryObject>();
  flow.tokens.forEach((value, token) => {
    if (value.t !== 'object' || !value.expr) return;
    const origin = value.what === 'external' ? value.origin : extendedOrigin(judge, token);
    const model = origin === null ? null : modelOf(origin);
    if (origin === null || !model) return;
    // A subclass has its own constructor, so its arguments say nothing; only what needs none is known of it.
    if (value.what !== 'external' && model.kind !== 'emitter') return;
    const { expr, fn } = value;
    objects.set(token, { model, token, origin, fn, expr, site: judge.siteOf.get(expr) ?? null });
  });
  return objects;
}

/** Each origin is looked up once. */
function lookUp(): (origin: string) => ObjectModel | null {
  const compiled = LIBRARY_MODELS.flatMap((model) => {
    const made = 'made' in model ? compileOrigins(model.made) : null;
    return made && 'made' in model ? [{ model, made }] : [];
  });
  const known = new Map<string, ObjectModel | null>();
  return (origin) => {
    let model = known.get(origin);
    if (model === undefined) {
      model = compiled.find(({ made }) => made.test(origin))?.model ?? null;
      known.set(origin, model);
    }
    return model;
  };
}

function callsOnObjects(judge: Judge, objects: ReadonlyMap<number, LibraryObject>): Map<number, CallSite[]> {
  const { flow, index } = judge.program;
  const calls = new Map<number, CallSite[]>();
  if (objects.size === 0) return calls;
  for (const site of flow.calls) {
    const { callee } = site.expr;
    const node =
      site.object >= 0
        ? site.object
        : callee.k === 'name'
          ? bindingIn(index, site.fn, callee.binding)
          : flow.nodes.get(callee);
    for (const token of node === undefined ? [] : (flow.values[node] ?? [])) {
      if (!objects.has(token)) continue;
      const list = calls.get(token);
      if (list) list.push(site);
      else calls.set(token, [site]);
    }
  }
  return calls;
}

function directRoots(judge: Judge, held: HeldObjects, served: ReadonlySet<number>): Map<number, StateRoot> {
  const { flow } = judge.program;
  const found = new Map<number, StateRoot>();
  for (const root of held.roots) {
    if (root.node < 0 || !served.has(root.module)) continue;
    for (const token of flow.values[root.node] ?? []) if (!found.has(token)) found.set(token, root);
  }
  return found;
}

/**
 * Where a module that is deployed holds an object for longer than an invocation; entries of a container are as short-lived
 * as their keys.
 */
export function holderOf(libraries: Libraries, token: number): Holder | null {
  const holder = libraries.held.holders
    .get(token)
    ?.find(({ root, path }) => libraries.served.has(root.module) && !path.includes('*'));
  if (holder) return holder;
  const root = libraries.directRoots.get(token);
  return root ? { root, path: [], chain: [token] } : null;
}

const ALWAYS_LISTED = new Set(['const', 'let', 'var', 'static']);

/** Whether a report lists a root whatever happens to it, so that findings can name it. */
export function isAlwaysListed(root: StateRoot): boolean {
  return ALWAYS_LISTED.has(root.declaration);
}

/** The binding at which an object is reported: the one that holds it directly. */
export function reportingRoot(libraries: Libraries, token: number): StateRoot | null {
  const holder = holderOf(libraries, token);
  return holder && holder.path.length === 0 && isAlwaysListed(holder.root) ? holder.root : null;
}

/** Whether an object is there for more than one invocation. */
export function outlivesInvocation(libraries: Libraries, token: number): boolean {
  if (holderOf(libraries, token)) return true;
  const value = libraries.judge.program.flow.tokens[token];
  return value?.t === 'object' && isMadeAtInit(libraries, value.fn);
}

/** Whether what a function makes is made while deployed modules load, and never for an invocation. */
export function isMadeAtInit(libraries: Libraries, fn: number): boolean {
  return runsAtInit(libraries, fn) && !runsIn(libraries.judge.program, fn, 'invoke');
}

/** Whether a place runs in what is deployed: while its modules load, or for an invocation. */
export function isDeployed(libraries: Libraries, fn: number): boolean {
  return runsAtInit(libraries, fn) || runsIn(libraries.judge.program, fn, 'invoke');
}

/** The entry points that lead to a function; none where it only runs once, when a server has started. */
export function entriesReaching({ judge: { program } }: Libraries, fn: number): number[] {
  const seen = new Set<number>([fn]);
  const pending = [fn];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const edge of program.callsTo[next] ?? []) {
      if (seen.has(edge.from) || !runsIn(program, edge.from, 'invoke')) continue;
      seen.add(edge.from);
      pending.push(edge.from);
    }
  }
  return program.entries.filter(({ number }) => seen.has(number)).map(({ number }) => number);
}

/** A script that imports the program loads modules as well, but runs nowhere else. */
function runsAtInit({ judge: { program }, served }: Libraries, fn: number): boolean {
  if (!runsIn(program, fn, 'init')) return false;
  const root = pathTo(program, fn, 'init')[0]?.from ?? fn;
  return served.has(program.index.moduleOfFunction[root] as number);
}

/**
 * Whether an expression means something that all invocations share: the library itself, or an object of it that outlives an
 * invocation. `logger.child(…)` of this invocation is its own.
 */
export function isShared(libraries: Libraries, fn: number, receiver: Expr): boolean {
  const { flow, index } = libraries.judge.program;
  for (let expr: Expr = receiver; ;) {
    const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
    const held = [...((node === undefined ? undefined : flow.values[node]) ?? [])];
    const objects = held.filter((token) => {
      const value = flow.tokens[token];
      return value?.t === 'object' && (value.what === 'external' || value.what === 'instance');
    });
    if (objects.length > 0) return objects.some((token) => outlivesInvocation(libraries, token));
    if (expr.k === 'member') expr = expr.object;
    else return held.some((token) => flow.tokens[token]?.t === 'external');
  }
}
