import { memoryRecords } from '../../src/stores/runtime/memory-records.js';
import { stateStore } from '../../src/stores/runtime/state-store.js';
import { conformance } from './conformance.js';
import { recordLaws } from './record-laws.js';

conformance('in memory', {
  transactions: 'any',
  isShared: false,
  start: () =>
    Promise.resolve({
      load: () => {
        const open = () => {
          throw new Error('STATE_URL says memory');
        };
        return Promise.resolve(stateStore({ store: 'redis', packageName: 'shop', open }));
      },
      env: { STATE_URL: 'memory:' },
      stop: () => Promise.resolve(),
    }),
});

recordLaws('in memory', { open: memoryRecords });
