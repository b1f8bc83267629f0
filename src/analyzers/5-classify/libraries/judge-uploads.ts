import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { partsOf, walkExpr, walkFunction } from '../../../model/walk-code.js';
import type { Libraries, LibraryObject } from './libraries.js';
import type { PathKind } from './local-paths.js';
import { compileOrigins } from './origins.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { sourcesOf } from '../sources-of-value.js';
import type { Source } from '../sources-of-value.js';

/** Judges an upload folder: state where later requests are served from it, scratch space where the files are removed. */
export function judgeUploads(
  libraries: Libraries,
  object: LibraryObject,
  path: Source | null,
  kind: PathKind | null,
): Opinion | null {
  const at = { fn: object.fn, pos: object.expr.pos };
  if (kind === null || kind === 'mounted' || kind === 'remote') return null;
  const folder = path ? folderName(libraries, path) : null;
  const rule = 'local-file-state';
  if (folder !== null && isServed(libraries, folder)) {
    return opinion(
      'library-state',
      'high',
      `keeps uploads in \`${folder}\` on the disk of one environment, and later requests are served from there: they may meet another environment; put uploads into an object store`,
      at,
      { rule },
    );
  }
  if (removesFiles(libraries))
    return opinion('client', 'none', 'files are removed after use', at, { confidence: 'medium' });
  if (remembersFiles(libraries)) {
    return opinion(
      'library-state',
      'high',
      'keeps uploads on the disk of one environment, and their names are kept for later requests; put uploads into an object store',
      at,
      { rule },
    );
  }
  return opinion(
    'library-state',
    'medium',
    'leaves uploads on the disk of one environment, where nothing removes them; remove them in the same request, or put them into an object store',
    at,
    { rule, confidence: 'medium' },
  );
}

/** The last part of a constant path: `uploads` of `./public/uploads/`. */
function folderName(libraries: Libraries, path: Source): string | null {
  const texts: string[] = [];
  const collect = (fn: number, expr: Expr): void => {
    for (const source of sourcesOf(libraries.judge, fn, expr)) {
      if (source.expr.k === 'function') collectGiven(source);
      else
        walkExpr(source.expr, (part) => {
          if (part.k === 'literal' && typeof part.value === 'string') texts.push(part.value);
        });
    }
  };
  const collectGiven = (source: Source): void => {
    if (source.expr.k !== 'function') return;
    const { index } = libraries.judge.program;
    const fn = (index.functionBase[index.moduleOfFunction[source.fn] as number] as number) + source.expr.fn;
    walkFunction(functionAt(index, fn), (part) => {
      const given = part.k === 'call' ? part.args[1] : undefined;
      if (given) collect(fn, given);
    });
  };
  collect(path.fn, path.expr);
  const last = texts.at(-1)?.split(/[\\/]/).filter(Boolean).at(-1);
  return last === undefined || last === '.' ? null : last;
}

const SERVES = compileOrigins([
  'express.static',
  'serve-static',
  'koa-static',
  'koa-mount',
  'serve-handler',
  '@koa/send',
  'koa-send',
  'hono/*.serveStatic',
  '@hono/node-server/serve-static.serveStatic',
]);
const SENDS = /^(sendFile|download|sendfile|createReadStream)$/;

/** `express.static('uploads')`, `res.sendFile(path.join('uploads', name))`, `app.register(fastifyStatic, { root })`. */
function isServed(libraries: Libraries, folder: string): boolean {
  const { judge } = libraries;
  return judge.program.flow.calls.some((site) => {
    const serves =
      site.externals.some((origin) => SERVES?.test(origin) === true) ||
      (site.name !== null && SENDS.test(site.name)) ||
      site.expr.args.some((arg) => arg.k === 'name' && isStaticPlugin(libraries, site.fn, arg));
    return serves && site.expr.args.some((arg) => names(libraries, site.fn, arg, folder));
  });
}

function isStaticPlugin(libraries: Libraries, fn: number, arg: Extract<Expr, { k: 'name' }>): boolean {
  const { flow, index } = libraries.judge.program;
  const node = (index.bindingBase[index.moduleOfFunction[fn] as number] as number) + arg.binding;
  return [...(flow.values[node] ?? [])].some((token) => {
    const value = flow.tokens[token];
    return value?.t === 'external' && /^(@fastify\/static|fastify-static)$/.test(value.origin);
  });
}

/** A constant part of an argument ends in the folder's name. */
function names(libraries: Libraries, fn: number, arg: Expr, folder: string, depth = 3): boolean {
  if (arg.k === 'literal')
    return typeof arg.value === 'string' && arg.value.split(/[\\/]/).filter(Boolean).includes(folder);
  if (depth === 0) return false;
  if (arg.k === 'name')
    return sourcesOf(libraries.judge, fn, arg).some(
      (source) => source.expr.k !== 'name' && names(libraries, source.fn, source.expr, folder, depth - 1),
    );
  return partsOf(arg).some((part) => names(libraries, fn, part, folder, depth));
}

const REMOVES = /(^|\.)(unlink|unlinkSync|rm|rmSync|remove|removeSync|emptyDir)$/;

/** An invocation removes a file: what it left, as far as the program shows. */
function removesFiles(libraries: Libraries): boolean {
  const { program } = libraries.judge;
  return program.flow.calls.some(
    (site) =>
      runsIn(program, site.fn, 'invoke') &&
      site.externals.some(
        (origin) =>
          /^(fs|fs\/promises|fs-extra|rimraf|del)\b/.test(origin) &&
          (REMOVES.test(origin) || /^(rimraf|del)$/.test(origin)),
      ),
  );
}

/** `{ avatar: req.file.filename }`: the name of a file goes into a record. */
function remembersFiles(libraries: Libraries): boolean {
  const { program } = libraries.judge;
  const { index } = program;
  const count = index.functionBase.at(-1) as number;
  for (let fn = 0; fn < count; fn++) {
    if (!runsIn(program, fn, 'invoke')) continue;
    let found = false;
    walkFunction(functionAt(index, fn), (part) => {
      if (part.k !== 'object') return;
      for (const { value } of part.properties) if (!found && mentionsFileName(value)) found = true;
    });
    if (found) return true;
  }
  return false;
}

function mentionsFileName(value: Expr): boolean {
  let found = false;
  walkExpr(value, (part) => {
    if (part.k !== 'member' || (part.name !== 'filename' && part.name !== 'path')) return;
    const { object } = part;
    if (object.k === 'member' && (object.name === 'file' || object.name === 'files')) found = true;
  });
  return found;
}
