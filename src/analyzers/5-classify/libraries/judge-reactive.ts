import { runsIn } from '../../../model/reached-program.js';
import { labelsOf } from '../judge.js';
import type { ReactiveModel } from './models/library-model.js';
import { isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { compileOrigins } from './origins.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** Judges a value that readers watch: one for all requests where a module holds it and a request writes it. */
export function judgeReactive(libraries: Libraries, object: LibraryObject, model: ReactiveModel): Opinion | null {
  const { judge } = libraries;
  const { fn, expr, token } = object;
  if (!isDeployed(libraries, fn) || !outlivesInvocation(libraries, token)) return null;
  const writers = compileOrigins(model.writtenBy);
  const calls = [
    ...(libraries.callsOn.get(token) ?? []).filter(({ name }) => name !== null && model.writes.includes(name)),
    ...(writers
      ? judge.program.flow.calls.filter(({ externals }) => externals.some((origin) => writers.test(origin)))
      : []),
  ];
  const write = calls.find(
    (call) =>
      runsIn(judge.program, call.fn, 'invoke') && call.expr.args.some((arg) => labelsOf(judge, call.fn, arg).size > 0),
  );
  const at = { fn, pos: expr.pos };
  if (!write) return opinion('client', 'none', 'no request writes it', at, { confidence: 'medium' });
  return opinion(
    'request-state',
    'critical',
    'is one value for all requests of the environment: what is rendered for one shows the data of another; make it for each request',
    { fn: write.fn, pos: write.expr.pos },
  );
}
