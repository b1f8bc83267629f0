/** A file before and after; null where it is not there. */
export interface DiffedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

const CONTEXT = 3;

/** The difference as `git apply` and `patch -p1` read it. */
export function unifiedDiff(files: readonly DiffedFile[]): string {
  return files.map(fileDiff).join('');
}

function fileDiff({ path, before, after }: DiffedFile): string {
  const old = linesOf(before ?? '');
  const fresh = linesOf(after);
  const hunks = hunksOf(editScript(old, fresh));
  if (hunks.length === 0) return '';
  const head = before === null ? `--- /dev/null\n+++ b/${path}\n` : `--- a/${path}\n+++ b/${path}\n`;
  const mode =
    before === null ? `diff --git a/${path} b/${path}\nnew file mode 100644\n` : `diff --git a/${path} b/${path}\n`;
  return mode + head + hunks.join('');
}

/** Each line with its end, so that CRLF and a missing last line end show. */
function linesOf(text: string): string[] {
  return text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Longest common subsequence after taking off what both begin and end with (Myers, 1986, greedy, linear in the result). */
function editScript(old: readonly string[], fresh: readonly string[]): Line[] {
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - head;
  while (tail < most && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  const middle = shortest(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ sign: ' ', text }));
  return [...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))];
}

function shortest(a: readonly string[], b: readonly string[]): Line[] {
  const trace: Map<number, number>[] = [];
  const furthest = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= a.length + b.length; d++) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = isDown ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, trace);
    }
  }
  return [];
}

function backtrack(a: readonly string[], b: readonly string[], trace: readonly Map<number, number>[]): Line[] {
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d] as Map<number, number>;
    const k = x - y;
    const isDown = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
    const fromK = isDown ? k + 1 : k - 1;
    const fromX = furthest.get(fromK) ?? 0;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      lines.push({ sign: ' ', text: a[x] as string });
    }
    if (d === 0) break;
    if (isDown) lines.push({ sign: '+', text: b[--y] as string });
    else lines.push({ sign: '-', text: a[--x] as string });
  }
  return lines.reverse();
}

function hunksOf(lines: readonly Line[]): string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  const hunks: string[] = [];
  for (let at = 0; at < changed.length;) {
    const first = changed[at] as number;
    let last = first;
    while (at < changed.length && (changed[at] as number) - last <= 2 * CONTEXT) last = changed[at++] as number;
    hunks.push(hunkText(lines, Math.max(0, first - CONTEXT), Math.min(lines.length, last + CONTEXT + 1)));
  }
  return hunks;
}

function hunkText(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], sign: '-' | '+'): number => part.filter((line) => line.sign !== sign).length;
  const above = lines.slice(0, from);
  const own = lines.slice(from, to);
  const range = (start: number, size: number): string => `${size === 0 ? start : start + 1},${size}`;
  const old = range(count(above, '+'), count(own, '+'));
  const fresh = range(count(above, '-'), count(own, '-'));
  const body = own.map(
    ({ sign, text }) => sign + text + (text.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'),
  );
  return `@@ -${old} +${fresh} @@\n${body.join('')}`;
}
