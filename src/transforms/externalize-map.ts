import { planState, STATE_RULES } from './externalize/plan-state.js';
import type { Transform } from './transform.js';

export const externalizeMap: Transform = {
  id: 'externalize-map',
  summary: 'Turns an object used as a dictionary, a Map or a Set into an entity of the store.',
  store: true,
  rules: STATE_RULES,
  plan: (task, context) => planState('externalize-map', task, context),
};
