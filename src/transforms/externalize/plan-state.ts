import type { TransformId } from '../../model/transform-ids.js';
import type { ts } from '../../project/precise/precise-project.js';
import type { Outcome, Task, TransformContext } from '../transform.js';
import { analyse, type Analysis } from './analysis.js';
import { functionsOf } from './functions.js';
import { mutationsOf } from './mutations.js';
import { planComponent, type Planned } from './plan-component.js';
import { touchesOf, type Touches } from './touches.js';
import { strip, unitsOf, type Unit } from './unit.js';

/** Rules whose findings say that state has to outlive the process. */
export const STATE_RULES: readonly string[] = [
  'in-memory-counter',
  'in-memory-accumulator',
  'in-memory-session',
  'in-memory-queue',
  'mutable-flag',
  'request-state-leak',
  'unbounded-cache',
];

const OWN_RULES = new Set(STATE_RULES.slice(0, -2));

/** What one of the transforms says about a task. State that is used together moves together, whoever is asked first. */
export function planState(id: TransformId, task: Task, context: TransformContext): Outcome {
  const plans = context.shared(planAll);
  const planned = plans.get(task.id);
  if (planned === undefined) return { kind: 'not-mine' };
  return planned.transform === id ? planned.outcome : { kind: 'not-mine' };
}

interface PlannedTask {
  readonly transform: TransformId;
  readonly outcome: Outcome;
}

function planAll(context: TransformContext): ReadonlyMap<string, PlannedTask> {
  const plans = new Map<string, PlannedTask>();
  const tasks = context.tasks.filter(
    ({ binding, findings }) => binding !== null && findings.some(({ rule }) => STATE_RULES.includes(rule)),
  );
  if (tasks.length === 0) return plans;
  const a = analyse(context, [...new Set(tasks.map(({ binding }) => binding?.file ?? ''))]);
  const units = collectUnits(a, tasks, plans);
  const functions = functionsOf(a);
  const mutations = mutationsOf(a, functions);
  const touches = touchesOf(a, functions, units);
  for (const component of componentsOf(touches, units)) {
    if (!component.some((unit) => isState(a, unit))) continue;
    const planned = planComponent({
      a,
      functions,
      mutations,
      touches: touchesOf(a, functions, component),
      units: component,
    });
    setOutcome(a, component, planned, plans);
  }
  return plans;
}

/**
 * Whether a unit alone is reason enough. A value that each request overwrites belongs into the request, and a cache stays
 * one; a container that is filled in place and never replaced is state, whatever else is said of it.
 */
function isState(a: Analysis, { tasks, node, initializer }: Unit): boolean {
  const rules = tasks.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  if (rules.some((rule) => OWN_RULES.has(rule))) return true;
  if (!rules.includes('request-state-leak') || !a.ts.isVariableDeclaration(node)) return false;
  const value = strip(a, initializer);
  return (
    (node.parent.flags & a.ts.NodeFlags.Const) !== 0 &&
    value !== null &&
    (a.ts.isArrayLiteralExpression(value) || a.ts.isObjectLiteralExpression(value))
  );
}

/** A cache starts empty; what starts with content and is taken from is state. */
function isCache(a: Analysis, { tasks, initializer }: Unit): boolean {
  const value = strip(a, initializer);
  const isEmpty =
    value === null ||
    (a.ts.isNewExpression(value) && !value.arguments?.length) ||
    (a.ts.isObjectLiteralExpression(value) && value.properties.length === 0);
  return isEmpty && tasks.every(({ findings }) => findings.every(({ rule }) => rule === 'unbounded-cache'));
}

/** Tasks about one place that keeps state are one unit. */
function collectUnits(a: Analysis, tasks: readonly Task[], plans: Map<string, PlannedTask>): Unit[] {
  const byId = new Map<string, Unit>();
  for (const task of tasks) {
    for (const unit of unitsOf(a, task)) {
      if ('refused' in unit)
        plans.set(task.id, { transform: 'externalize-cell', outcome: { kind: 'refused', reason: unit.refused } });
      else {
        const same = byId.get(unit.id);
        if (same === undefined) byId.set(unit.id, unit);
        else if (!same.tasks.includes(task)) same.tasks.push(task);
      }
    }
  }
  return [...byId.values()].filter((unit) => !isCache(a, unit));
}

/** Units that one function works on, directly or through others, belong together. */
function componentsOf(touches: Touches, units: readonly Unit[]): Unit[][] {
  const owner = new Map<Unit, Set<Unit>>(units.map((unit) => [unit, new Set([unit])]));
  const join = (group: Iterable<Unit>): void => {
    const [first, ...rest] = group;
    const target = first && owner.get(first);
    if (target === undefined) return;
    for (const unit of rest) {
      for (const member of owner.get(unit) ?? []) {
        target.add(member);
        owner.set(member, target);
      }
    }
  };
  for (const { units: group } of touches.roots) join(group);
  const byHolder = new Map<ts.Node, Unit[]>();
  for (const unit of units) {
    if (unit.kind !== 'static' && unit.kind !== 'member') continue;
    byHolder.set(unit.node.parent, [...(byHolder.get(unit.node.parent) ?? []), unit]);
  }
  for (const group of byHolder.values()) join(group);
  return [...new Set(owner.values())].map((group) => units.filter((unit) => group.has(unit)));
}

function setOutcome(a: Analysis, units: readonly Unit[], planned: Planned, plans: Map<string, PlannedTask>): void {
  const tasks = units.flatMap((unit) => unit.tasks.map((task) => ({ task, unit })));
  const ids = [...new Set(tasks.map(({ task }) => task.id))];
  for (const { task, unit } of tasks) {
    const transform = transformFor(a, unit);
    if ('refused' in planned) plans.set(task.id, { transform, outcome: { kind: 'refused', reason: planned.refused } });
    else plans.set(task.id, { transform, outcome: { ...planned, covers: ids.filter((id) => id !== task.id) } });
  }
}

/** By what the variable holds at first. */
function transformFor(a: Analysis, unit: Unit): TransformId {
  const { ts } = a;
  const value = strip(a, unit.initializer);
  if (value === null || unit.kind === 'instance') return 'externalize-cell';
  if (ts.isNumericLiteral(value)) return 'externalize-counter';
  if (ts.isArrayLiteralExpression(value)) return 'externalize-list';
  if (ts.isNewExpression(value))
    return /^(Map|Set)$/.test(value.expression.getText()) ? 'externalize-map' : 'externalize-cell';
  if (ts.isObjectLiteralExpression(value))
    return value.properties.length === 0 ? 'externalize-map' : 'externalize-cell';
  return 'externalize-cell';
}
