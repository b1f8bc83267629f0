import type { BindingOutcome, Divergence, Mode, ModeSummary, RunNote, Verification } from '../model/verification.js';
import { compareText } from '../support/compare.js';
import type { CheckContext } from './check/context.js';
import type { Found } from './check/find-divergences.js';
import type { FirstRuns } from './check/first-runs.js';
import type { Study } from './program/study-program.js';
import type { VerifyOptions } from './verify-options.js';
import type { Windows } from './windows/run-windows.js';

export interface ToSummarise {
  readonly options: VerifyOptions;
  readonly study: Study;
  readonly context: CheckContext;
  readonly found: Found;
  readonly windows: Windows;
  readonly first: FirstRuns;
  readonly bindings: readonly BindingOutcome[];
  readonly withheld: string | null;
  readonly notes: readonly RunNote[];
}

/** Everything that was found, as one record. */
export function summarise(given: ToSummarise): Verification {
  const { options, study, context, found, windows, bindings, withheld, notes } = given;
  const divergences = [...found.divergences, ...windows.divergences];
  return {
    $schema: 'stateless-migrate/verification.schema.json',
    schemaVersion: 1,
    tool: study.report.tool,
    outcome: divergences.length === 0 ? 'no-divergence' : 'divergence',
    entries: study.entries.map(({ file, exportName, kind }) => ({
      file,
      export: exportName,
      kind: kind ?? 'detected',
    })),
    target: context.program.target,
    reference: options.against ?? 'itself',
    seed: context.seed,
    trace: { source: study.isMade ? 'made' : 'given', events: context.trace.map(({ payload }) => payload) },
    store: options.store ?? null,
    modes: [...modesOf(given), ...windows.modes],
    divergences,
    bindings: [...bindings.map((one) => withWitness(one, found.divergences))].sort(
      (a, b) => compareText(a.file, b.file) || a.line - b.line || compareText(a.binding, b.binding),
    ),
    attributionWithheld: withheld,
    tolerated: unique(found.tolerated),
    masked: context.knowledge.masked(),
    notes: [...notes],
  };
}

function modesOf({ first, found }: ToSummarise): ModeSummary[] {
  const none = { orders: null, cut: null };
  const immortal: ModeSummary = {
    mode: 'immortal',
    schedules: 3,
    steps: first.steps.length * 3,
    divergences: 0,
    ...none,
  };
  const rest = [...found.ran].map(([mode, { schedules, steps }]): ModeSummary => {
    const divergences = found.divergences.filter((one) => one.mode === mode).length;
    return { mode, schedules, steps, divergences, orders: null, cut: isLast(found, mode) ? found.cut : null };
  });
  return [immortal, ...rest];
}

function isLast({ ran }: Found, mode: Mode): boolean {
  return [...ran.keys()].at(-1) === mode;
}

/** A divergence shows a binding to be observable, also where putting it back in one container changes nothing. */
function withWitness(outcome: BindingOutcome, divergences: readonly Divergence[]): BindingOutcome {
  if (outcome.outcome === 'observable') return outcome;
  const shown = divergences.find(({ bindings }) => bindings.includes(outcome.binding));
  if (shown === undefined) return outcome;
  const { step, path, expected, got } = shown;
  return { ...outcome, outcome: 'observable', witness: { step, path, expected, got } };
}

function unique<T extends { readonly binding: string }>(list: readonly T[]): readonly T[] {
  return list.filter((one, index) => list.findIndex((other) => other.binding === one.binding) === index);
}
