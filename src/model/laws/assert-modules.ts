import type { Expr } from '../code.js';
import type { SourceModule } from '../source-module.js';
import { walkExpr, walkFunction } from '../walk-code.js';
import type { Breach } from './breach.js';

/** M2: every index in a module leads into its own lists, and every position into its text. */
export function assertModules(modules: readonly SourceModule[], fail: Breach): void {
  const paths = new Set<string>();
  for (const module of modules) {
    if (paths.has(module.path)) fail('M2', module.path, 'two modules have this path');
    paths.add(module.path);
    assertModule(module, fail);
  }
}

function assertModule(module: SourceModule, fail: Breach): void {
  const { bindings, functions, classes, imports } = module;
  const body = functions[0];
  if (body?.kind !== 'module') return fail('M2', module.path, 'functions[0] is not the body of the module');
  const at = (what: string, index: number, list: readonly unknown[], none = 0): void => {
    if (Number.isInteger(index) && index >= none && index < list.length) return;
    fail('M2', module.path, `${what} is ${index}, of ${list.length}`);
  };
  const pos = (what: string, value: number): void => {
    if (!(value >= 0 && value <= body.end)) fail('M2', module.path, `${what} is at ${value}, of ${body.end}`);
  };
  const expr = (what: string, root: Expr): void => {
    walkExpr(root, (part) => {
      assertExpr(part, module, at, what);
    });
  };
  bindings.forEach((binding, i) => {
    at(`bindings[${i}].fn`, binding.fn, functions);
    pos(`bindings[${i}]`, binding.pos);
  });
  functions.forEach((fn, i) => {
    at(`functions[${i}].parent`, fn.parent, functions, i === 0 ? -1 : 0);
    at(`functions[${i}].cls`, fn.cls, classes, -1);
    pos(`functions[${i}]`, fn.pos);
    for (const param of fn.params) at(`functions[${i}].params`, param.binding, bindings);
    for (const decorator of [...fn.decorators, ...fn.params.flatMap(({ decorators }) => decorators)])
      expr(`a decorator of functions[${i}]`, decorator);
    walkFunction(fn, (part) => {
      assertExpr(part, module, at, `functions[${i}]`);
    });
  });
  classes.forEach((cls, i) => {
    at(`classes[${i}].fn`, cls.fn, functions);
    at(`classes[${i}].binding`, cls.binding, bindings, -1);
    at(`classes[${i}].constructorFn`, cls.constructorFn, functions, -1);
    for (const member of cls.members) at(`classes[${i}].${member.name ?? '*'}`, member.fn, functions, -1);
    if (cls.superclass) expr(`classes[${i}].superclass`, cls.superclass);
  });
  imports.forEach((record, i) => {
    at(`imports[${i}].fn`, record.fn, functions);
    for (const { imported, binding } of record.names) at(`imports[${i}].${imported}`, binding, bindings, -1);
  });
  for (const record of module.exports) {
    if (record.kind === 'binding') at(`export ${record.name}`, record.binding, bindings);
    else at(`a re-export`, record.import, imports);
  }
  for (const gap of module.gaps) {
    if (gap.file !== module.path) fail('M2', module.path, `a gap names ${gap.file}`);
    at(`the function of a gap`, gap.fn, functions);
    pos('a gap', gap.pos);
    for (const binding of gap.sees) at('what a gap sees', binding, bindings);
  }
}

type CheckIndex = (what: string, index: number, list: readonly unknown[], none?: number) => void;

function assertExpr(expr: Expr, module: SourceModule, at: CheckIndex, where: string): void {
  switch (expr.k) {
    case 'name':
      at(`${where}: a name`, expr.binding, module.bindings);
      return;
    case 'function':
      at(`${where}: a function expression`, expr.fn, module.functions);
      return;
    case 'class':
      at(`${where}: a class expression`, expr.cls, module.classes);
      return;
    case 'import':
      at(`${where}: an import`, expr.index, module.imports);
      return;
    default:
  }
}
