import type { LibraryModel } from './library-model.js';

/** Queues whose work waits in the memory of the process. */
export const QUEUES: readonly LibraryModel[] = [
  {
    kind: 'queue',
    made: ['new p-queue[.PQueue]'],
    add: ['add', 'addAll'],
    join: ['onIdle', 'onEmpty', 'onSizeLessThan'],
  },
  {
    kind: 'queue',
    made: ['fastq[.promise]()', 'fastq.promise()'],
    add: ['push', 'unshift'],
    join: ['drained', 'drain'],
  },
  {
    kind: 'queue',
    made: [
      'async[/queue].{queue,priorityQueue,cargo,cargoQueue}()',
      'async/{queue,priorityQueue,cargo}()',
      'neo-async.queue()',
    ],
    add: ['push', 'unshift', 'pushAsync', 'unshiftAsync'],
    join: ['drain', 'drained'],
  },
  {
    kind: 'queue',
    made: ['new {better-queue,queue,queue-promise}[.*]', 'queue[.*]()'],
    add: ['push', 'enqueue'],
    join: ['end'],
  },
];
