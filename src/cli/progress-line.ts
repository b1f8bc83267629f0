import type { Progress } from '../pipeline.js';
import { assertNever } from '../support/invariant.js';
import type { CliContext } from './context.js';
import { isCi } from './paint-for.js';

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Takes the line away again. */
  readonly clear: () => void;
}

/** A line of any text. */
export interface TextLine {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** Work that is done sooner shows nothing. */
const SILENT_MS = 1000;
const BETWEEN_MS = 100;
/** For a terminal that does not tell its width, or tells 0. */
const NARROW = 80;

/** One line on stderr that says how far the audit is: only for a person who waits at a terminal. */
export function progressLine(context: CliContext): ProgressLine {
  const { show, clear } = textLine(context);
  return { show: (progress) => show(words(progress)), clear };
}

/** One line on stderr that replaces itself: only for a person who waits at a terminal. */
export function textLine({ stderr, env, now }: Pick<CliContext, 'stderr' | 'env' | 'now'>): TextLine {
  if (stderr.isTTY !== true || isCi(env) || env['TERM'] === 'dumb') return { show: () => {}, clear: () => {} };
  const start = now();
  let shownAt: number | null = null;
  return {
    show: (text) => {
      const time = now();
      if (time - start < SILENT_MS || (shownAt !== null && time - shownAt < BETWEEN_MS)) return;
      shownAt = time;
      stderr.write(`${ERASE}${text.slice(0, (stderr.columns || NARROW) - 1)}`);
    },
    clear: () => {
      if (shownAt !== null) stderr.write(ERASE);
      shownAt = null;
    },
  };
}

/** To the start of the line, then erase it. */
const ERASE = '\r\u001b[2K';

function words({ stage, done, total }: Progress): string {
  return total > 0 ? `${stageWords(stage)} ${done}/${total}` : stageWords(stage);
}

function stageWords(stage: Progress['stage']): string {
  switch (stage) {
    case 'discover':
      return 'looking for files';
    case 'bind':
      return 'reading files';
    case 'link':
      return 'linking modules';
    case 'detect':
      return 'looking for entry points';
    case 'reach':
      return 'following calls';
    case 'classify':
      return 'classifying bindings';
    case 'gate':
      return 'looking at what counts';
    case 'report':
      return 'writing the report';
    default:
      return assertNever(stage);
  }
}
