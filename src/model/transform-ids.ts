/** Every transform, in the order in which the documentation lists them. */
export const TRANSFORM_IDS = [
  'hoist-client',
  'localize-request-state',
  'bound-cache',
  'externalize-counter',
  'externalize-map',
  'externalize-list',
  'externalize-cell',
  'externalize-library-store',
  'await-commit',
] as const;

export type TransformId = (typeof TRANSFORM_IDS)[number];
