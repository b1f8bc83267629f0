import { planState, STATE_RULES } from './externalize/plan-state.js';
import type { Transform } from './transform.js';

export const externalizeList: Transform = {
  id: 'externalize-list',
  summary: 'Turns an array that grows and shrinks into an entity of the store.',
  store: true,
  rules: STATE_RULES,
  plan: (task, context) => planState('externalize-list', task, context),
};
