import type { Expr, Stmt } from '../../model/code.js';
import type { Gap } from '../../model/gap.js';
import type { ProgramIndex } from '../../model/program-index.js';
import type { Resolution, UnreadFile } from '../../model/project.js';
import { partsOf } from '../../model/walk-code.js';

/** What the program imports and nobody has read: imports that lead nowhere, and files that could not be parsed. */
export function gapsOfImports(
  index: ProgramIndex,
  resolutions: readonly (readonly Resolution[])[],
  unread: readonly UnreadFile[],
): Gap[] {
  const ofImports = index.modules.flatMap((module, number) =>
    module.imports.flatMap((record, position): Gap[] => {
      const resolution = resolutions[number]?.[position];
      if (record.typeOnly || !resolution || !isHidden(resolution)) return [];
      const sees = record.names.flatMap(({ binding }) => (binding < 0 ? [] : [binding]));
      const { pos, fn, specifier } = record;
      return [{ ...hiddenBy(resolution, specifier), file: module.path, pos, fn, sees }];
    }),
  );
  return [...ofImports, ...unread.map(gapOfFile)];
}

type Hidden = Extract<Resolution, { kind: 'unresolved' | 'unread' }>;

function isHidden(resolution: Resolution): resolution is Hidden {
  return resolution.kind === 'unresolved' || resolution.kind === 'unread';
}

function hiddenBy({ kind }: Hidden, specifier: string): Pick<Gap, 'kind' | 'message'> {
  return kind === 'unread'
    ? { kind: 'unread-import', message: `\`${specifier}\` is a file that could not be read` }
    : { kind: 'unresolved-import', message: `\`${specifier}\` leads to no file` };
}

function gapOfFile({ path, why }: UnreadFile): Gap {
  const kind = why === 'internal-error' ? 'analysis-error' : 'unread-file';
  const message = why === 'internal-error' ? 'the analysis failed on this file' : 'the file could not be read';
  return { kind, file: path, pos: 0, fn: -1, message, sees: [] };
}

/** Bindings that a body names, by index. Without recursion: it is asked of bodies that are too deep for it. */
export function bindingsNamedIn(body: readonly Stmt[]): number[] {
  const named = new Set<number>();
  const stmts: Stmt[] = [...body];
  const exprs: Expr[] = [];
  for (let stmt = stmts.pop(); stmt !== undefined; stmt = stmts.pop()) {
    for (const expr of exprsOf(stmt)) exprs.push(expr);
    for (const block of blocksOf(stmt)) for (const inner of block) stmts.push(inner);
  }
  for (let expr = exprs.pop(); expr !== undefined; expr = exprs.pop()) {
    if (expr.k === 'name') named.add(expr.binding);
    for (const part of partsOf(expr)) exprs.push(part);
  }
  return [...named].sort((a, b) => a - b);
}

function exprsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.k) {
    case 'do':
      return [stmt.expr];
    case 'if':
      return [stmt.test];
    case 'loop':
      return [stmt.test, stmt.update].filter((expr) => expr !== null);
    case 'switch':
      return [stmt.subject, ...stmt.cases.flatMap(({ test }) => test ?? [])];
    case 'return':
    case 'throw':
      return stmt.value ? [stmt.value] : [];
    case 'try':
    case 'leave':
      return [];
  }
}

function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.k) {
    case 'if':
      return [stmt.then, stmt.otherwise];
    case 'loop':
      return [stmt.init, stmt.body];
    case 'try':
      return [stmt.body, stmt.handler ?? [], stmt.finalizer];
    case 'switch':
      return stmt.cases.map(({ body }) => body);
    case 'do':
    case 'return':
    case 'throw':
    case 'leave':
      return [];
  }
}
