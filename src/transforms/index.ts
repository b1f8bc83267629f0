import { awaitCommit } from './await-commit/index.js';
import { boundCache } from './bound-cache/index.js';
import { externalizeLibraryStore } from './externalize-library-store/index.js';
import { hoistClient } from './hoist-client/index.js';
import { localizeRequestState } from './localize-request-state/index.js';
import type { Transform } from './transform.js';

/** Every transform. Those of one rule are asked in this order; the first that does not pass plans or refuses. */
export const TRANSFORMS: readonly Transform[] = [
  hoistClient,
  localizeRequestState,
  boundCache,
  externalizeLibraryStore,
  awaitCommit,
];
