import type { Divergence, Mode, ModeSummary } from '../../model/verification.js';
import type { CheckContext } from '../check/context.js';
import type { OpenStore } from '../store/open-store.js';
import { runConcurrent } from './concurrent.js';
import { runCrash } from './crash.js';
import { runInterleave } from './interleave.js';
import { type Window, windowsOf } from './window.js';
import type { WindowResult } from './window-result.js';

/** What the modes gave in which events are in flight together. */
export interface Windows {
  readonly divergences: readonly Divergence[];
  readonly modes: readonly ModeSummary[];
}

/** Runs `concurrent`, `interleave` and `crash`, as far as they were asked for. */
export async function runWindows(context: CheckContext, modes: readonly Mode[], store: OpenStore): Promise<Windows> {
  const divergences: Divergence[] = [];
  const summaries: ModeSummary[] = [];
  for (const mode of ['concurrent', 'interleave', 'crash'] as const) {
    if (!modes.includes(mode)) continue;
    if (mode !== 'concurrent' && store.address === null) {
      context.note({ code: 'not-run', message: `${mode} needs a store: --store redis --start-store` });
      continue;
    }
    const windows = mode === 'crash' ? singles(context) : windowsOf(context.trace.length);
    summaries.push(await runMode(context, mode, windows, store, divergences));
  }
  return { divergences, modes: summaries };
}

async function runMode(
  context: CheckContext,
  mode: 'concurrent' | 'interleave' | 'crash',
  windows: readonly Window[],
  store: OpenStore,
  divergences: Divergence[],
): Promise<ModeSummary> {
  const total = { schedules: 0, steps: 0, covered: 0, possible: 0 };
  let cut: string | null = null;
  let found = 0;
  for (const [position, window] of windows.entries()) {
    if (performance.now() > context.deadline) {
      cut = `time budget, after ${position} of ${windows.length} windows`;
      break;
    }
    context.progress(mode, position, windows.length);
    const result = await runOne(context, mode, window, store);
    for (const name of ['schedules', 'steps', 'covered', 'possible'] as const) total[name] += result[name];
    const { divergence } = result;
    if (divergence === null) continue;
    found += 1;
    // One witness for a binding is enough; others would say the same of more events.
    if (!divergences.some((one) => one.mode === mode && one.binding === divergence.binding))
      divergences.push(divergence);
    if (found >= ENOUGH) {
      cut = 'a divergence was found';
      break;
    }
  }
  const { schedules, steps, covered, possible } = total;
  const shown = divergences.filter((one) => one.mode === mode).length;
  return { mode, schedules, steps, divergences: shown, orders: { covered, possible }, cut };
}

const ENOUGH = 1;

function runOne(
  context: CheckContext,
  mode: 'concurrent' | 'interleave' | 'crash',
  window: Window,
  store: OpenStore,
): Promise<WindowResult> {
  const url = store.address?.url ?? '';
  const variable = store.address?.variable ?? '';
  switch (mode) {
    case 'concurrent':
      return runConcurrent(context, window);
    case 'interleave':
      return runInterleave(context, window, { url, variable });
    case 'crash':
      return runCrash(context, window, { url, variable });
  }
}

/** One event at a time: its container is stopped at each of its operations. */
function singles({ trace }: CheckContext): readonly Window[] {
  return windowsOf(trace.length)
    .filter(({ inFlight }) => inFlight.length === 2 && inFlight[0]?.event === inFlight[1]?.event)
    .map((window) => ({ ...window, inFlight: window.inFlight.slice(0, 1) }));
}
