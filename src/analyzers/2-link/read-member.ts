import type { Linker } from './linker.js';
import { readNamespace } from './exports.js';
import { addToken, copy, lookupOf } from './solver.js';
import { externalToken, functionPrototypeToken, prototypeToken } from './tokens.js';

/** What reading `name` of an abstract value puts into `to`. */
export function readMember(linker: Linker, token: number, name: string, to: number): void {
  const { solver } = linker;
  const value = solver.tokens[token];
  if (!value) return;
  switch (value.t) {
    case 'namespace':
      readNamespace(linker, value.module, name, to);
      return;
    case 'external': {
      copy(solver, lookupOf(solver, token, name), to);
      if (name === '*') return;
      const origin = name === 'default' ? value.origin : `${value.origin}.${name}`;
      const member = externalToken(linker, origin);
      if (member >= 0) addToken(solver, to, member);
      return;
    }
    case 'object':
      copy(solver, lookupOf(solver, token, name), to);
      if (value.what === 'external' && name !== '*') {
        const member = externalToken(linker, `${value.origin}.${name}`);
        if (member >= 0) addToken(solver, to, member);
      }
      return;
    case 'class':
      if (name === 'prototype') addToken(solver, to, prototypeToken(linker, value.cls));
      copy(solver, lookupOf(solver, token, name), to);
      return;
    case 'function':
      if (name === 'prototype') addToken(solver, to, functionPrototypeToken(linker, value.fn));
      copy(solver, lookupOf(solver, token, name), to);
      return;
    case 'global':
    case 'prototype':
      copy(solver, lookupOf(solver, token, name), to);
      return;
    case 'resolver':
  }
}
