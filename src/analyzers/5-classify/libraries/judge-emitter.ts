import type { CallSite } from '../../../model/flow.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import type { EmitterModel } from './models/library-model.js';
import { entriesReaching, holderOf, isDeployed, isMadeAtInit, reportingRoot } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** Judges an emitter: publish and subscribe between invocations, or calls within one. */
export function judgeEmitter(libraries: Libraries, object: LibraryObject, model: EmitterModel): Opinion | null {
  const { program } = libraries.judge;
  const { fn, token } = object;
  // An emitter that an invocation makes belongs to a connection or a job, whoever remembers it.
  if (!isDeployed(libraries, fn) || !holderOf(libraries, token) || !isMadeOnce(libraries, object)) return null;
  const calls = (libraries.callsOn.get(token) ?? []).filter((call) => runsIn(program, call.fn, 'invoke'));
  const named = (names: readonly string[]): CallSite[] =>
    calls.filter(({ name }) => name !== null && names.includes(name));
  const subscriptions = named(model.subscribe);
  for (const publication of named(model.publish)) {
    const subscription = subscriptions.find((candidate) => isAnother(libraries, candidate, publication));
    if (!subscription) continue;
    return opinion(
      'library-state',
      'high',
      'carries events from one invocation to another inside one process: subscribers of another environment hear nothing; publish through something that all environments share',
      { fn: publication.fn, pos: publication.expr.pos },
      { rule: 'in-memory-library-store' },
    );
  }
  return null;
}

/** Made while modules load, or kept in a variable of its own when it is first needed. */
function isMadeOnce(libraries: Libraries, { fn, token }: LibraryObject): boolean {
  return isMadeAtInit(libraries, fn) || reportingRoot(libraries, token) !== null;
}

/** Two calls that belong to different invocations: different entry points, or a subscription that outlasts its own. */
function isAnother(libraries: Libraries, subscription: CallSite, publication: CallSite): boolean {
  if (subscription.fn === publication.fn) return false;
  const from = entriesReaching(libraries, publication.fn);
  const to = entriesReaching(libraries, subscription.fn);
  // What is subscribed when the server starts is there once.
  if (from.length === 0 || to.length === 0) return false;
  if (from.some((entry) => !to.includes(entry)) || to.some((entry) => !from.includes(entry))) return true;
  const { program } = libraries.judge;
  // `on('connection', (socket) => { bus.on(…); socket.on('message', () => bus.emit(…)); })`
  return pathTo(program, publication.fn, 'invoke').some(
    (edge) => edge.timing === 'later' && edge.from === subscription.fn,
  );
}
