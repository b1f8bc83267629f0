import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';

/**
 * The modules that `import(expr)` or `require(expr)` in a module may load: those that fit the constant parts of the path
 * (`./commands/${name}`). Where nothing of the path is constant, it can be any module; what tells us most is that nothing
 * else imports a module, so only these count, and only at or below the folder of the importing file: a loader stands
 * above what it loads.
 */
export function loadedModules(program: ReachedProgram, module: number, specifier: Expr): LoadedModules {
  const folder = folderOf(program.index.modules[module]?.path ?? '');
  const pattern = collapse(partsOfPath({ program, module, folder }, specifier, 6));
  const all = program.index.modules.map((_, number) => number).filter((number) => number !== module);
  if (pattern[0] === null || pattern.length === 0) {
    const known = knownModules(program);
    const below = folder === '' ? '' : `${folder}/`;
    const fits = (number: number): boolean => pathOf(program, number).startsWith(below) && !known.has(number);
    return { modules: all.filter(fits), isGuess: true };
  }
  const fits = matcherOf(pattern, folder);
  return { modules: fits === null ? [] : all.filter((number) => fits(pathOf(program, number))), isGuess: false };
}

export interface LoadedModules {
  readonly modules: readonly number[];
  /** Nothing of the path is known. */
  readonly isGuess: boolean;
}

/** A constant part, or null for any text. */
type Part = string | null;

interface At {
  readonly program: ReachedProgram;
  readonly module: number;
  readonly folder: string;
}

function partsOfPath(at: At, expr: Expr, depth: number): Part[] {
  if (depth === 0) return [null];
  const inner = (part: Expr): Part[] => partsOfPath(at, part, depth - 1);
  switch (expr.k) {
    case 'literal':
      return [String(expr.value)];
    case 'operator':
      return expr.op === '+' || expr.op === 'template' ? expr.parts.flatMap(inner) : [null];
    case 'global':
      return expr.name === '__dirname' ? [`/${at.folder}`] : [null];
    case 'member':
      // `import.meta.dirname`
      return expr.name === 'dirname' && expr.object.k === 'opaque' ? [`/${at.folder}`] : [null];
    case 'call':
      return isJoin(at, expr.callee)
        ? expr.args.flatMap((arg, position) => (position === 0 ? inner(arg) : ['/', ...inner(arg)]))
        : [null];
    case 'name': {
      if (nameOf(at, expr.binding) === '__dirname') return [`/${at.folder}`];
      const values = definitionsOf(at, expr.binding);
      return values.length === 1 ? inner(values[0] as Expr) : [null];
    }
    default:
      return [null];
  }
}

/** `path.join(…)`, `path.resolve(…)`, `join(…)`. */
function isJoin(at: At, callee: Expr): boolean {
  const name = callee.k === 'member' ? callee.name : callee.k === 'name' ? nameOf(at, callee.binding) : null;
  return name === 'join' || name === 'resolve';
}

function nameOf({ program, module }: At, binding: number): string | null {
  return program.index.modules[module]?.bindings[binding]?.name ?? null;
}

/** What is assigned to a variable in the function that declares it. */
function definitionsOf({ program, module }: At, binding: number): Expr[] {
  const record = program.index.modules[module]?.bindings[binding];
  if (!record || record.kind === 'param') return [];
  const owner = (program.index.functionBase[module] as number) + record.fn;
  const found: Expr[] = [];
  walkFunction(functionAt(program.index, owner), (expr) => {
    if (expr.k === 'assign' && expr.target.k === 'name' && expr.target.binding === binding && expr.value)
      found.push(expr.value);
  });
  return found;
}

function collapse(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === null ? last === null : part === '') continue;
    if (typeof last === 'string' && part !== null) joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

/** Null where the path leads to a package: `lang-${code}`. */
function matcherOf(pattern: readonly Part[], folder: string): ((path: string) => boolean) | null {
  const [first] = pattern as [string];
  const isOwn = first.startsWith('/') || first.startsWith('./') || first.startsWith('../');
  if (!isOwn) return null;
  const start = normalise(first.startsWith('/') ? first.slice(1) : `${folder}/${first}`);
  const rest = pattern.slice(1).map((part) => part?.replace(EXTENSION, '') ?? null);
  const whole = [start, ...rest];
  return (path) => fits(path.replace(EXTENSION, ''), whole) || fits(path.replace(INDEX, ''), whole);
}

const EXTENSION = /\.[cm]?[jt]sx?$/;
const INDEX = /\/index\.[cm]?[jt]sx?$/;

/** Whether a text is made of the parts in their order. */
function fits(text: string, [start, ...rest]: readonly Part[]): boolean {
  if (!text.startsWith(start ?? '')) return false;
  let at = start?.length ?? 0;
  let isOpen = start === null;
  for (const part of rest) {
    if (part === null) isOpen = true;
    else {
      const found = text.indexOf(part, at);
      if (found < 0 || (!isOpen && found !== at)) return false;
      at = found + part.length;
      isOpen = false;
    }
  }
  const last = rest.at(-1);
  return isOpen || at === text.length || (typeof last === 'string' && text.endsWith(last));
}

/** Takes `.` and `..` out of a path that may end in the middle of a name. */
function normalise(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/').slice(0, -1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  return [...kept, path.slice(path.lastIndexOf('/') + 1)].join('/');
}

/** Modules that an import leads to, and those of the entry points. */
function knownModules(program: ReachedProgram): Set<number> {
  const { index } = program;
  const known = new Set(program.entries.map(({ number }) => index.moduleOfFunction[number] as number));
  for (const resolution of program.resolutions.flat()) {
    const target = resolution.kind === 'file' ? index.byPath.get(resolution.path) : undefined;
    if (target !== undefined) known.add(target);
  }
  return known;
}

function pathOf(program: ReachedProgram, module: number): string {
  return program.index.modules[module]?.path ?? '';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
