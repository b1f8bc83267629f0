import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { labelsOf } from '../judge.js';
import type { MemoizerModel } from './models/library-model.js';
import { hasOption, optionOf } from './options.js';
import { isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** Judges a function that remembers its results, by what its callers pass and by what its key leaves out. */
export function judgeMemoizer(libraries: Libraries, object: LibraryObject, model: MemoizerModel): Opinion | null {
  const { judge } = libraries;
  const { fn, expr, site, token } = object;
  if (!isDeployed(libraries, fn)) return null;
  const at = { fn, pos: expr.pos };
  if (!outlivesInvocation(libraries, token)) return opinion('client', 'none', 'is only there for one invocation', at);
  const calls = (libraries.callsOn.get(token) ?? []).filter(
    (call) => runsIn(judge.program, call.fn, 'invoke') && call.name === null,
  );
  const leftOut =
    site && model.keyedBy === 'first-argument' && !hasKey(libraries, site, model)
      ? omitted(libraries, site, calls)
      : null;
  if (leftOut) {
    return opinion(
      'mis-keyed-cache',
      'critical',
      `remembers each result under the first argument alone, but is called with ${leftOut.label} as well: one caller is answered with another's result`,
      leftOut.at,
    );
  }
  const isBounded = model.bounded === 'always' || (site && isLimited(libraries, site, model.bounded));
  if (isBounded) return opinion('bounded-cache', 'none', 'remembers results for a time, or up to a limit', at);
  const growing = calls.find((call) => call.expr.args.some((arg) => labelsOf(judge, call.fn, arg).size > 0));
  if (!growing)
    return opinion('memo', 'none', 'computed once for each of a fixed set of arguments', at, { confidence: 'medium' });
  return opinion(
    'unbounded-cache',
    'medium',
    'remembers every result for ever: it grows with every new argument and never asks again',
    { fn: growing.fn, pos: growing.expr.pos },
    { harmful: true },
  );
}

function hasKey(libraries: Libraries, site: CallSite, model: MemoizerModel): boolean {
  const resolver = model.keyArgument === undefined ? undefined : site.expr.args[model.keyArgument];
  if (resolver && resolver.k !== 'literal') return true;
  return model.keyOptions.some((path) => hasOption(libraries.judge, site, path));
}

/** What a caller passes beside the first argument and what does not follow from it, where the function takes it. */
function omitted(
  libraries: Libraries,
  site: CallSite,
  calls: readonly CallSite[],
): { label: string; at: { fn: number; pos: number } } | null {
  const { judge } = libraries;
  if (!takesMore(libraries, site)) return null;
  for (const call of calls) {
    const [first, ...others] = call.expr.args as [Expr | undefined, ...Expr[]];
    const inKey = labelsOf(judge, call.fn, first ?? null);
    for (const label of others.flatMap((other) => [...labelsOf(judge, call.fn, other)]).sort()) {
      const covered = [...inKey].some((known) => label === known || label.startsWith(`${known}.`));
      if (!covered) return { label, at: { fn: call.fn, pos: call.expr.pos } };
    }
  }
  return null;
}

/** The function that is wrapped takes more than one argument. */
function takesMore(libraries: Libraries, site: CallSite): boolean {
  const { flow, index } = libraries.judge.program;
  const [wrapped] = site.args;
  const held = [...((wrapped === undefined ? undefined : flow.values[wrapped]) ?? [])].map(
    (token) => flow.tokens[token],
  );
  return held.every((value) => value?.t !== 'function' || functionAt(index, value.fn).params.length > 1);
}

function isLimited(libraries: Libraries, site: CallSite, options: readonly string[]): boolean {
  return options.some((path) => {
    const option = optionOf(libraries.judge, site, path);
    return (
      option.is === 'set' &&
      !option.values.every(({ expr }) => expr.k === 'new' && expr.callee.k === 'global' && expr.callee.name === 'Map')
    );
  });
}
