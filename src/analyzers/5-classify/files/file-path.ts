import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { labelsOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { isRandom, readsClock } from '../signals/clock.js';
import { valuesOfName } from '../sinks/constant-text.js';
import { fileAccessOf } from './file-access.js';

/** A path as far as it is known: its text, and what stands where it is not constant. */
export interface FilePath {
  /** `/tmp/visits.txt`, `/tmp/{input}.pdf`, `{unknown}/a.json`. */
  readonly text: string;
  /** A part is made anew each time: `mkdtemp`, a random id, the time. */
  readonly unique: boolean;
  /** A part comes from the invocation's input. */
  readonly input: boolean;
  /** A part cannot be told. */
  readonly unknown: boolean;
}

const UNKNOWN: FilePath = { text: '{unknown}', unique: false, input: false, unknown: true };
const UNIQUE: FilePath = { text: '{unique}', unique: true, input: false, unknown: false };
const INPUT: FilePath = { text: '{input}', unique: false, input: true, unknown: false };

const DEEPEST = 6;
const MOST_PATHS = 6;

/** The paths that an expression may stand for; of a parameter, what its callers pass. */
export function pathsOf(judge: Judge, fn: number, expr: Expr, depth = DEEPEST): FilePath[] {
  if (depth <= 0) return [UNKNOWN];
  switch (expr.k) {
    case 'literal':
      return [known(String(expr.value))];
    case 'operator':
      if (expr.op !== 'template' && expr.op !== '+') return [other(judge, fn, expr)];
      return [expr.parts.map((part) => firstOf(judge, fn, part, depth)).reduce((a, b) => joined(a, b, ''))];
    case 'name':
      return pathsOfName(judge, fn, expr, depth);
    case 'global':
      return [expr.name === '__dirname' || expr.name === '__filename' ? known('{module}') : UNKNOWN];
    case 'call':
      return [pathOfCall(judge, fn, expr, depth)];
    case 'logical':
    case 'conditional':
      return [other(judge, fn, expr)];
    case 'await':
      return pathsOf(judge, fn, expr.value, depth);
    case 'new':
      return [expr.args[0] ? firstOf(judge, fn, expr.args[0], depth - 1) : UNKNOWN];
    default:
      return [other(judge, fn, expr)];
  }
}

function firstOf(judge: Judge, fn: number, expr: Expr, depth: number): FilePath {
  return pathsOf(judge, fn, expr, depth - 1)[0] ?? UNKNOWN;
}

function known(text: string): FilePath {
  return { text, unique: false, input: false, unknown: false };
}

function joined(a: FilePath, b: FilePath, separator: string): FilePath {
  const text = `${a.text}${separator}${b.text}`;
  return {
    text: separator === '/' ? text.replace(/\/(\.?\/)+/g, '/') : text,
    unique: a.unique || b.unique,
    input: a.input || b.input,
    unknown: a.unknown || b.unknown,
  };
}

function other(judge: Judge, fn: number, expr: Expr): FilePath {
  if (isRandom(judge, fn, expr) || readsClock(judge, fn, expr)) return UNIQUE;
  if (expr.k === 'member' && /^(awsRequestId|requestId|invocationId|traceId|executionId)$/.test(expr.name ?? ''))
    return UNIQUE;
  return labelsOf(judge, fn, expr).size > 0 ? INPUT : UNKNOWN;
}

function pathsOfName(judge: Judge, fn: number, name: Extract<Expr, { k: 'name' }>, depth: number): FilePath[] {
  const { index } = judge.program;
  const binding = bindingAt(index, bindingIn(index, fn, name.binding));
  const owner = functionIn(index, fn, binding.fn);
  if (binding.kind === 'param') {
    const passed = pathsOfParam(judge, owner, name.binding, depth);
    return passed.length > 0 ? passed : [other(judge, fn, name)];
  }
  if (binding.kind === 'import') return pathsOfImport(judge, fn, name, depth);
  const values = valuesOfName(judge, fn, name);
  if (values.length !== 1 || !values[0]) return [other(judge, fn, name)];
  return pathsOf(judge, values[0].fn, values[0].expr, depth - 1);
}

/** A constant of another module. */
function pathsOfImport(judge: Judge, fn: number, name: Extract<Expr, { k: 'name' }>, depth: number): FilePath[] {
  const { index, resolutions } = judge.program;
  const module = index.moduleOfFunction[fn] as number;
  const source = index.modules[module];
  for (const [position, record] of source?.imports.entries() ?? []) {
    const imported = record.names.find(({ binding }) => binding === name.binding)?.imported;
    const resolution = resolutions[module]?.[position];
    if (imported === undefined || resolution?.kind !== 'file') continue;
    const target = index.byPath.get(resolution.path);
    const exported =
      target === undefined
        ? undefined
        : index.modules[target]?.exports.find((one) => one.kind === 'binding' && one.name === imported);
    if (target === undefined || exported?.kind !== 'binding') continue;
    const body = index.functionBase[target] as number;
    return pathsOf(judge, body, { k: 'name', binding: exported.binding, pos: exported.pos }, depth - 1);
  }
  return [UNKNOWN];
}

function pathsOfParam(judge: Judge, owner: number, binding: number, depth: number): FilePath[] {
  const { program } = judge;
  const position = functionAt(program.index, owner).params.findIndex((param) => param.binding === binding);
  const found = new Map<string, FilePath>();
  for (const edge of program.callsTo[owner] ?? []) {
    const arg = edge.timing === 'now' ? program.flow.calls[edge.site]?.expr.args[position] : undefined;
    if (!arg || arg.k === 'spread' || found.size >= MOST_PATHS) continue;
    for (const path of pathsOf(judge, edge.from, arg, depth - 2)) found.set(path.text, path);
  }
  return [...found.values()];
}

const JOINS = /^(path|upath|pathe)(\.posix|\.win32)?\.(join|resolve|normalize)$/;

function pathOfCall(judge: Judge, fn: number, call: Extract<Expr, { k: 'call' }>, depth: number): FilePath {
  const site = judge.siteOf.get(call);
  const origins = site?.externals ?? [];
  if (origins.some((origin) => JOINS.test(origin))) return joinedParts(judge, fn, call.args, depth);
  if (origins.includes('os.tmpdir')) return known('/tmp');
  if (origins.includes('@process.cwd') || origins.includes('process.cwd')) return known('.');
  if (origins.some((origin) => /^(path\.dirname|url\.fileURLToPath)$/.test(origin))) return known('{module}');
  if (site && fileAccessOf(site)?.kind === 'unique') return UNIQUE;
  if (origins.some((origin) => /^(tmp|tempy|tmp-promise|temp)\b/.test(origin))) return UNIQUE;
  return other(judge, fn, call);
}

function joinedParts(judge: Judge, fn: number, args: readonly Expr[], depth: number): FilePath {
  const [first = UNKNOWN, ...rest] = args.map((arg) => firstOf(judge, fn, arg, depth));
  return rest.reduce((a, b) => joined(a, b, '/'), first);
}
