import type { Confidence } from '../../../model/classification.js';
import type { Grade } from '../../../model/classified-program.js';
import type { Entry } from '../../../model/detected-program.js';
import { PLATFORMS, TITLES } from '../../../model/platforms.js';
import type { Target } from '../../../model/target.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';
import { waitsForEventLoop } from './event-loop.js';

/** How bad it is that an effect may be cut off, and why. */
export interface Loss {
  readonly grade: Grade;
  readonly confidence: Confidence;
  readonly why: string;
}

/** Hosts whose invocations answer nobody: there, an effect that is awaited may be cut off as well as one that is not. */
const ANSWERS_NOBODY = new Set(['socket.io', 'ws']);

/**
 * What is lost where an effect of an invocation is not waited for. A platform that freezes the environment after the
 * answer cuts it off; where the process runs on, only a stop does, and only a confirmed request is then wrong.
 */
export function lossAt(commits: Commits, fn: number, sink: Sink, settles: 'promise' | 'callback'): Loss | null {
  const entries = commits.entriesOf(fn).filter((entry) => !waitsForEventLoop(commits, entry));
  const frozen = entries.find(({ target }) => PLATFORMS[target].frozenBetween);
  if (frozen) return { ...gradeOf(sink), why: frozenWhy(frozen.target) };
  const running = entries.find((entry) => confirms(entry));
  if (!running || sink.effect === 'telemetry' || settles === 'callback') return null;
  return { grade: 'medium', confidence: 'medium', why: runningWhy(running.target) };
}

function confirms(entry: Entry): boolean {
  return !ANSWERS_NOBODY.has(entry.host) && !(entry.host === 'telegram' && entry.target === 'container');
}

function gradeOf(sink: Sink): { grade: Grade; confidence: Confidence } {
  if (sink.effect === 'telemetry') return { grade: 'low', confidence: 'medium' };
  if (sink.effect === 'request') return { grade: 'high', confidence: 'medium' };
  if (sink.expires) return { grade: 'medium', confidence: 'medium' };
  return { grade: 'critical', confidence: 'high' };
}

/** What happens to work that is under way when an invocation has ended, on a platform that freezes the environment. */
export function frozenWhy(target: Target): string {
  return `${TITLES[target]} may freeze or stop the environment as soon as the invocation has answered, and this with it`;
}

/** The same where the process runs on. */
export function runningWhy(target: Target): string {
  const where = target === 'container' ? 'the container' : `the process on ${TITLES[target]}`;
  return `the answer does not wait for it, so that a failure, or a stop of ${where}, loses what has been confirmed`;
}
