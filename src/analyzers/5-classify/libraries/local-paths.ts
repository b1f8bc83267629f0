import type { Expr } from '../../../model/code.js';
import type { Judge } from '../judge.js';
import { sourcesOf } from '../sources-of-value.js';

/**
 * Where a path leads: `local` to the disk of the environment; `temporary` to its scratch space; `absolute` to a folder that
 * may be a volume; `mounted` to a file system that outlives it; `configured` to what the environment says; `remote` is no
 * path at all.
 */
export type PathKind = 'local' | 'temporary' | 'absolute' | 'mounted' | 'configured' | 'remote' | 'memory' | 'unknown';

/** What a path expression names, as far as its text shows. `notAFile` are the words that stand for memory. */
export function pathKindOf(judge: Judge, fn: number, expr: Expr, notAFile: readonly string[] = []): PathKind {
  const kinds = sourcesOf(judge, fn, expr).map((source) => kindOf(judge, source.fn, source.expr, notAFile));
  // `process.env.DATA ?? 'app.db'`: the environment may name a volume.
  for (const kind of [
    'remote',
    'configured',
    'mounted',
    'unknown',
    'absolute',
    'temporary',
    'local',
    'memory',
  ] as const)
    if (kinds.includes(kind)) return kind;
  return 'unknown';
}

function kindOf(judge: Judge, fn: number, expr: Expr, notAFile: readonly string[]): PathKind {
  switch (expr.k) {
    case 'literal':
      return typeof expr.value === 'string' ? kindOfText(expr.value, notAFile) : 'unknown';
    case 'operator': {
      const [first] = expr.parts;
      return first ? pathKindOf(judge, fn, first, notAFile) : 'unknown';
    }
    case 'global':
      return expr.name === '__dirname' || expr.name === '__filename' ? 'local' : 'unknown';
    case 'member':
      if (mentionsEnv(expr)) return 'configured';
      // `import.meta.dirname`
      return expr.object.k === 'opaque' ? 'local' : 'unknown';
    case 'call':
    case 'new':
      return kindOfCall(judge, fn, expr, notAFile);
    default:
      return 'unknown';
  }
}

function kindOfText(text: string, notAFile: readonly string[]): PathKind {
  if (notAFile.includes(text)) return 'memory';
  if (/^(file::memory:|file:.*mode=memory)/.test(text)) return 'memory';
  if (/^file:/.test(text)) return kindOfText(text.slice('file:'.length).replace(/^\/\//, ''), []);
  if (/^[a-z][a-z+.-]*:\/\//i.test(text)) return 'remote';
  if (/^\/(tmp|var\/tmp|dev\/shm)(\/|$)/.test(text)) return 'temporary';
  if (/^\/mnt\//.test(text)) return 'mounted';
  if (/^\/(var\/task|app|usr\/src)(\/|$)/.test(text)) return 'local';
  return /^([/\\]|[a-z]:\\)/i.test(text) ? 'absolute' : 'local';
}

/** `path.join(__dirname, 'app.db')`, `os.tmpdir()`, `process.cwd()`, `new URL('app.db', import.meta.url)`. */
function kindOfCall(
  judge: Judge,
  fn: number,
  expr: Extract<Expr, { k: 'call' | 'new' }>,
  notAFile: readonly string[],
): PathKind {
  const name = expr.callee.k === 'member' ? expr.callee.name : calleeName(judge, expr);
  switch (name) {
    case 'tmpdir':
      return 'temporary';
    case 'cwd':
      return 'local';
    case 'join':
    case 'resolve':
    case 'normalize':
    case 'dirname':
    case 'fileURLToPath':
    case 'String': {
      const [first] = expr.args;
      return first ? pathKindOf(judge, fn, first, notAFile) : 'unknown';
    }
    case 'URL':
      return expr.args.length > 1 ? 'local' : 'unknown';
    default:
      return 'unknown';
  }
}

function calleeName(judge: Judge, expr: Extract<Expr, { k: 'call' | 'new' }>): string {
  if (expr.callee.k === 'global') return expr.callee.name;
  const origin = judge.siteOf.get(expr)?.externals[0] ?? '';
  return origin.slice(origin.lastIndexOf('.') + 1);
}

function mentionsEnv(expr: Expr): boolean {
  for (let part: Expr = expr; part.k === 'member'; part = part.object) if (part.name === 'env') return true;
  return false;
}
