import type { LibraryModel } from './library-model.js';

/** Reactive values and client-side stores, which a server must make for each request. */
export const REACTIVE_VALUES: readonly LibraryModel[] = [
  {
    kind: 'reactive',
    made: ['svelte/store.writable()'],
    writes: ['set', 'update'],
  },
  {
    kind: 'reactive',
    made: ['{nanostores,@nanostores/*}.{atom,map,deepMap}()'],
    writes: ['set', 'setKey'],
  },
  {
    kind: 'reactive',
    made: ['zustand[/vanilla].{create,createStore}()', 'zustand[/vanilla]()', 'new @tanstack/store.Store'],
    writes: ['setState'],
  },
  {
    kind: 'reactive',
    made: ['{jotai,jotai/vanilla}.{createStore,getDefaultStore}()'],
    writes: ['set'],
  },
  {
    kind: 'reactive',
    made: ['{@preact/signals,@preact/signals-core,@preact/signals-react,@angular/core}.signal()'],
    writes: ['set', 'update'],
  },
  {
    kind: 'reactive',
    made: ['solid-js.createSignal()', 'solid-js/store.createStore()'],
    writes: [],
    writtenBy: ['solid-js.createSignal().1', 'solid-js/store.createStore().1'],
  },
];
