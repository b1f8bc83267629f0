import type { Mode } from '../../model/verification.js';
import { FLEET, fleetSchedule } from '../schedule/make-schedule.js';
import { fresh } from '../schedule/step.js';
import type { CheckContext } from './context.js';
import type { ScheduleToCheck } from './find-divergences.js';
import { roundsOf } from './first-runs.js';

/** The schedules of the modes in which events come one after the other, the cheapest first. */
export function planSchedules(
  modes: readonly Mode[],
  context: CheckContext,
  runs: number,
  length: number,
): readonly ScheduleToCheck[] {
  const planned: ScheduleToCheck[] = [];
  if (modes.includes('fresh')) planned.push({ mode: 'fresh', steps: fresh(roundsOf(context.trace.length)) });
  if (modes.includes('fleet')) {
    for (let run = 0; run < runs; run++) {
      planned.push({
        mode: 'fleet',
        steps: fleetSchedule(`${context.seed}:fleet:${run}`, context.trace.length, { ...FLEET, steps: length }),
      });
    }
  }
  return planned;
}
