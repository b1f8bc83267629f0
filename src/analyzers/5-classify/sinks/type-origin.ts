import { classAt } from '../../../model/program-index.js';
import type { Expr } from '../../../model/code.js';
import type { ReachedProgram } from '../../../model/reached-program.js';

const DEEPEST = 4;
/** Lists, functions and the like: what is called on them is not a method of the named type. */
const NO_INSTANCE = /\[\]|=>|^(readonly|Array|ReadonlyArray|Record|Map|Set|Partial|typeof)\b/;

/**
 * The origin of an instance of a declared type: `Repository<Order>` imported from a package, or a class of the program
 * that extends one of a package (`PrismaService extends PrismaClient`). Null where the type leads nowhere.
 */
export function originOfType(program: ReachedProgram, fn: number, type: string): string | null {
  if (NO_INSTANCE.test(type)) return null;
  const head = /^(?:Readonly<|Promise<)?([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/.exec(type);
  if (!head?.[1]) return null;
  const module = program.index.moduleOfFunction[fn] as number;
  const origin = originOfName(program, module, head[1], DEEPEST);
  if (origin === null) return null;
  return `new ${head[2] === undefined ? origin : `${origin}.${head[2]}`}`;
}

function originOfName(program: ReachedProgram, module: number, name: string, depth: number): string | null {
  const source = program.index.modules[module];
  if (!source || depth === 0) return null;
  for (const [position, record] of source.imports.entries()) {
    for (const { imported, binding } of record.names) {
      if (source.bindings[binding]?.name !== name) continue;
      const resolution = program.resolutions[module]?.[position];
      if (resolution?.kind === 'external')
        return imported === 'default' || imported === '*' ? resolution.name : `${resolution.name}.${imported}`;
      const target = resolution?.kind === 'file' ? program.index.byPath.get(resolution.path) : undefined;
      return target === undefined
        ? null
        : originOfName(program, target, imported === 'default' ? name : imported, depth - 1);
    }
  }
  return superclassOrigin(program, module, name, depth);
}

function superclassOrigin(program: ReachedProgram, module: number, name: string, depth: number): string | null {
  const source = program.index.modules[module];
  const cls = source?.classes.findIndex((record) => record.name === name) ?? -1;
  if (cls < 0) return null;
  const { superclass } = classAt(program.index, (program.index.classBase[module] as number) + cls);
  const parent = superclass === null ? null : nameOfExpr(program, module, superclass);
  return parent === null ? null : originOfName(program, module, parent, depth - 1);
}

function nameOfExpr(program: ReachedProgram, module: number, expr: Expr): string | null {
  return expr.k === 'name' ? (program.index.modules[module]?.bindings[expr.binding]?.name ?? null) : null;
}
