/** The first and the last part of a file, as far as the decision needs them. */
export interface Excerpt {
  readonly head: string;
  readonly tail: string;
}

/** Bytes of a file that are enough to tell a bundle from written code. */
export const HEAD_BYTES = 16_384;
export const TAIL_BYTES = 512;

/** What bundlers write and people do not. Every pattern is linear: it starts with fixed text. */
const BUNDLER_MARKS: readonly RegExp[] = [
  /function __webpack_require__\(/,
  /webpackBootstrap\b/,
  /webpackUniversalModuleDefinition\b/,
  /\["webpack(?:Chunk|Jsonp)\w{0,80}"\] ?=/,
  /\bvar __commonJS(?:Min)? ?= /,
  /^\/\/ (?:\.\.\/){0,20}node_modules\/\S{1,300}\.[cm]?js$/m,
  /\bparcelRequire\w{0,20} ?=/,
  // browserify
  /throw new Error\("Cannot find module '"\+/,
  // the wrapper that Rollup puts around a library
  /typeof exports === 'object' && typeof module !== 'undefined' \? (?:module\.exports = )?factory\(/,
];

/** Whether a bundler or a minifier wrote the text. */
export function looksBundled({ head }: Excerpt): boolean {
  return looksMinified(head) || BUNDLER_MARKS.some((mark) => mark.test(head));
}

/** Whether a compiler or a bundler wrote the text. Asked only of files in a folder with the name of an output folder. */
export function looksCompiled(excerpt: Excerpt): boolean {
  if (/^\/\/[#@] sourceMappingURL=/m.test(excerpt.tail)) return true;
  if (/Object\.defineProperty\(exports, ['"]__esModule['"]/.test(excerpt.head)) return true;
  if (/^(?:var|function) (?:__awaiter|__createBinding|__importDefault|_interopRequireDefault)\b/m.test(excerpt.head)) {
    return true;
  }
  return looksBundled(excerpt);
}

const LONG_LINE = 500;

/**
 * Most of the text is in very long lines, and these are dense code: a long line of data (base64, a word list) has few of
 * the signs that end statements and open blocks.
 */
function looksMinified(head: string): boolean {
  let inLongLines = 0;
  let signs = 0;
  for (const line of head.split('\n')) {
    if (line.length < LONG_LINE) continue;
    inLongLines += line.length;
    for (let i = 0; i < line.length; i++) if (isSign(line.charCodeAt(i))) signs++;
  }
  return inLongLines > head.length * 0.6 && signs > inLongLines * 0.04;
}

/** `(`, `;`, `{` */
function isSign(code: number): boolean {
  return code === 40 || code === 59 || code === 123;
}
