import type { Plan } from '../model/plan.js';
import { toJson } from './json.js';

/** The plan as JSON, which `apply` and the jscodeshift module `apply-plan` read. */
export function planJson(plan: Plan): string {
  return toJson(plan);
}
