import type { Timing } from '../../model/timing.js';

/** One fact about the API of a host. */
export type HostFact =
  /** Callbacks of such a call get, by the position of their parameter, values of these origins. */
  | { readonly k: 'gives'; readonly callee: RegExp; readonly parameters: Readonly<Record<number, string>> }
  /** Such a call returns a value of this origin: builders that return themselves, long chains under one name. */
  | { readonly k: 'returns'; readonly callee: RegExp; readonly origin: string }
  /** A parameter (or the first parameter of a function) that is declared with this type holds such a value. */
  | { readonly k: 'type'; readonly name: RegExp; readonly origin: string; readonly of: 'value' | 'first parameter' }
  /** When such a call runs its callbacks, where its first argument (the name of an event) is one of these. */
  | { readonly k: 'timing'; readonly callee: RegExp; readonly first?: RegExp; readonly timing: Timing };
