import type { CallSite } from '../../../model/flow.js';
import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { StateRoot } from '../../../model/state.js';
import { judgeCacheCalls } from './judge-cache.js';
import { judgeLibraryObject } from './judge-object.js';
import { judgeStoreCall, isMoved, memoryStoresIn, wrongOpinion } from './judge-store.js';
import type { Slot } from '../judge.js';
import { judgeDecorations } from './judge-decorations.js';
import { compileOrigins } from './origins.js';
import { placeOfOpinion } from './place-at.js';
import { judgeDecorators } from './judge-decorators.js';
import { judgeRegistrations } from './judge-registrations.js';
import { judgeSettings } from './judge-settings.js';
import { findSharedUnits } from './shared-units.js';
import type { SharedUnit } from './shared-units.js';
import { holderOf, isDeployed, modelsOf, reportingRoot } from './libraries.js';
import type { Libraries } from './libraries.js';
import { opinion, worse } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** What libraries hold: findings about places, and what it means for the bindings that hold their objects. */
export interface LibraryJudgement {
  readonly places: readonly ClassifiedPlace[];
  /** The opinion about a binding, with what its libraries add to it. */
  readonly withLibraries: (slot: Slot, own: Opinion) => Opinion;
}

/** Judges every object that a library model knows, once: at the binding that holds it, else where it is made. */
export function judgeLibraries(libraries: Libraries): LibraryJudgement {
  const opinions = judgeObjects(libraries);
  const units = findSharedUnits(libraries);
  const leaks = [...judgeSettings(libraries), ...judgeRegistrations(libraries), ...judgeDecorations(libraries)];
  const places = [
    ...leaks,
    ...placesOfObjects(libraries, opinions),
    ...placesOfPlugins(libraries),
    ...judgeDecorators(libraries),
    ...placesOfSharedCaches(libraries),
    ...units.flatMap((unit) => (rootOfUnit(libraries, unit) ? [] : [placeOfUnit(libraries, unit)])),
  ];
  const byRoot = opinionsByRoot(libraries, opinions, units, leaks);
  // Without an entry point, every export is one: what is said then is a guess.
  const isGuess = libraries.judge.program.entries.every(({ host }) => host === 'exported');
  return {
    places: isGuess ? places.map((place): ClassifiedPlace => ({ ...place, confidence: 'low' })) : places,
    withLibraries: (slot, own) => {
      const known = slot.path === '' ? byRoot.get(slot.root.id) : undefined;
      if (!known) return own;
      const added: Opinion = isGuess ? { ...known, confidence: 'low' } : known;
      // A library that finds nothing wrong explains what the binding is, unless something else is wrong with it.
      if (added.verdict === 'benign' && added.grade === 'none')
        return own.verdict === 'benign' && own.grade === 'none' ? added : own;
      return added.isReportedElsewhere === true ? worse(own, added) : worse(added, own);
    },
  };
}

function judgeObjects(libraries: Libraries): Map<number, Opinion> {
  const opinions = new Map<number, Opinion>();
  const inner = new Set<number>();
  for (const object of libraries.objects.values()) {
    const judged = judgeLibraryObject(libraries, object);
    if (!judged) continue;
    opinions.set(object.token, judged);
    if (judged.verdict === 'benign' || object.model.kind !== 'store' || !object.site) continue;
    for (const store of memoryStoresIn(libraries, object.site, object.model)) inner.add(store);
  }
  // `session({ store: new MemoryStore() })` is one defect: the finding stands at the session.
  for (const token of inner) {
    const judged = opinions.get(token);
    if (judged) opinions.set(token, { ...judged, isReportedElsewhere: true });
  }
  return opinions;
}

function placesOfObjects(libraries: Libraries, opinions: ReadonlyMap<number, Opinion>): ClassifiedPlace[] {
  return [...opinions].flatMap(([token, judged]): ClassifiedPlace[] => {
    const object = libraries.objects.get(token);
    if (!object || judged.grade === 'none' || judged.isReportedElsewhere === true || reportingRoot(libraries, token))
      return [];
    return [placeOfOpinion(libraries, judged, object.fn, object.expr)];
  });
}

