import type { Severity } from '../model/finding.js';
import type { Paint } from './paint.js';

export interface PrettyOptions {
  readonly paint: Paint;
  /** The lowest severity that is listed. */
  readonly lowest: Severity;
  /** Also lists the benign bindings, and every diagnostic. */
  readonly all: boolean;
  /** Findings that `--rule`, `--skip-rule` and `--min-confidence` took out before. */
  readonly deselected: number;
}
