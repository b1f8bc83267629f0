import type { Host } from './deployment.js';
import type { Target } from './target.js';

/** A function that the platform calls once per invocation (request, event, message). */
export interface EntryPoint {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The export or the route: `handler`, `GET /stats`, `connection`. */
  readonly name: string;
  readonly host: Host;
  readonly target: Target;
  readonly detectedBy: string;
  /** Id of the function in the linked program. */
  readonly fn: string;
  /** `high` where a manifest or an unmistakable API says so, `low` where only an export suggests it. */
  readonly confidence: 'high' | 'medium' | 'low';
}

/** A declared function that has no analysable source. */
export interface NotAnalysed {
  readonly name: string;
  readonly declaredIn: string;
  readonly reason: string;
}
