/**
 * Takes a program and a trace of events, runs them in simulated short-lived containers, and compares.
 * Gives a Verification: the smallest run with a wrong answer and the binding that explains it, or how much was run.
 * Does not prove anything: it says in how many schedules no divergence was seen.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLATFORMS } from '../model/platforms.js';
import type { Mode, RunNote, Verification } from '../model/verification.js';
import { ablate, type Ablation, prepareAblation } from './attribution/ablate.js';
import { runIn } from './check/compare-schedule.js';
import type { CheckContext } from './check/context.js';
import { findDivergences, type Found } from './check/find-divergences.js';
import { firstRuns } from './check/first-runs.js';
import { planSchedules } from './check/plan-schedules.js';
import { openKnowledge } from './check/knowledge.js';
import { FLEET } from './schedule/make-schedule.js';
import { openPrograms } from './program/open-programs.js';
import type { TraceEvent } from './program/program.js';
import { studyProgram } from './program/study-program.js';
import { linkTrace } from './trace/link-trace.js';
import { runWindows } from './windows/run-windows.js';
import type { VerifyOptions } from './verify-options.js';
import { summarise } from './summarise.js';

export { STORES, type VerifiedStore, type VerifyOptions, type VerifyProgress } from './verify-options.js';

const TIME_BUDGET_MS = 120_000;

/** Runs the program. Throws UserError where it cannot be run at all. Nothing is running afterwards. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stateless-verify-')));
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  const onAbort = (): void => void close();
  options.signal?.addEventListener('abort', onAbort);
  try {
    return await runAll(options, folder, closers);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await close();
    // stateless-ignore-next-line local-file-state -- a folder of this call alone
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runAll(options: VerifyOptions, folder: string, closers: (() => Promise<void>)[]): Promise<Verification> {
  const notes: RunNote[] = [];
  options.onProgress?.({ mode: 'audit', done: 0, total: 1 });
  const study = await studyProgram(options, (note) => notes.push(note));
  const programs = await openPrograms(options, study, folder, closers);
  const opened: CheckContext = {
    ...programs,
    trace: study.trace,
    seed: options.seed ?? 'stateless',
    bindings: study.bindings,
    suspected: study.suspected,
    knowledge: openKnowledge(),
    deadline: performance.now() + (options.timeBudgetMs ?? TIME_BUDGET_MS),
    note: (note) => {
      if (!notes.some(({ code, message }) => code === note.code && message === note.message)) notes.push(note);
    },
    progress: (mode, done, total) => options.onProgress?.({ mode, done, total }),
  };
  const context = study.isMade ? { ...opened, trace: await linkedTrace(opened) } : opened;
  const modes = options.modes ?? modesFor(study.entries[0]?.target ?? 'lambda');
  const first = await firstRuns(context);
  const ablation = needsBindings(modes) ? await prepareAblation(context, first.steps, first.run) : NO_ABLATION;
  const schedules = planSchedules(modes, context, options.runs ?? RUNS, options.steps ?? FLEET.steps);
  const found: Found = await findDivergences(context, schedules, ablation.resettable);
  const windows = await runWindows(context, modes, programs.store);
  options.onProgress?.({ mode: 'attribution', done: 0, total: 1 });
  const bindings = needsBindings(modes) ? await ablate(context, first.steps, ablation) : [];
  return summarise({ options, study, context, found, windows, first, bindings, withheld: ablation.withheld, notes });
}

/** A made trace with what its first answers give out put into later events. */
async function linkedTrace(context: CheckContext): Promise<readonly TraceEvent[]> {
  const { program, trace, seed } = context;
  const steps = trace.map((_, event) => ({ id: event, event, container: 0, at: (event + 1) * 1000 }));
  return linkTrace(trace, (await runIn(context, program, steps, { seed })).answers);
}

/** Bindings are put back one by one where events come one by one. */
function needsBindings(modes: readonly Mode[]): boolean {
  return modes.includes('fresh') || modes.includes('fleet') || modes.every((mode) => mode === 'immortal');
}

const NO_ABLATION: Ablation = {
  resettable: [],
  withheld: 'no mode was run in which bindings are put back',
  whole: null,
};

/** Random schedules of the fleet. */
const RUNS = 4;

function modesFor(target: keyof typeof PLATFORMS): readonly Mode[] {
  const usual: Mode[] = ['immortal', 'fresh', 'fleet'];
  return PLATFORMS[target].concurrent ? [...usual, 'concurrent'] : usual;
}
