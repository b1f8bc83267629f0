import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import type { Arguments, CallToken } from './call-arguments.js';
import { thisNode } from './linker.js';
import type { Linker } from './linker.js';
import { addToken, copy, fieldOf, lookupOf, newNode, whenHolds } from './solver.js';
import { createdToken } from './tokens.js';

/** A method call on an array, Map, Set, promise or function of the program; false where the receiver has it as a field. */
export function callContainerMethod(
  linker: Linker,
  site: CallSite,
  receiver: number,
  args: Arguments,
  callToken: CallToken,
): boolean {
  const value = linker.solver.tokens[receiver];
  const name = site.name as string;
  if (value?.t === 'function') return callFunctionMethod(linker, site, receiver, name, args, callToken);
  if (value?.t !== 'object') return false;
  if (name === 'then' || name === 'catch' || name === 'finally') {
    if (value.what === 'instance' || value.what === 'exports') return false;
    return callPromiseMethod(linker, site, receiver, name, args, callToken);
  }
  switch (value.what) {
    case 'array':
      return callArrayMethod(linker, site, receiver, name, args, callToken);
    case 'Map':
    case 'WeakMap':
    case 'Set':
    case 'WeakSet':
      return callCollectionMethod(linker, site, receiver, name, args, callToken);
    default:
      return false;
  }
}

function callFunctionMethod(
  linker: Linker,
  site: CallSite,
  receiver: number,
  name: string,
  args: Arguments,
  callToken: CallToken,
): boolean {
  const [thisArg, ...rest] = args.nodes;
  if (name === 'bind') {
    addToken(linker.solver, site.result, receiver);
    const bound = linker.solver.tokens[receiver];
    if (thisArg !== undefined && bound?.t === 'function') copy(linker.solver, thisArg, thisNode(linker, bound.fn));
    return true;
  }
  if (name !== 'call' && name !== 'apply') return false;
  const shifted: Arguments =
    name === 'call'
      ? { nodes: rest, spreadFrom: args.spreadFrom - 1 }
      : { nodes: rest.map((node) => elementsOf(linker, node)), spreadFrom: 0 };
  callToken(linker, site, receiver, null, shifted);
  if (thisArg !== undefined) {
    whenHolds(linker.solver, thisArg, (token) => callToken(linker, site, receiver, token, shifted));
  }
  site.modelled = true;
  return true;
}

function elementsOf(linker: Linker, node: number): number {
  const elements = newNode(linker.solver);
  whenHolds(linker.solver, node, (token) => linker.solver.members.readMember(token, '*', elements));
  return elements;
}

/** Promises are transparent: what they resolve to flows as if it stood in their place. */
function callPromiseMethod(
  linker: Linker,
  site: CallSite,
  receiver: number,
  name: string,
  args: Arguments,
  callToken: CallToken,
): boolean {
  const { solver } = linker;
  const self = newNode(solver);
  addToken(solver, self, receiver);
  args.nodes.forEach((node, position) => {
    const given = name === 'then' && position === 0 ? [self] : [];
    whenHolds(solver, node, (token) => callToken(linker, site, token, null, { nodes: given, spreadFrom: Infinity }));
  });
  if (name !== 'then') addToken(solver, site.result, receiver);
  site.modelled = true;
  return true;
}

const KEEPS_ARRAY = new Set(['sort', 'reverse', 'fill', 'copyWithin']);
const COPIES_ARRAY = new Set([
  'filter',
  'slice',
  'concat',
  'flat',
  'toSorted',
  'toReversed',
  'with',
  'toSpliced',
  'splice',
  'values',
  'entries',
]);
const YIELDS_ELEMENT = new Set(['pop', 'shift', 'at', 'find', 'findLast']);
const ADDS = new Set(['push', 'unshift', 'splice', 'fill', 'concat', 'with']);
const TAKES_CALLBACK = new Set([
  'forEach',
  'map',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
  'every',
  'flatMap',
  'reduce',
  'reduceRight',
  'sort',
  'toSorted',
]);

function callArrayMethod(
  linker: Linker,
  site: CallSite,
  receiver: number,
  name: string,
  args: Arguments,
  callToken: CallToken,
): boolean {
  const { solver } = linker;
  const elements = lookupOf(solver, receiver, '*');
  if (ADDS.has(name)) for (const arg of args.nodes) copy(solver, arg, fieldOf(solver, receiver, '*'));
  if (KEEPS_ARRAY.has(name)) addToken(solver, site.result, receiver);
  if (YIELDS_ELEMENT.has(name)) copy(solver, elements, site.result);
  if (COPIES_ARRAY.has(name)) copy(solver, elements, freshArray(linker, site));
  if (TAKES_CALLBACK.has(name)) {
    const reduces = name === 'reduce' || name === 'reduceRight';
    const accumulator = args.nodes[1] ?? elements;
    const given = reduces
      ? [accumulator, elements]
      : name.endsWith('ort') || name === 'toSorted'
        ? [elements, elements]
        : [elements];
    const [callback] = args.nodes;
    const returned = callWith(linker, site, callback, given, callToken);
    if (reduces) {
      copy(solver, returned, site.result);
      copy(solver, accumulator, site.result);
    }
    if (name === 'map' || name === 'flatMap') copy(solver, returned, freshArray(linker, site));
  }
  site.modelled = true;
  return true;
}

/** Calls a callback and returns the node of what it returns. */
function callWith(
  linker: Linker,
  site: CallSite,
  callback: number | undefined,
  given: readonly number[],
  callToken: CallToken,
): number {
  const returned = newNode(linker.solver);
  if (callback === undefined) return returned;
  const inner: CallSite = { ...site, result: returned };
  whenHolds(linker.solver, callback, (token) =>
    callToken(linker, inner, token, null, { nodes: given, spreadFrom: Infinity }),
  );
  return returned;
}

function freshArray(linker: Linker, site: CallSite): number {
  const token = createdToken(linker, site.fn, site.expr, 'array');
  addToken(linker.solver, site.result, token);
  return fieldOf(linker.solver, token, '*');
}

function callCollectionMethod(
  linker: Linker,
  site: CallSite,
  receiver: number,
  name: string,
  args: Arguments,
  callToken: CallToken,
): boolean {
  const { solver } = linker;
  const elements = lookupOf(solver, receiver, '*');
  const [first, second] = args.nodes;
  switch (name) {
    case 'set':
      if (second !== undefined) copy(solver, second, fieldOf(solver, receiver, '*'));
      addToken(solver, site.result, receiver);
      break;
    case 'add':
      if (first !== undefined) copy(solver, first, fieldOf(solver, receiver, '*'));
      addToken(solver, site.result, receiver);
      break;
    case 'get':
      copy(solver, elements, site.result);
      break;
    case 'values':
    case 'keys':
      if (name === 'values') copy(solver, elements, freshArray(linker, site));
      else freshArray(linker, site);
      break;
    case 'entries':
      addToken(solver, freshArray(linker, site), pairToken(linker, site.fn, site.expr, receiver));
      break;
    case 'forEach':
      callWith(linker, site, first, [elements], callToken);
      break;
    default:
  }
  site.modelled = true;
  return true;
}

/** `[key, value]` of an entry: one token for each place that makes entries, or recursion would make ever more. */
export function pairToken(linker: Linker, fn: number, expr: Expr, map: number): number {
  const pair = createdToken(linker, fn, expr, 'array', 'pair');
  copy(linker.solver, lookupOf(linker.solver, map, '*'), fieldOf(linker.solver, pair, '1'));
  return pair;
}
