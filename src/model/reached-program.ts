import type { DetectedProgram } from './detected-program.js';
import type { Timing } from './timing.js';

/** When user code runs. */
export const PHASES = ['init', 'invoke', 'background', 'shutdown'] as const;
export type Phase = (typeof PHASES)[number];

/** A detected program with the call graph and the phases of every function. */
export interface ReachedProgram extends DetectedProgram {
  /** Calls by caller. */
  readonly callsFrom: readonly (readonly CallEdge[])[];
  /** Calls by callee. */
  readonly callsTo: readonly (readonly CallEdge[])[];
  /** By phase: the edge over which a shortest path reaches each function; `root` where it starts there. */
  readonly reached: Readonly<Record<Phase, readonly (CallEdge | 'root' | undefined)[]>>;
  /** What an invocation puts in: labels by node. */
  readonly inputs: Inputs;
}

/** `from` may run `to`. */
export interface CallEdge {
  readonly from: number;
  readonly to: number;
  /** Where in the text of the caller's module. */
  readonly pos: number;
  /** Index into `flow.calls`, -1 for a call without a call expression. */
  readonly site: number;
  readonly timing: Timing;
}

/** Which parts of the invocation's input each node may depend on: paths such as `event.headers.authorization`. */
export interface Inputs {
  readonly labels: readonly string[];
  /** How many labels each node has. */
  readonly counts: Uint8Array;
  /** The labels of node `n` from `n * most` on: one list for all nodes, of which there are a million. */
  readonly held: Int32Array;
  readonly most: number;
}

/** The parts of the invocation's input that a node may depend on. */
export function inputsOf({ labels, counts, held, most }: Inputs, node: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < (counts[node] ?? 0); at++) found.push(labels[held[node * most + at] as number] as string);
  return found;
}

export function runsIn(program: ReachedProgram, fn: number, phase: Phase): boolean {
  return program.reached[phase][fn] !== undefined;
}

/** The shortest path on which a phase reaches a function, from its root to the function. */
export function pathTo(program: ReachedProgram, fn: number, phase: Phase): CallEdge[] {
  const path: CallEdge[] = [];
  const seen = new Set<number>();
  let edge = program.reached[phase][fn];
  // A callback registered in another phase starts a path, although its registrar may be on one of this phase as well.
  while (edge !== undefined && edge !== 'root' && !seen.has(edge.to)) {
    seen.add(edge.to);
    path.push(edge);
    edge = program.reached[phase][edge.from];
  }
  return path.reverse();
}
