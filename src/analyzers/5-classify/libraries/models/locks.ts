import type { LibraryModel } from './library-model.js';

/** Mutexes and semaphores of one process. */
export const LOCKS: readonly LibraryModel[] = [
  {
    kind: 'lock',
    made: ['new async-mutex.{Mutex,Semaphore}', 'async-mutex.{withTimeout,tryAcquire}()'],
    around: ['runExclusive'],
    enter: ['acquire', 'waitForUnlock'],
  },
  { kind: 'lock', made: ['new async-lock'], around: ['acquire'], enter: [] },
  {
    kind: 'lock',
    made: ['new {await-lock,semaphore-async-await,await-semaphore,await-mutex,async-sema}[.*]'],
    around: ['use', 'execute'],
    enter: ['acquire', 'acquireAsync', 'lock', 'wait'],
  },
  {
    kind: 'lock',
    made: ['mutexify[/promise]()', 'p-mutex()', 'new p-mutex'],
    around: ['withLock'],
    enter: ['', 'lock'],
  },
];
