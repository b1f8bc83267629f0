/** One event of a schedule: what is sent, to which container, and when. */
export interface Step {
  /** Identity of the step in the schedule that it comes from. Clock and draws follow from it, so it survives shrinking. */
  readonly id: number;
  /** Position in the trace. */
  readonly event: number;
  /** Ordinal of the container. One that was not there before starts cold. */
  readonly container: number;
  /** Milliseconds since the start of the schedule. */
  readonly at: number;
}

/** The same events in the same order, in one container that lives for ever. */
export function immortal(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => ({ ...step, container: 0 }));
}

/** The same events, each in a container of its own. */
export function fresh(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) => ({ ...step, container: step.id + 1 }));
}
