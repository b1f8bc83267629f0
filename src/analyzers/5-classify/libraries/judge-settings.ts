import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import { functionAt, functionIn, moduleOf } from '../../../model/program-index.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';
import { labelsOf, placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import type { SettingModel } from './models/library-model.js';
import { compileOrigins } from './origins.js';
import { hasOption } from './options.js';
import { isShared, modelsOf } from './libraries.js';
import type { Libraries } from './libraries.js';
import { placeAt } from './place-at.js';
import { textOf } from './text-of.js';
import { WRITES_FIRST_ARGUMENT } from '../state/mutators.js';

/** A model of a setting with its patterns as expressions. */
interface Setting {
  readonly model: SettingModel;
  readonly calls: RegExp | null;
  readonly assigns: RegExp | null;
  readonly scopes: RegExp | null;
  readonly clears: RegExp | null;
}

/** One call or assignment that sets something for everybody. */
interface Setter {
  readonly setting: Setting;
  readonly fn: number;
  readonly expr: Expr;
  readonly receiver: Expr;
  /** What is set. */
  readonly values: readonly Expr[];
}

/** Data of a request that is put into the shared part of a library. */
export function judgeSettings(libraries: Libraries): ClassifiedPlace[] {
  const settings = modelsOf('setting').map((model) => ({
    model,
    calls: compileOrigins(model.calls),
    assigns: compileOrigins(model.assigns),
    scopes: compileOrigins(model.scopes),
    clears: compileOrigins(model.clears),
  }));
  return [...settersByCall(libraries, settings), ...settersByAssignment(libraries, settings)].flatMap((setter) => {
    const place = judgeSetter(libraries, setter);
    return place ? [place] : [];
  });
}

function settersByCall({ judge }: Libraries, settings: readonly Setting[]): Setter[] {
  const find = finder(settings, ({ calls }) => calls);
  return judge.program.flow.calls.flatMap((site): Setter[] => {
    if (!runsIn(judge.program, site.fn, 'invoke')) return [];
    const receiver = site.expr.callee.k === 'member' ? site.expr.callee.object : site.expr.callee;
    const setting = find(site.externals);
    if (setting) return [{ setting, fn: site.fn, expr: site.expr, receiver, values: site.expr.args }];
    return setByCopy(judge, site, settings);
  });
}

/** `Object.assign(axios.defaults.headers, { … })`. */
function setByCopy(judge: Judge, site: CallSite, settings: readonly Setting[]): Setter[] {
  if (!site.externals.some((origin) => WRITES_FIRST_ARGUMENT.test(origin))) return [];
  const [target, ...values] = site.expr.args;
  if (!target) return [];
  const setting = finder(
    settings,
    ({ assigns }) => assigns,
  )(originsAt(judge, site.args[0]).map((origin) => `${origin}.*`));
  return setting ? [{ setting, fn: site.fn, expr: site.expr, receiver: target, values }] : [];
}

function settersByAssignment({ judge }: Libraries, settings: readonly Setting[]): Setter[] {
  const find = finder(settings, ({ assigns }) => assigns);
  return judge.program.flow.candidates.flatMap((candidate): Setter[] => {
    if (candidate.k !== 'member-write' || candidate.expr.k !== 'assign' || !candidate.expr.value) return [];
    if (!runsIn(judge.program, candidate.fn, 'invoke')) return [];
    const { member, fn, expr } = candidate;
    const setting = find(originsAt(judge, candidate.object).map((origin) => `${origin}.${member.name ?? '*'}`));
    return setting ? [{ setting, fn, expr, receiver: member.object, values: [candidate.expr.value] }] : [];
  });
}

/** Looks origins up, each of them once. */
function finder(
  settings: readonly Setting[],
  patternOf: (setting: Setting) => RegExp | null,
): (origins: readonly string[]) => Setting | null {
  const known = new Map<string, Setting | null>();
  return (origins) => {
    for (const origin of origins) {
      let setting = known.get(origin);
      if (setting === undefined) {
        setting = settings.find((candidate) => patternOf(candidate)?.test(origin) === true) ?? null;
        known.set(origin, setting);
      }
      if (setting) return setting;
    }
    return null;
  };
}

function originsAt(judge: Judge, node: number | undefined): string[] {
  const { flow } = judge.program;
  return [...((node === undefined ? undefined : flow.values[node]) ?? [])].flatMap((token) => {
    const value = flow.tokens[token];
    return value?.t === 'external' || (value?.t === 'object' && value.what === 'external') ? [value.origin] : [];
  });
}

function judgeSetter(libraries: Libraries, setter: Setter): ClassifiedPlace | null {
  const { judge } = libraries;
  const { setting, fn, expr, receiver, values } = setter;
  const { model } = setting;
  if (model.shared !== true && !isShared(libraries, fn, receiver)) return null;
  if (!values.some((value) => carriesInput(judge, fn, value))) return null;
  if (isScoped(judge, setting, fn, new Set()) || isIsolated(judge, model, fn) || isClearedByWrapper(judge, model, fn))
    return null;
  const facts = PLATFORMS[libraries.targetOf(judge.program.index.moduleOfFunction[fn] as number)];
  if (!facts.concurrent && isCleared(judge, setting, setter)) return null;
  const { overwritten } = model;
  const counts = overwritten && (overwritten.where === 'everywhere' || !facts.concurrent);
  const grade: Grade = counts && isAlwaysSet(judge, setter) ? overwritten.grade : model.wrong.grade;
  const message = `${setterText(judge, setter)} ${model.wrong.message}; ${model.wrong.fix}`;
  return placeAt(libraries, { rule: model.wrong.rule ?? 'library-scope-leak', grade, message, fn, expr, receiver });
}

/** A value of the invocation, also where a callback hands it on: `configureScope((scope) => scope.setUser(user))`. */
function carriesInput(judge: Judge, fn: number, value: Expr): boolean {
  if (value.k !== 'function') return labelsOf(judge, fn, value).size > 0;
  const callback = functionIn(judge.program.index, fn, value.fn);
  let carries = false;
  walkFunction(functionAt(judge.program.index, callback), (part) => {
    if (part.k === 'call' && part.args.some((arg) => labelsOf(judge, callback, arg).size > 0)) carries = true;
  });
  return carries;
}

/** Every way on which an invocation comes here leads through the callback of a call that opens a scope. */
function isScoped(judge: Judge, setting: Setting, fn: number, seen: Set<number>): boolean {
  const { program } = judge;
  const { scopes } = setting;
  if (!scopes || seen.has(fn)) return false;
  seen.add(fn);
  const edges = (program.callsTo[fn] ?? []).filter(
    ({ from }) => runsIn(program, from, 'invoke') || runsIn(program, from, 'init'),
  );
  const opens = (site: number): boolean =>
    program.flow.calls[site]?.externals.some((origin) => scopes.test(origin)) === true;
  if (edges.some(({ site }) => opens(site))) return true;
  if (program.entries.some(({ number }) => number === fn)) return false;
  const callers = edges.filter(({ from }) => runsIn(program, from, 'invoke'));
  return callers.length > 0 && callers.every(({ from }) => isScoped(judge, setting, from, seen));
}

/** The library opens a scope for each request of a server by itself, once it is started. */
function isIsolated(judge: Judge, { isolatedBy }: SettingModel, fn: number): boolean {
  const calls = compileOrigins(isolatedBy?.calls);
  if (!calls || !isolatedBy) return false;
  const { program } = judge;
  const root = pathTo(program, fn, 'invoke')[0]?.from ?? fn;
  const entry = program.entries.find(({ number }) => number === root);
  if (!entry || !isolatedBy.hosts.includes(entry.host)) return false;
  return program.flow.calls.some(({ externals }) => externals.some((origin) => calls.test(origin)));
}

/** A middleware or decorator of the same module takes away what invocations add. */
function isClearedByWrapper(judge: Judge, { clearedBy }: SettingModel, fn: number): boolean {
  if (!clearedBy) return false;
  const { program } = judge;
  const modules = new Set(
    [fn, ...pathTo(program, fn, 'invoke').map(({ from }) => from)].map((step) => program.index.moduleOfFunction[step]),
  );
  return clearedBy.some(({ calls, options }) => {
    const wrappers = compileOrigins(calls);
    const called = program.flow.calls.some(
      (site) =>
        modules.has(program.index.moduleOfFunction[site.fn]) &&
        site.externals.some((origin) => wrappers?.test(origin) === true) &&
        options.some((option) => hasOption(judge, site, option)),
    );
    return (
      called ||
      moduleOf(program.index, fn).functions.some(({ decorators }) =>
        decorators.some((decorator) => isDecorator(decorator, calls, options)),
      )
    );
  });
}

/** `@logger.injectLambdaContext({ resetKeys: true })`: decorators are not followed, so their text decides. */
function isDecorator(decorator: Expr, calls: readonly string[], options: readonly string[]): boolean {
  if (decorator.k !== 'call' || decorator.callee.k !== 'member') return false;
  const name = decorator.callee.name;
  if (name === null || !calls.some((call) => call.endsWith(`.${name}`))) return false;
  return decorator.args.some(
    (arg) =>
      arg.k === 'object' &&
      arg.properties.some((property) => property.name !== null && options.includes(property.name)),
  );
}

/** The same function undoes it whatever happens, or starts by undoing what was there. */
function isCleared(judge: Judge, { clears }: Setting, setter: Setter): boolean {
  if (!clears) return false;
  return judge.program.flow.calls.some((site) => {
    if (site.fn !== setter.fn || !site.externals.some((origin) => clears.test(origin))) return false;
    const place = placeOf(judge, site.fn, site.expr);
    return place?.part === 'finally' || isUnconditional(judge, site.fn, site.expr);
  });
}

/** Whoever comes this way sets it: no decision on the way from the entry point leaves it out and goes on. */
function isAlwaysSet(judge: Judge, { fn, expr }: Setter): boolean {
  if (!isUnconditional(judge, fn, expr)) return false;
  return pathTo(judge.program, fn, 'invoke').every((edge) => {
    const site = judge.program.flow.calls[edge.site];
    return site === undefined || isUnconditional(judge, edge.from, site.expr);
  });
}

function isUnconditional(judge: Judge, fn: number, expr: Expr): boolean {
  const place = placeOf(judge, fn, expr);
  if (!place || place.inLoop || place.part !== 'body') return false;
  for (let condition = place.conditions; condition; condition = condition.outer) if (!condition.exit) return false;
  return true;
}

function setterText(judge: Judge, { expr, receiver, fn }: Setter): string {
  if (expr.k === 'assign') return `assigning to \`${textOf(judge, fn, expr.target)}\``;
  if (expr.k === 'call' && expr.callee.k === 'member') return `\`${textOf(judge, fn, expr.callee)}()\``;
  return `\`${textOf(judge, fn, receiver)}()\``;
}
