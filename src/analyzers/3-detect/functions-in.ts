import type { LinkedProgram } from '../../model/linked-program.js';
import { classAt } from '../../model/program-index.js';
import { originOf } from './origin-of.js';

/** A function inside a value, with the properties that lead to it. */
export interface FoundFunction {
  readonly fn: number;
  /** `''` for the value itself, `Query.books` inside objects; elements of arrays and wrappers add nothing. */
  readonly path: string;
}

const DEEPEST = 4;

/** Functions that nodes hold: themselves, in wrappers (`asyncHandler(fn)`), arrays, objects and instances of classes. */
export function functionsIn(program: LinkedProgram, nodes: Iterable<number>): FoundFunction[] {
  const tokens = new Set<number>();
  for (const node of nodes)
    if (!isFlooded(program, node)) for (const token of program.flow.values[node] ?? []) tokens.add(token);
  return functionsOfTokens(program, tokens);
}

/** The same for values. */
export function functionsOfTokens(program: LinkedProgram, tokens: Iterable<number>): FoundFunction[] {
  const { flow } = program;
  const found = new Map<string, FoundFunction>();
  const seen = new Set<number>();
  const visitNode = (node: number | undefined, path: string, depth: number): void => {
    if (node !== undefined && !isFlooded(program, node))
      for (const token of flow.values[node] ?? []) visit(token, path, depth);
  };
  const visit = (token: number, path: string, depth: number): void => {
    const value = flow.tokens[token];
    if (value?.t === 'function') {
      found.set(`${value.fn} ${path}`, { fn: value.fn, path });
      return;
    }
    if (value?.t !== 'object' || depth === 0 || seen.has(token)) return;
    seen.add(token);
    if (value.what === 'external' && !ROUTERS.test(originOf(value) ?? ''))
      visitNode(flow.fields[token]?.get('<callbacks>'), path, depth - 1);
    else if (value.what === 'array') visitNode(flow.fields[token]?.get('*'), path, depth - 1);
    else if (value.what === 'instance')
      for (const { fn, path: name } of methodsOf(program, value.cls))
        found.set(`${fn} ${join(path, name)}`, { fn, path: join(path, name) });
    else if (value.what === 'object') {
      for (const [name, field] of flow.fields[token] ?? []) visitNode(field, join(path, name), depth - 1);
    }
  };
  for (const token of tokens) visit(token, '', DEEPEST);
  return [...found.values()];
}

const MANY = 8;

/**
 * A value that the flow lost hold of (a member read by a computed name, mostly) stands for anything: many functions among
 * many other things. A table of routes holds many functions, and nothing else.
 */
function isFlooded({ flow }: LinkedProgram, node: number): boolean {
  let functions = 0;
  let others = 0;
  for (const token of flow.values[node] ?? []) {
    const value = flow.tokens[token];
    if (value?.t === 'function') functions += 1;
    else if (value?.t === 'object' && value.what !== 'external') others += 1;
  }
  return functions > MANY && others > MANY / 2;
}

/** A router keeps its handlers as a wrapper does, but each of them is registered by a call of its own. */
const ROUTERS =
  /^(?:new )?(?:express(?:\(\)|\.Router\b)|hono\.Hono\b|@hono\/zod-openapi\.OpenAPIHono\b|(?:koa|koa-router|@koa\/router|fastify|itty-router|elysia|polka|grammy|telegraf)(?=[.(]|$))/;

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Methods that a class declares itself, by name. */
export function methodsOf(program: LinkedProgram, cls: number): FoundFunction[] {
  const { index } = program;
  const base = index.functionBase[index.moduleOfClass[cls] as number] as number;
  return classAt(index, cls).members.flatMap(({ kind, name, fn, static: isStatic }) =>
    kind === 'method' && name !== null && !isStatic ? [{ fn: base + fn, path: name }] : [],
  );
}
