import type { ReportedBinding } from '../../model/report.js';
import type { Mode, RunNote } from '../../model/verification.js';
import type { Program, TraceEvent } from '../program/program.js';
import type { Knowledge } from './knowledge.js';

/** What every check of one verification shares. */
export interface CheckContext {
  /** What is checked, as its users run it. */
  readonly program: Program;
  /** The same with bindings that can be put back; null where that is withheld. */
  readonly instrumented: Program | null;
  /** What it is compared with; the program itself where no other version was given. */
  readonly reference: Program;
  readonly isSelf: boolean;
  readonly trace: readonly TraceEvent[];
  readonly seed: string;
  readonly bindings: readonly ReportedBinding[];
  /** Ids of bindings that a finding is about: where several explain a divergence, these are named first. */
  readonly suspected: ReadonlySet<string>;
  readonly knowledge: Knowledge;
  /** Milliseconds of `performance.now` after which no new schedule is begun. */
  readonly deadline: number;
  readonly note: (note: RunNote) => void;
  readonly progress: (mode: Mode, done: number, total: number) => void;
  /** A name for the state of one run that no other run has. */
  readonly nextNamespace: () => string;
  /** Called before every run: empties a store that was started for it. */
  readonly beforeRun: () => Promise<void>;
}
