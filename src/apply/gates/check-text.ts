import type { ChangedText } from '../change-set.js';
import { keepsRest } from './keeps-rest.js';
import { keepsTrivia } from './keeps-trivia.js';
import { parsesAsBefore } from './parses.js';

/** Why a changed text must not be written, or null where it may. What other files and types say is asked elsewhere. */
export function checkText(changed: ChangedText): string | null {
  const { path, before, after } = changed;
  const rest = keepsRest(changed);
  if (rest !== null) return `${path}: ${rest}`;
  if (!/\.[cm]?[jt]sx?$/.test(path)) return null;
  const why = parsesAsBefore(path, before?.text ?? null, after.text) ?? (before && keepsTrivia(changed));
  return why === null ? null : `${path}: ${why}`;
}
