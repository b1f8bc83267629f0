import type { ClassificationName, Confidence, Verdict } from '../../model/classification.js';
import type { Grade } from '../../model/classified-program.js';
import type { StateAccess } from '../../model/state.js';

/** What the signals make of one slot. */
export interface Opinion {
  readonly classification: ClassificationName;
  readonly verdict: Verdict;
  readonly grade: Grade;
  readonly confidence: Confidence;
  /** The deciding reason first. */
  readonly reasons: readonly Reason[];
  /** Where the rule does not follow from the classification. */
  readonly rule?: string;
  /** The finding stands elsewhere: where the object is made, or where a call leaves something in it. */
  readonly isReportedElsewhere?: boolean;
}

export interface Reason {
  readonly message: string;
  /** The access or the place that shows it; null where it is about the declaration. */
  readonly at: StateAccess | { readonly fn: number; readonly pos: number } | null;
}

const VERDICT_OF: Readonly<Record<Grade, Verdict>> = {
  critical: 'harmful',
  high: 'harmful',
  medium: 'review',
  low: 'benign',
  none: 'benign',
};

/** An opinion whose verdict follows from its grade; a medium one is harmful where `harmful` says so. */
export function opinion(
  classification: ClassificationName,
  grade: Grade,
  message: string,
  at: Reason['at'] = null,
  options: { confidence?: Confidence; harmful?: boolean; more?: readonly Reason[]; rule?: string } = {},
): Opinion {
  const verdict = options.harmful === true ? 'harmful' : VERDICT_OF[grade];
  const reasons = [{ message, at }, ...(options.more ?? [])];
  const decided = { classification, verdict, grade, confidence: options.confidence ?? 'high', reasons } as const;
  return options.rule === undefined ? decided : { ...decided, rule: options.rule };
}

const ORDER: readonly Verdict[] = ['benign', 'review', 'harmful'];
const GRADES: readonly Grade[] = ['none', 'low', 'medium', 'high', 'critical'];

/** The worse of two opinions; where they are as bad, the one that says more, else the first. */
export function worse(a: Opinion, b: Opinion): Opinion {
  const byVerdict = ORDER.indexOf(b.verdict) - ORDER.indexOf(a.verdict);
  if (byVerdict !== 0) return byVerdict > 0 ? b : a;
  const byGrade = GRADES.indexOf(b.grade) - GRADES.indexOf(a.grade);
  if (byGrade !== 0) return byGrade > 0 ? b : a;
  return tells(b) > tells(a) ? b : a;
}

/** How much a class says about what the whole object is for: a cache is a cache, whatever else it holds. */
function tells({ classification }: Opinion): number {
  if (classification.endsWith('-cache')) return 2;
  return classification === 'configuration' || classification === 'client' ? 0 : 1;
}
