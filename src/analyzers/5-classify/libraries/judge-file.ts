import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { walkExpr, walkFunction } from '../../../model/walk-code.js';
import { isDevelopmentOnly } from './conditions.js';
import type { FileModel } from './models/library-model.js';
import { hasOption, optionIs, optionOf } from './options.js';
import { isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { pathKindOf } from './local-paths.js';
import type { PathKind } from './local-paths.js';
import { judgeUploads } from './judge-uploads.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import type { Source } from '../sources-of-value.js';

/** Judges an object of a library that keeps what it is given in a file. */
export function judgeLibraryFile(libraries: Libraries, object: LibraryObject, model: FileModel): Opinion | null {
  const { judge } = libraries;
  const { fn, expr, site } = object;
  if (!site || !isDeployed(libraries, fn)) return null;
  if (model.onlyIf && !optionIs(judge, site, model.onlyIf.option, model.onlyIf.is)) return null;
  const at = { fn, pos: expr.pos };
  if (isDevelopmentOnly(judge, fn, expr))
    return opinion('client', 'none', 'only used while the program is developed', at);
  if (model.readOnlyOptions?.some((path) => hasOption(judge, site, path)) === true)
    return opinion('client', 'none', 'only read', at);
  const [path] = pathsOf(libraries, site, model);
  const kind = path ? kindOf(libraries, path, model) : null;
  if (model.role === 'uploads') return judgeUploads(libraries, object, path ?? null, kind);
  if (kind === null) return judgePathless(libraries, object, model);
  return judgeKind(libraries, object, model, kind);
}

function judgePathless(libraries: Libraries, object: LibraryObject, model: FileModel): Opinion | null {
  switch (model.withoutPath) {
    case 'nothing':
      return null;
    case 'memory':
      return judgeKind(libraries, object, model, 'memory');
    case 'default-file':
      return judgeKind(libraries, object, model, 'local');
  }
}

function judgeKind(libraries: Libraries, object: LibraryObject, model: FileModel, kind: PathKind): Opinion {
  const at = { fn: object.fn, pos: object.expr.pos };
  switch (kind) {
    case 'remote':
    case 'mounted':
      return opinion('client', 'none', 'its data lies outside the environment', at);
    case 'memory':
      return judgeMemory(libraries, object, at);
    case 'local':
    case 'temporary':
      return fileOpinion(model, at, '');
    case 'absolute':
      return fileOpinion(model, at, 'unless a volume is mounted there, ');
    case 'configured':
      return fileOpinion(model, at, 'unless the environment names a mounted volume, ');
    case 'unknown':
      return fileOpinion(model, at, 'unless its path, which comes from elsewhere, lies on a mounted volume, ');
  }
}

const KEEPS: Readonly<
  Record<Exclude<FileModel['role'], 'uploads'>, { grade: 'critical' | 'high' | 'medium'; message: string }>
> = {
  database: {
    grade: 'critical',
    message:
      'keeps its records in a file of one environment: they are lost with it, and the others do not see them; use a database that all environments share',
  },
  sessions: {
    grade: 'high',
    message:
      'keeps sessions in files of one environment: the next request of a session may meet another one; use a store that all environments share',
  },
  log: {
    grade: 'medium',
    message: 'writes its log into a file that is lost with the environment; write to standard output',
  },
};

function fileOpinion(model: FileModel, at: { fn: number; pos: number }, condition: string): Opinion {
  const { grade, message } = KEEPS[model.role === 'uploads' ? 'database' : model.role];
  return opinion('library-state', condition === '' ? grade : 'medium', condition + message, at, {
    rule: 'local-file-state',
    confidence: condition === '' ? 'high' : 'medium',
  });
}

/** A database in memory: harmful where an invocation writes into it. */
function judgeMemory(libraries: Libraries, object: LibraryObject, at: { fn: number; pos: number }): Opinion {
  if (!outlivesInvocation(libraries, object.token))
    return opinion('client', 'none', 'is only there for one invocation', at);
  const write = writesInInvocation(libraries, object);
  if (!write)
    return opinion('client', 'none', 'in memory, and no invocation is seen to write into it', at, {
      confidence: 'medium',
    });
  return opinion(
    'library-state',
    'critical',
    'keeps its records in the memory of one environment: they are lost with it, and the others do not see them; use a database that all environments share',
    { fn: write.fn, pos: write.expr.pos },
    { rule: 'in-memory-library-store' },
  );
}

const WRITES = /^(insert\w*|update\w*|upsert\w*|remove\w*|delete\w*|put|del|batch|save\w*|push)$/i;
const WRITING_SQL = /^\s*(insert|update|delete|replace|upsert)\b/i;

function writesInInvocation(libraries: Libraries, { token, origin }: LibraryObject): CallSite | undefined {
  const { program } = libraries.judge;
  const direct = (libraries.callsOn.get(token) ?? []).find(
    (site) => runsIn(program, site.fn, 'invoke') && isWritingCall(site),
  );
  return (
    direct ??
    program.flow.calls.find(
      (site) =>
        runsIn(program, site.fn, 'invoke') &&
        isWritingCall(site) &&
        site.externals.some((external) => external.startsWith(`${origin}.`)),
    )
  );
}

function isWritingCall(site: CallSite): boolean {
  if (site.name !== null && WRITES.test(site.name)) return true;
  const [first] = site.expr.args;
  if (!first) return false;
  let writes = false;
  walkExpr(first, (part) => {
    if (part.k === 'literal' && typeof part.value === 'string' && WRITING_SQL.test(part.value)) writes = true;
  });
  return writes;
}

/** The path that a call is given, from the first place where one stands. */
function pathsOf(libraries: Libraries, site: CallSite, model: FileModel): Source[] {
  for (const place of model.path) {
    if ('argument' in place) {
      const arg = site.expr.args[place.argument];
      if (arg && !isNumberOrObject(arg)) return [{ fn: site.fn, expr: arg }];
      continue;
    }
    const option = optionOf(libraries.judge, site, place.option);
    if (option.is === 'set') return option.values.slice(0, 1).map((value) => value);
  }
  return [];
}

/** `pino.destination(1)` is a stream, `{ … }` are options. */
function isNumberOrObject(arg: Expr): boolean {
  return arg.k === 'object' || (arg.k === 'literal' && typeof arg.value !== 'string');
}

function kindOf(libraries: Libraries, path: Source, model: FileModel): PathKind {
  const { judge } = libraries;
  if (path.expr.k !== 'function') return pathKindOf(judge, path.fn, path.expr, model.notAFile);
  // `destination: (req, file, done) => done(null, 'uploads/')`
  const fn =
    (judge.program.index.functionBase[judge.program.index.moduleOfFunction[path.fn] as number] as number) +
    path.expr.fn;
  let kind: PathKind = 'unknown';
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    const given = part.k === 'call' ? part.args[1] : undefined;
    if (given) kind = pathKindOf(judge, fn, given, model.notAFile);
  });
  return kind;
}
