import type { Expr } from '../../model/code.js';
import { classAt, functionIn } from '../../model/program-index.js';
import { returnNode, thisNode } from './linker.js';
import type { Linker } from './linker.js';
import { addToken, copy, fieldOf, inherit, whenHolds } from './solver.js';
import { classToken, functionToken, prototypeToken, superToken } from './tokens.js';

/** Evaluates a class where it stands: its methods, its superclass, its static fields. Returns its token. */
export function defineClass(
  linker: Linker,
  fn: number,
  cls: number,
  generate: (linker: Linker, fn: number, expr: Expr) => number,
): number {
  const { solver } = linker;
  const record = classAt(linker.index, cls);
  const token = classToken(linker, cls);
  const prototype = prototypeToken(linker, cls);
  for (const member of record.members) {
    if (member.fn < 0) continue;
    const method = functionIn(linker.index, fn, member.fn);
    const owner = member.static ? token : prototype;
    if (member.kind === 'method')
      addToken(solver, fieldOf(solver, owner, member.name ?? '*'), functionToken(linker, method));
    else if (member.kind === 'getter' || member.kind === 'setter') {
      if (member.name !== null) defineAccessor(linker, owner, member.name, method, member.kind);
      if (member.static) addToken(solver, thisNode(linker, method), token);
    } else if (member.static) {
      addToken(solver, thisNode(linker, method), token);
      linker.implicitCalls.push({ from: fn, to: method });
    }
  }
  if (record.superclass) {
    whenHolds(solver, generate(linker, fn, record.superclass), (held) => {
      const parent = solver.tokens[held];
      if (parent?.t === 'class') {
        inherit(solver, token, held);
        inherit(solver, prototype, prototypeToken(linker, parent.cls));
        inherit(solver, superToken(linker, cls), prototypeToken(linker, parent.cls));
      } else if (parent?.t === 'external') {
        inherit(solver, prototype, held);
      }
    });
  }
  return token;
}

/** Lets reads of an accessor yield what its getter returns. */
export function defineAccessor(
  linker: Linker,
  token: number,
  name: string,
  fn: number,
  kind: 'getter' | 'setter',
): void {
  const known = linker.accessors.get(token);
  const record = { name, fn, kind };
  if (known) known.push(record);
  else linker.accessors.set(token, [record]);
  if (kind === 'getter') copy(linker.solver, returnNode(linker, fn), fieldOf(linker.solver, token, name));
}

/**
 * Makes an instance: field initialisers and accessors of the class and its superclasses see it as `this`. `fn` runs the
 * initialisers; -1 where it is not known who does.
 */
export function initialiseInstance(
  linker: Linker,
  fn: number,
  cls: number,
  instance: number,
  construct: (cls: number) => void,
): void {
  const { solver } = linker;
  inherit(solver, instance, prototypeToken(linker, cls));
  const record = classAt(linker.index, cls);
  const owner = linker.index.functionBase[linker.index.moduleOfClass[cls] as number] as number;
  for (const member of record.members) {
    if (member.static || member.fn < 0) continue;
    const method = owner + member.fn;
    if (member.kind === 'field') {
      addToken(solver, thisNode(linker, method), instance);
      if (fn >= 0) linker.implicitCalls.push({ from: fn, to: method });
    } else if (member.kind !== 'method') addToken(solver, thisNode(linker, method), instance);
  }
  construct(cls);
}
