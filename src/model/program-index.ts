import type { Binding, ClassRecord, FunctionRecord, SourceModule } from './source-module.js';
import { positionAt } from '../support/text-position.js';
import { invariant } from '../support/invariant.js';

/** Program-wide numbers for the functions, classes and bindings of all modules, in the order of the modules. */
export interface ProgramIndex {
  readonly modules: readonly SourceModule[];
  /** First number of each module's functions; one more entry than modules. */
  readonly functionBase: readonly number[];
  readonly classBase: readonly number[];
  readonly bindingBase: readonly number[];
  readonly moduleOfFunction: Int32Array;
  readonly moduleOfClass: Int32Array;
  readonly moduleOfBinding: Int32Array;
  readonly byPath: ReadonlyMap<string, number>;
}

export function indexProgram(modules: readonly SourceModule[]): ProgramIndex {
  const functionBase = basesOf(modules, (module) => module.functions.length);
  const classBase = basesOf(modules, (module) => module.classes.length);
  const bindingBase = basesOf(modules, (module) => module.bindings.length);
  return {
    modules,
    functionBase,
    classBase,
    bindingBase,
    moduleOfFunction: ownersOf(functionBase),
    moduleOfClass: ownersOf(classBase),
    moduleOfBinding: ownersOf(bindingBase),
    byPath: new Map(modules.map((module, index) => [module.path, index])),
  };
}

function basesOf(modules: readonly SourceModule[], count: (module: SourceModule) => number): number[] {
  const bases = [0];
  for (const module of modules) bases.push((bases.at(-1) as number) + count(module));
  return bases;
}

function ownersOf(bases: readonly number[]): Int32Array {
  const owners = new Int32Array(bases.at(-1) as number);
  for (let module = 0; module + 1 < bases.length; module++) owners.fill(module, bases[module], bases[module + 1]);
  return owners;
}

export function moduleOf(index: ProgramIndex, fn: number): SourceModule {
  const module = index.modules[index.moduleOfFunction[fn] as number];
  invariant(module, `no module has function ${fn}`);
  return module;
}

export function functionAt(index: ProgramIndex, fn: number): FunctionRecord {
  const owner = index.moduleOfFunction[fn] as number;
  const record = index.modules[owner]?.functions[fn - (index.functionBase[owner] as number)];
  invariant(record, `no function ${fn}`);
  return record;
}

export function classAt(index: ProgramIndex, cls: number): ClassRecord {
  const owner = index.moduleOfClass[cls] as number;
  const record = index.modules[owner]?.classes[cls - (index.classBase[owner] as number)];
  invariant(record, `no class ${cls}`);
  return record;
}

export function bindingAt(index: ProgramIndex, binding: number): Binding {
  const owner = index.moduleOfBinding[binding] as number;
  const record = index.modules[owner]?.bindings[binding - (index.bindingBase[owner] as number)];
  invariant(record, `no binding ${binding}`);
  return record;
}

/** Program-wide number of a binding that code inside `fn` names by its index in the module. */
export function bindingIn(index: ProgramIndex, fn: number, binding: number): number {
  return (index.bindingBase[index.moduleOfFunction[fn] as number] as number) + binding;
}

/** Program-wide number of a function that code inside `fn` names by its index in the module. */
export function functionIn(index: ProgramIndex, fn: number, local: number): number {
  return (index.functionBase[index.moduleOfFunction[fn] as number] as number) + local;
}

/** Program-wide number of a class that code inside `fn` names by its index in the module. */
export function classIn(index: ProgramIndex, fn: number, local: number): number {
  return (index.classBase[index.moduleOfFunction[fn] as number] as number) + local;
}

/** The enclosing function, or -1 for a module's own body. */
export function parentOf(index: ProgramIndex, fn: number): number {
  const { parent } = functionAt(index, fn);
  return parent < 0 ? -1 : functionIn(index, fn, parent);
}

/** Readable identity: `src/cart.ts@addItem:12:1`. */
export function functionId(index: ProgramIndex, fn: number): string {
  const module = moduleOf(index, fn);
  const record = functionAt(index, fn);
  const { line, column } = positionAt(module.lineStarts, record.pos);
  return `${module.path}@${record.name}:${line}:${column}`;
}
