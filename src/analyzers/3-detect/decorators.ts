import type { Expr } from '../../model/code.js';
import { decoratorOrigins } from '../../model/decorator-origins.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { classAt } from '../../model/program-index.js';
import type { ClassRecord, FunctionRecord } from '../../model/source-module.js';

/** A class with the origins of its decorators and those of its methods. */
export interface DecoratedClass {
  readonly cls: number;
  readonly record: ClassRecord;
  readonly decorators: readonly string[];
  readonly methods: readonly DecoratedMethod[];
}

export interface DecoratedMethod {
  readonly fn: number;
  readonly name: string;
  readonly record: FunctionRecord;
  readonly decorators: readonly { readonly origin: string; readonly expr: Expr }[];
}

/** Every class of the program whose decorators a pattern matches. */
export function decoratedClasses(program: LinkedProgram, pattern: RegExp): DecoratedClass[] {
  const { flow, index } = program;
  const count = index.classBase.at(-1) as number;
  const found: DecoratedClass[] = [];
  for (let cls = 0; cls < count; cls++) {
    const record = classAt(index, cls);
    const module = index.moduleOfClass[cls] as number;
    const decorators = record.decorators.flatMap((expr) => decoratorOrigins(flow, index, module, expr));
    if (!decorators.some((origin) => pattern.test(origin))) continue;
    const base = index.functionBase[module] as number;
    const methods = record.members.flatMap(({ kind, name, fn, static: isStatic }): DecoratedMethod[] => {
      const method = index.modules[module]?.functions[fn];
      if (kind !== 'method' || name === null || isStatic || !method) return [];
      const own = method.decorators.flatMap((expr) =>
        decoratorOrigins(flow, index, module, expr).map((origin) => ({ origin, expr })),
      );
      return [{ fn: base + fn, name, record: method, decorators: own }];
    });
    found.push({ cls, record, decorators, methods });
  }
  return found;
}

/** The first argument of a decorator where it is a constant text. */
export function decoratorText(expr: Expr): string | null {
  const [first] = expr.k === 'call' ? expr.args : [];
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : null;
}
