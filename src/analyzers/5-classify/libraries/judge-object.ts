import type { Opinion } from '../opinion.js';
import { opinion } from '../opinion.js';
import { judgeLibraryCache } from './judge-cache.js';
import { judgeEmitter } from './judge-emitter.js';
import { judgeLibraryFile } from './judge-file.js';
import { judgeMemoizer } from './judge-memoizer.js';
import { judgeReactive } from './judge-reactive.js';
import { judgeStoreObject } from './judge-store.js';
import { judgeLock, judgeQueue, judgeScheduler } from './judge-work.js';
import type { Libraries, LibraryObject } from './libraries.js';

/** What a library keeps in one of its objects, and whether that is right; null where its model has nothing to say here. */
export function judgeLibraryObject(libraries: Libraries, object: LibraryObject): Opinion | null {
  const { model } = object;
  switch (model.kind) {
    case 'store':
      return judgeStoreObject(libraries, object, model);
    case 'cache':
      return judgeLibraryCache(libraries, object, model);
    case 'memoizer':
      return judgeMemoizer(libraries, object, model);
    case 'lock':
      return judgeLock(libraries, object, model);
    case 'queue':
      return judgeQueue(libraries, object, model);
    case 'scheduler':
      return judgeScheduler(libraries, object, model);
    case 'file':
      return judgeLibraryFile(libraries, object, model);
    case 'reactive':
      return judgeReactive(libraries, object, model);
    case 'emitter':
      return judgeEmitter(libraries, object, model);
    case 'harmless':
      return opinion(model.classification, 'none', model.message, object.site ? placeOfSite(object) : null);
  }
}

function placeOfSite(object: LibraryObject): { fn: number; pos: number } {
  return { fn: object.fn, pos: object.expr.pos };
}
