import { planState, STATE_RULES } from './externalize/plan-state.js';
import type { Transform } from './transform.js';

export const externalizeCell: Transform = {
  id: 'externalize-cell',
  summary: 'Turns any other value, flags and aggregates into a cell of the store.',
  store: true,
  rules: STATE_RULES,
  plan: (task, context) => planState('externalize-cell', task, context),
};
