import type { Expr } from '../../model/code.js';
import { decoratorOrigins } from '../../model/decorator-origins.js';
import type { Singleton } from '../../model/linked-program.js';
import { classAt, functionAt } from '../../model/program-index.js';
import type { Param } from '../../model/source-module.js';
import { partsOf } from '../../model/walk-code.js';
import { initialiseInstance } from './classes.js';
import { thisNode, variableNode } from './linker.js';
import type { Linker } from './linker.js';
import { addToken } from './solver.js';
import { instanceToken } from './tokens.js';

/** Decorators by which a container makes one instance of a class, unless their argument says otherwise. */
const INJECTED =
  /^(?:@nestjs\/(?:common|websockets|graphql|bullmq|bull|cqrs)\.(?:Injectable|Controller|Catch|WebSocketGateway|Resolver|Processor|CommandHandler|QueryHandler|EventsHandler)|nestjs-telegraf\.Update|type-graphql\.Resolver|typedi\.Service|tsyringe\.singleton|routing-controllers\.(?:Json)?Controller)$/;
const BINDS = /^@nestjs\/common\.Module$/;
/** Methods that the container calls by itself. */
const AT_START = new Set(['onModuleInit', 'onApplicationBootstrap', 'afterInit']);
const AT_END = new Set(['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown']);

/**
 * Containers of dependency injection: no expression of the program makes their instances, and they live as long as the
 * process. Takes a solved flow, in which the names of decorators and types are known, and adds the instances to it.
 */
export function injectSingletons(linker: Linker): Singleton[] {
  const classes = singletonClasses(linker);
  const singletons = classes.map((cls) => ({ cls, token: tokenOf(linker, cls) }));
  const tokens = new Map(singletons.map(({ cls, token }) => [cls, token]));
  const aliases = providedClasses(linker);
  for (const { cls, token } of singletons) construct(linker, cls, token, tokens, aliases);
  return singletons;
}

/** Classes of default scope all of whose dependencies are so: what depends on a request is made for the request. */
function singletonClasses(linker: Linker): number[] {
  const { index } = linker;
  const count = index.classBase.at(-1) as number;
  const injected = [...Array(count).keys()].filter((cls) => decorated(linker, cls, INJECTED).length > 0);
  const perRequest = new Set(injected.filter((cls) => decorated(linker, cls, INJECTED).some(isScoped)));
  for (let size = -1; size !== perRequest.size;) {
    size = perRequest.size;
    for (const cls of injected) {
      const needs = constructorParams(linker, cls).flatMap((param) => classOfType(linker, cls, param.type) ?? []);
      if (needs.some((each) => perRequest.has(each))) perRequest.add(cls);
    }
  }
  return injected.filter((cls) => !perRequest.has(cls));
}

function decorated(linker: Linker, cls: number, pattern: RegExp): Expr[] {
  const { index, solver } = linker;
  const module = index.moduleOfClass[cls] as number;
  return classAt(index, cls).decorators.filter((expr) =>
    decoratorOrigins(solver, index, module, expr).some((origin) => pattern.test(origin)),
  );
}

/** `@Injectable({ scope: Scope.REQUEST })`, `@Controller({ path: 'cats', scope: Scope.TRANSIENT })`. */
function isScoped(decorator: Expr): boolean {
  if (decorator.k !== 'call') return false;
  return decorator.args.some(
    (arg) =>
      arg.k === 'object' &&
      arg.properties.some(
        ({ name, value }) =>
          (name === 'scope' && value.k === 'member' && (value.name === 'REQUEST' || value.name === 'TRANSIENT')) ||
          (name === 'transient' && value.k === 'literal' && value.value === true),
      ),
  );
}

function constructorParams(linker: Linker, cls: number): readonly Param[] {
  const owner = constructingClass(linker, cls);
  if (owner < 0) return [];
  return functionAt(linker.index, constructorOf(linker, owner)).params;
}

/** The class whose constructor runs: the class itself, or the nearest superclass that has one; -1 for none. */
function constructingClass(linker: Linker, cls: number): number {
  return lineOf(linker, cls).find((each) => classAt(linker.index, each).constructorFn >= 0) ?? -1;
}

function superclassOf(linker: Linker, cls: number): number {
  const token = linker.known.classes[cls] as number;
  for (const parent of token < 0 ? [] : (linker.solver.parents[token] ?? [])) {
    const value = linker.solver.tokens[parent];
    if (value?.t === 'class') return value.cls;
  }
  return -1;
}

/** The class that a type of a module names; null where it is none of the program's. */
function classOfType(linker: Linker, cls: number, type: string | null): number | null {
  const { index, solver } = linker;
  const module = index.moduleOfClass[cls] as number;
  const name = /^[\w$]+/.exec(type ?? '')?.[0];
  if (name === undefined) return null;
  const local = index.modules[module]?.bindings.findIndex((binding) => binding.name === name && binding.fn === 0) ?? -1;
  if (local < 0) return null;
  for (const token of solver.values[variableNode((index.bindingBase[module] as number) + local)] ?? []) {
    const value = solver.tokens[token];
    if (value?.t === 'class') return value.cls;
  }
  return null;
}

