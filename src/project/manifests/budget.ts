/**
 * How many steps an evaluation may still take. Constants, variables and modules can refer to each other so that their
 * values double with every level; a repository that does so on purpose must not hold up the run.
 */
export interface Budget {
  left: number;
}

export function startBudget(steps: number): Budget {
  return { left: steps };
}

/** Takes one step. False once nothing is left: the value is then not known. */
export function spend(budget: Budget): boolean {
  if (budget.left <= 0) return false;
  budget.left--;
  return true;
}
