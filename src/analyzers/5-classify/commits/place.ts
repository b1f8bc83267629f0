import type { Confidence } from '../../../model/classification.js';
import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import type { Expr } from '../../../model/code.js';
import { moduleOf } from '../../../model/program-index.js';
import { positionAt } from '../../../support/text-position.js';
import type { Commits } from './commits.js';

export interface Said {
  readonly rule: string;
  readonly grade: Grade;
  readonly confidence: Confidence;
  readonly message: string;
  readonly binding?: string | null;
}

/** The place of an expression, with what is wrong there. */
export function placeAt(
  commits: Commits,
  at: { readonly fn: number; readonly expr: Expr },
  said: Said,
): ClassifiedPlace {
  const module = moduleOf(commits.judge.program.index, at.fn);
  const { line, column } = positionAt(module.lineStarts, at.expr.pos);
  const { rule, grade, confidence, message, binding = null } = said;
  return { rule, grade, confidence, message, file: module.path, line, column, fn: at.fn, pos: at.expr.pos, binding };
}
