import type { Category } from '../model/classification.js';

/** What the program is held against, by category of its state: an answer that differs from it is a defect. */
export const ORACLE_OF: Readonly<Record<Category, string>> = {
  'business-state': 'the original program in one process that never ends',
  cache: 'the program without the cache, at most one TTL old',
  infrastructure: 'none: connections, clients and derived values have no influence on answers',
  configuration: 'none: what is never written after loading is the same in every environment',
  lifecycle: 'each event in an environment of its own',
  undetermined: 'unknown: a gap in the analysis prevents a verdict',
};
