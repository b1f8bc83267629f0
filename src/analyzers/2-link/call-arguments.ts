import type { CallSite } from '../../model/flow.js';
import type { Linker } from './linker.js';

/** The arguments of a call as nodes; from `spreadFrom` on, any argument may be any element of a spread. */
export interface Arguments {
  readonly nodes: readonly number[];
  readonly spreadFrom: number;
}

/** Calls whatever a token turns out to be; handed to the models of builtins, which call their callbacks with it. */
export type CallToken = (
  linker: Linker,
  site: CallSite,
  token: number,
  receiver: number | null,
  args: Arguments,
) => void;