/** `app.register(rateLimit, { max: 100 })`: the plugin is handed on, and another library calls it. */
function placesOfPlugins(libraries: Libraries): ClassifiedPlace[] {
  const { judge } = libraries;
  const { flow } = judge.program;
  return modelsOf('store').flatMap((model) => {
    const plugins = compileOrigins(model.plugins);
    if (!plugins) return [];
    return flow.calls.flatMap((site): ClassifiedPlace[] => {
      if (!handsOn(libraries, site, plugins) || !isDeployed(libraries, site.fn) || isMoved(libraries, site, model))
        return [];
      const judged = judgeStoreCall(libraries, { fn: site.fn, expr: site.expr, site, token: -1 }, model);
      return judged.grade === 'none' ? [] : [placeOfOpinion(libraries, judged, site.fn, site.expr)];
    });
  });
}

function handsOn(libraries: Libraries, site: CallSite, plugins: RegExp): boolean {
  if (site.name !== 'register' && site.name !== 'use') return false;
  const { flow } = libraries.judge.program;
  return site.args.some((node) =>
    [...(flow.values[node] ?? [])].some((token) => {
      const value = flow.tokens[token];
      return value?.t === 'external' && plugins.test(value.origin);
    }),
  );
}

/** A library with one cache for everybody: its functions are the cache. */
function placesOfSharedCaches(libraries: Libraries): ClassifiedPlace[] {
  const { judge } = libraries;
  return modelsOf('cache').flatMap((model) => {
    const shared = model.shared ?? [];
    const names = [...model.methods.reads, ...model.methods.writes, ...model.methods.deletes];
    const functions = compileOrigins(shared.map((origin) => `${origin}.{${names.join(',')}}`));
    const calls = functions
      ? judge.program.flow.calls.filter(({ externals }) => externals.some((origin) => functions.test(origin)))
      : [];
    const first = calls.find(
      ({ name, fn }) => name !== null && model.methods.writes.includes(name) && isDeployed(libraries, fn),
    );
    if (!first) return [];
    const at = { fn: first.fn, pos: first.expr.pos };
    const module = judge.program.index.moduleOfFunction[first.fn] as number;
    const root: StateRoot = {
      id: '',
      module,
      name: shared[0] ?? '',
      declaration: 'import',
      pos: at.pos,
      variable: -1,
      node: -1,
      type: null,
    };
    const judged = judgeCacheCalls(libraries, root, calls, model, { site: null, token: null, at });
    return judged.grade === 'none' ? [] : [placeOfOpinion(libraries, judged, first.fn, first.expr)];
  });
}

function placeOfUnit(libraries: Libraries, { use, wrong }: SharedUnit): ClassifiedPlace {
  return placeOfOpinion(libraries, wrongOpinion(wrong, { fn: use.fn, pos: use.expr.pos }), use.fn, use.expr);
}

function rootOfUnit(libraries: Libraries, { variable }: SharedUnit): StateRoot | undefined {
  return variable < 0 ? undefined : libraries.held.roots.find((root) => root.variable === variable);
}

/** What the objects of libraries mean for each binding that holds one. */
function opinionsByRoot(
  libraries: Libraries,
  opinions: ReadonlyMap<number, Opinion>,
  units: readonly SharedUnit[],
  leaks: readonly ClassifiedPlace[],
): Map<string, Opinion> {
  const byRoot = new Map<string, Opinion>();
  const add = (root: string, judged: Opinion): void => {
    const known = byRoot.get(root);
    byRoot.set(root, known ? worse(known, judged) : judged);
  };
  for (const root of libraries.held.roots) {
    for (const token of root.node < 0 ? [] : (libraries.judge.program.flow.values[root.node] ?? [])) {
      const judged = opinions.get(token);
      if (!judged) continue;
      const reports = reportingRoot(libraries, token) === root && judged.isReportedElsewhere !== true;
      add(root.id, reports ? judged : { ...judged, isReportedElsewhere: true });
    }
  }
  for (const [token, judged] of opinions) {
    const holder = judged.grade === 'none' ? null : holderOf(libraries, token);
    if (holder && holder.path.length > 0) add(holder.root.id, { ...judged, isReportedElsewhere: true });
  }
  for (const unit of units) {
    const root = rootOfUnit(libraries, unit);
    if (root) add(root.id, wrongOpinion(unit.wrong, { fn: unit.use.fn, pos: unit.use.expr.pos }));
  }
  for (const { binding, grade, message, fn, pos } of leaks) {
    if (binding === null) continue;
    add(binding, { ...opinion('library-state', grade, message, { fn, pos }), isReportedElsewhere: true });
  }
  return byRoot;
}