/** `providers: [{ provide: Clock, useClass: SystemClock }]`. */
function providedClasses(linker: Linker): Map<number, number> {
  const { index } = linker;
  const aliases = new Map<number, number>();
  const count = index.classBase.at(-1) as number;
  for (let cls = 0; cls < count; cls++) {
    for (const decorator of decorated(linker, cls, BINDS)) collectAliases(linker, cls, decorator, aliases);
  }
  return aliases;
}

function collectAliases(linker: Linker, cls: number, expr: Expr, into: Map<number, number>): void {
  if (expr.k === 'object') {
    const named = (name: string): number | null => {
      const value = expr.properties.find((property) => property.name === name)?.value;
      if (value?.k !== 'name') return null;
      const module = linker.index.moduleOfClass[cls] as number;
      return classOfType(linker, cls, linker.index.modules[module]?.bindings[value.binding]?.name ?? null);
    };
    const provided = named('provide');
    const used = named('useClass') ?? named('useExisting');
    if (provided !== null && used !== null) into.set(provided, used);
  }
  for (const part of partsOf(expr)) collectAliases(linker, cls, part, into);
}

function tokenOf(linker: Linker, cls: number): number {
  const module = linker.index.moduleOfClass[cls] as number;
  const own = linker.index.functionBase[module] as number;
  const local = cls - (linker.index.classBase[module] as number);
  return instanceToken(linker, own, { k: 'class', cls: local, pos: classAt(linker.index, cls).pos }, cls);
}

/** Runs what constructs an instance, and lets every method see it as `this`. */
function construct(
  linker: Linker,
  cls: number,
  token: number,
  tokens: ReadonlyMap<number, number>,
  aliases: ReadonlyMap<number, number>,
): void {
  const { index, solver } = linker;
  const own = index.functionBase[index.moduleOfClass[cls] as number] as number;
  for (const { fn, name } of instanceMethods(linker, cls)) {
    addToken(solver, thisNode(linker, fn), token);
    if (AT_START.has(name)) linker.implicitCalls.push({ from: own, to: fn, timing: 'startup' });
    if (AT_END.has(name)) linker.implicitCalls.push({ from: own, to: fn, timing: 'shutdown' });
  }
  for (const each of lineOf(linker, cls)) initialiseInstance(linker, own, each, token, () => undefined);
  const owner = constructingClass(linker, cls);
  if (owner < 0) return;
  const constructorFn = constructorOf(linker, owner);
  addToken(solver, thisNode(linker, constructorFn), token);
  linker.implicitCalls.push({ from: own, to: constructorFn });
  const base = index.bindingBase[index.moduleOfClass[owner] as number] as number;
  for (const param of functionAt(index, constructorFn).params) {
    const wanted = classOfType(linker, owner, param.type);
    const given = wanted === null ? undefined : tokens.get(aliases.get(wanted) ?? wanted);
    if (given !== undefined) addToken(solver, variableNode(base + param.binding), given);
  }
}

/** A class and its superclasses in the program, nearest first. */
function lineOf(linker: Linker, cls: number): number[] {
  const line: number[] = [];
  for (let current = cls; current >= 0 && !line.includes(current); current = superclassOf(linker, current))
    line.push(current);
  return line;
}

/** Methods that instances of a class have, inherited ones too. */
function instanceMethods(linker: Linker, cls: number): { readonly fn: number; readonly name: string }[] {
  const { index } = linker;
  return lineOf(linker, cls).flatMap((each) => {
    const base = index.functionBase[index.moduleOfClass[each] as number] as number;
    return classAt(index, each).members.flatMap(({ kind, name, fn, static: isStatic }) =>
      kind === 'method' && !isStatic ? [{ fn: base + fn, name: name ?? '' }] : [],
    );
  });
}

function constructorOf({ index }: Linker, cls: number): number {
  return (index.functionBase[index.moduleOfClass[cls] as number] as number) + classAt(index, cls).constructorFn;
}

/**
 * Instances of classes that the program never constructs: a platform or a framework does, and its methods call each other
 * through `this`. Nothing of the program holds such an instance.
 */
export function constructUnmade(linker: Linker): void {
  const { index, solver } = linker;
  const made = new Set<number>();
  for (const token of solver.tokens)
    if (token.t === 'object' && token.what === 'instance') for (const each of lineOf(linker, token.cls)) made.add(each);
  const count = index.classBase.at(-1) as number;
  for (let cls = 0; cls < count; cls++) {
    if (made.has(cls)) continue;
    const token = tokenOf(linker, cls);
    for (const { fn } of instanceMethods(linker, cls)) addToken(solver, thisNode(linker, fn), token);
    const owner = constructingClass(linker, cls);
    const constructorFn = owner < 0 ? -1 : constructorOf(linker, owner);
    if (constructorFn >= 0) addToken(solver, thisNode(linker, constructorFn), token);
    for (const each of lineOf(linker, cls)) initialiseInstance(linker, constructorFn, each, token, () => undefined);
  }
}
