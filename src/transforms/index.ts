import { awaitCommit } from './await-commit/index.js';
import { boundCache } from './bound-cache/index.js';
import { externalizeCell } from './externalize-cell.js';
import { externalizeCounter } from './externalize-counter.js';
import { externalizeLibraryStore } from './externalize-library-store/index.js';
import { externalizeList } from './externalize-list.js';
import { externalizeMap } from './externalize-map.js';
import { hoistClient } from './hoist-client/index.js';
import { localizeRequestState } from './localize-request-state/index.js';
import type { Transform } from './transform.js';

/** Every transform. Those of one rule are asked in this order; the first that does not pass plans or refuses. */
export const TRANSFORMS: readonly Transform[] = [
  hoistClient,
  externalizeCounter,
  externalizeMap,
  externalizeList,
  externalizeCell,
  localizeRequestState,
  boundCache,
  externalizeLibraryStore,
  awaitCommit,
];
