import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS } from '../../../model/platforms.js';
import type { StateAccess, StateRoot } from '../../../model/state.js';
import { positionAt } from '../../../support/text-position.js';
import { judgeContainer } from '../containers/judge-container.js';
import { walkExpr } from '../../../model/walk-code.js';
import { definitionsOf, mentions, placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import type { CacheModel } from './models/library-model.js';
import { optionOf } from './options.js';
import { holderOf, isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { isWrite } from '../slots.js';
import { phasesOfAccess } from '../state/access-phases.js';
import { isConstant, isDerived } from '../values.js';

/** Judges a cache of a library as a container of the program, and then by what the library bounds. */
export function judgeLibraryCache(libraries: Libraries, object: LibraryObject, model: CacheModel): Opinion | null {
  const { fn, expr, site, token } = object;
  if (!isDeployed(libraries, fn)) return null;
  const at = { fn, pos: expr.pos };
  if (!outlivesInvocation(libraries, token)) return opinion('client', 'none', 'is only there for one invocation', at);
  if (site && isKeptElsewhere(libraries, site, model))
    return opinion('client', 'none', 'its entries are kept elsewhere', at);
  const root = holderOf(libraries, token)?.root ?? rootOfPlace(libraries, object);
  return judgeCacheCalls(libraries, root, libraries.callsOn.get(token) ?? [], model, { site, token, at });
}

interface CacheAt {
  readonly site: CallSite | null;
  readonly token: number | null;
  readonly at: { readonly fn: number; readonly pos: number };
}

/** Judges what a program does with a cache, by its calls. */
export function judgeCacheCalls(
  libraries: Libraries,
  root: StateRoot,
  calls: readonly CallSite[],
  model: CacheModel,
  { site, token, at }: CacheAt,
): Opinion {
  const { judge } = libraries;
  const slot = slotOf(libraries, root, calls, model, token);
  const writes = slot.accesses.filter((access) => isWrite(access) && access.phases.has('invoke'));
  const bound = boundOf(libraries, site, calls, model);
  const harmless = bound ?? opinion('client', 'none', 'filled only while the module loads', at);
  if (writes.length === 0) return harmless;
  const own = judgeContainer(judge, slot, writes, PLATFORMS[libraries.targetOf(root.module)]);
  if (!bound) return own;
  const isCache = own.classification === 'unbounded-cache' || own.verdict !== 'harmful';
  const isRecord = own.classification === 'session-store' && !writes.every((write) => isRederived(judge, slot, write));
  return isCache || (own.classification === 'session-store' && !isRecord) ? bound : own;
}

/** What is stored was computed or fetched, or says that something fetched was not there. */
function isRederived(judge: Judge, slot: Slot, write: StateAccess): boolean {
  if (isDerived(judge, write.fn, write.value)) return true;
  if (!isConstant(write.value)) return false;
  for (
    let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null;
    condition;
    condition = condition.outer
  ) {
    let fetched = false;
    walkDeep(judge, write.fn, condition.test, (part) => {
      if ((part.k === 'call' || part.k === 'await') && !mentions(judge, slot, write.fn, part)) fetched = true;
    });
    if (fetched) return true;
  }
  return false;
}

/** What the library, an option or an age with each entry does against growth. */
function boundOf(
  libraries: Libraries,
  site: CallSite | null,
  calls: readonly CallSite[],
  model: CacheModel,
): Opinion | null {
  const at = site ? { fn: site.fn, pos: site.expr.pos } : null;
  if (model.bounded === 'always' || (site && isSet(libraries, site, model.bounded)))
    return opinion('bounded-cache', 'none', 'a cache that its library bounds', at);
  const writes = calls.filter(({ name }) => name !== null && model.methods.writes.includes(name));
  const aged = writes.length > 0 && writes.every(({ expr }) => expr.args.length > 2);
  if (aged || (site && isSet(libraries, site, model.expires ?? [])))
    return opinion('ttl-cache', 'none', 'entries expire', at);
  return null;
}

function isSet(libraries: Libraries, site: CallSite, options: readonly string[]): boolean {
  return options.some((path) => {
    const option = optionOf(libraries.judge, site, path);
    // `stdTTL: 0` means never.
    return option.is === 'set' && option.values.some(({ expr }) => !(expr.k === 'literal' && expr.value === 0));
  });
}

function isKeptElsewhere(libraries: Libraries, site: CallSite, model: CacheModel): boolean {
  const [first] = site.expr.args;
  if (model.movedByArgument === true && first && first.k !== 'object') {
    const { flow } = libraries.judge.program;
    const node = site.args[0];
    const held = [...((node === undefined ? undefined : flow.values[node]) ?? [])].map((token) => flow.tokens[token]);
    if (first.k === 'new' && first.callee.k === 'global' && first.callee.name === 'Map') return false;
    if (!held.some((value) => value?.t === 'object' && value.what === 'object')) return true;
  }
  return (model.movedBy ?? []).some((path) => {
    const option = optionOf(libraries.judge, site, path);
    return (
      option.is === 'set' &&
      option.values.some(({ expr }) => {
        if (expr.k === 'literal') return expr.value !== 'memory' && expr.value !== 'none';
        return !(expr.k === 'new' && expr.callee.k === 'global' && expr.callee.name === 'Map');
      })
    );
  });
}

/** The calls as accesses to the elements of one container. */
function slotOf(
  libraries: Libraries,
  root: StateRoot,
  calls: readonly CallSite[],
  { methods }: CacheModel,
  token: number | null,
): Slot {
  const { judge, held } = libraries;
  const chain = token === null ? [] : (holderOf(libraries, token)?.chain ?? [token]);
  const accesses = calls.flatMap((site): StateAccess[] => {
    if (site.name === null) return [];
    const kind = methods.writes.includes(site.name)
      ? 'mutate'
      : methods.deletes.includes(site.name)
        ? 'delete'
        : methods.reads.includes(site.name)
          ? 'read'
          : null;
    if (kind === null) return [];
    const [key = null, value = null] = site.expr.args;
    return [
      {
        kind,
        path: ['*'],
        op: kind === 'mutate' ? 'set' : kind === 'delete' ? 'delete' : 'get',
        fn: site.fn,
        pos: site.expr.pos,
        expr: site.expr,
        key,
        value: kind === 'mutate' ? value : null,
        site,
        phases: phasesOfAccess(judge.program, held.owners, site.fn, site.expr, chain, false),
        chain,
        certainty: 'definite',
      },
    ];
  });
  const reads = accesses.filter(({ kind }) => kind === 'read');
  return {
    root,
    path: '',
    accesses: [...accesses, ...changesOfEntries(judge, reads)],
    readExprs: new Set(reads.map(({ expr }) => expr)),
    readers: new Set(reads.map(({ fn }) => fn)),
    holds: new Set(chain),
    beside: accesses,
    answers: new Map(),
  };
}

/** What happens to an entry after it was looked up: `const count = cache.get(ip) ?? [0]; count[0] += 1`. */
function changesOfEntries(judge: Judge, reads: readonly StateAccess[]): StateAccess[] {
  const byFunction = new Map<number, StateAccess[]>();
  for (const read of reads) byFunction.set(read.fn, [...(byFunction.get(read.fn) ?? []), read]);
  return judge.program.flow.candidates.flatMap((candidate): StateAccess[] => {
    if (candidate.k !== 'member-write' || candidate.expr.k !== 'assign') return [];
    const { expr, member, fn } = candidate;
    const { object } = member;
    const here = byFunction.get(fn);
    if (!here || object.k !== 'name') return [];
    const read = here.find((access) =>
      definitionsOf(judge, fn, object).some((value) => {
        let found = false;
        walkExpr(value, (part) => {
          if (part === access.expr) found = true;
        });
        return found;
      }),
    );
    if (!read) return [];
    const path = ['*', member.name ?? '*'];
    return [{ ...read, kind: 'assign', path, op: expr.op, pos: expr.pos, expr, value: expr.value, site: null }];
  });
}

/** Stands for the binding where nothing names the object. */
function rootOfPlace(libraries: Libraries, { fn, expr, token }: LibraryObject): StateRoot {
  const { index } = libraries.judge.program;
  const module = index.moduleOfFunction[fn] as number;
  const source = index.modules[module];
  const { line } = positionAt(source?.lineStarts ?? [0], expr.pos);
  const name = `cache at line ${line}`;
  return {
    id: `${source?.path ?? ''}#${name}`,
    module,
    name,
    declaration: 'const',
    pos: expr.pos,
    variable: -1,
    node: -1 - token,
    type: null,
  };
}
