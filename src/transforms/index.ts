import type { Transform } from './transform.js';

/** Every transform. Those of one rule are asked in this order; the first that does not pass plans or refuses. */
export const TRANSFORMS: readonly Transform[] = [];
