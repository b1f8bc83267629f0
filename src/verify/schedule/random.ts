import { createHash } from 'node:crypto';

/** Draws that follow from a seed alone. */
export interface Random {
  /** At least 0, less than 1. */
  readonly next: () => number;
  /** An integer from 0, less than `below`. */
  readonly below: (below: number) => number;
}

/** A generator of its own for each purpose: equal seeds draw equally. */
export function randomFrom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (below) => Math.floor(next() * below) };
}
