import { planState, STATE_RULES } from './externalize/plan-state.js';
import type { Transform } from './transform.js';

export const externalizeCounter: Transform = {
  id: 'externalize-counter',
  summary: 'Turns a number that is counted up or down into an entity of the store that is changed in one step.',
  store: true,
  rules: STATE_RULES,
  plan: (task, context) => planState('externalize-counter', task, context),
};
