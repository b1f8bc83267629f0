/**
 * planner. Takes: the findings of an audit as tasks, the transforms, and what a transform may look at. Gives: for each task
 * a planned step, or the reason why there is none. Does not: read files, check or write edits.
 */
import type { NotMigrated } from '../model/plan.js';
import { errorIn } from '../support/invariant.js';
import type { PlannedStep, Task, Transform, TransformContext } from '../transforms/transform.js';
import { refOf } from './finding-ref.js';

export interface PlannerInput {
  readonly transforms: readonly Transform[];
  readonly context: TransformContext;
  /** Transforms that the user asked for; empty for all. */
  readonly only: readonly string[];
  readonly allowUnsafe: boolean;
  /** Ids of steps that are not wanted, and those that a check stopped, with the reason. */
  readonly stopped: ReadonlyMap<string, Stopped>;
  /** With `isFatal`, an error of a transform ends the run. */
  readonly isFatal: boolean;
}

export interface Stopped {
  readonly kind: 'gate' | 'skipped';
  readonly reason: string;
}

export interface Candidate {
  /** `hoist-client:src/api.ts:12:9` */
  readonly id: string;
  readonly transform: Transform;
  /** The task and those that its step does as well. */
  readonly tasks: readonly Task[];
  readonly step: PlannedStep;
}

export interface PlannedTasks {
  readonly candidates: readonly Candidate[];
  readonly notMigrated: readonly NotMigrated[];
}

/** Asks the transforms about every task. */
export function planTasks(input: PlannerInput): PlannedTasks {
  const candidates: Candidate[] = [];
  const notMigrated: NotMigrated[] = [];
  const covered = new Set<string>();
  for (const task of input.context.tasks) {
    if (covered.has(task.id)) continue;
    const answer = planTask(task, input);
    if ('step' in answer) {
      const also = answer.step.covers ?? [];
      for (const id of [task.id, ...also]) covered.add(id);
      const tasks = [task, ...input.context.tasks.filter(({ id }) => also.includes(id) && id !== task.id)];
      candidates.push({ ...answer, tasks });
    } else notMigrated.push(...task.findings.map((finding) => ({ ...refOf(finding), ...answer })));
  }
  const open = notMigrated.filter(({ binding }) => binding === null || !covered.has(binding));
  return { candidates, notMigrated: open };
}

type Reason = Pick<NotMigrated, 'transform' | 'reason' | 'kind'>;

function planTask(task: Task, input: PlannerInput): Omit<Candidate, 'tasks'> | Reason {
  const rules = new Set(task.findings.map(({ rule }) => rule));
  let last: Reason | null = null;
  for (const transform of input.transforms) {
    if (!transform.rules.some((rule) => rules.has(rule))) continue;
    if (input.only.length > 0 && !input.only.includes(transform.id)) {
      last ??= { transform: transform.id, kind: 'skipped', reason: `--only leaves out ${transform.id}` };
      continue;
    }
    const id = `${transform.id}:${task.id}`;
    const stopped = input.stopped.get(id);
    if (stopped) return { transform: transform.id, ...stopped };
    const outcome = ask(transform, task, input);
    if (outcome.kind === 'not-mine') continue;
    if (outcome.kind === 'refused') return { transform: transform.id, kind: 'manual', reason: outcome.reason };
    if (outcome.applicability === 'unsafe' && !input.allowUnsafe) {
      return {
        transform: transform.id,
        kind: 'unsafe',
        reason: outcome.why ?? 'it may change what the program answers',
      };
    }
    return { id, transform, step: outcome };
  }
  return last ?? { transform: null, kind: 'manual', reason: 'no transform repairs this' };
}

function ask(transform: Transform, task: Task, { context, isFatal }: PlannerInput): ReturnType<Transform['plan']> {
  try {
    return transform.plan(task, context);
  } catch (error) {
    if (isFatal) throw errorIn(`${transform.id} on ${task.id}`, error);
    const { message } = errorIn('the transform failed on this code', error);
    return { kind: 'refused', reason: message };
  }
}
