/** What a module-lifetime binding is for, as far as its lifetime matters. */
export const CATEGORY_OF = {
  client: 'infrastructure',
  'lazy-client': 'infrastructure',
  memo: 'infrastructure',
  configuration: 'configuration',
  registry: 'configuration',
  'ttl-cache': 'cache',
  'bounded-cache': 'cache',
  'unbounded-cache': 'cache',
  'mis-keyed-cache': 'cache',
  counter: 'business-state',
  accumulator: 'business-state',
  'session-store': 'business-state',
  queue: 'business-state',
  flag: 'business-state',
  'request-state': 'business-state',
  'cold-start-flag': 'lifecycle',
  'init-snapshot': 'lifecycle',
  'regex-cursor': 'lifecycle',
  timer: 'lifecycle',
  listener: 'lifecycle',
  'library-state': 'lifecycle',
  undetermined: 'undetermined',
} as const;

export type ClassificationName = keyof typeof CATEGORY_OF;
export type Category = (typeof CATEGORY_OF)[ClassificationName];
export type Verdict = 'harmful' | 'review' | 'benign';
/** From certain to doubtful. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** One reason, at one place. */
export interface Evidence {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
