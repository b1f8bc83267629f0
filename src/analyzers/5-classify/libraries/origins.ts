import type { CallSite } from '../../../model/flow.js';
import { classAt } from '../../../model/program-index.js';
import type { Judge } from '../judge.js';
import type { OriginPattern } from './models/library-model.js';
import { tokensAt } from '../values.js';

/** One expression for a list of patterns; null where there are none. */
export function compileOrigins(patterns: readonly OriginPattern[] | undefined): RegExp | null {
  if (patterns === undefined || patterns.length === 0) return null;
  return new RegExp(`^(?:${patterns.map(translate).join('|')})$`);
}

/** `dataloader[.DataLoader]` and its like as the source of a regular expression. */
function translate(pattern: OriginPattern): string {
  let braces = 0;
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '{') braces++;
    if (char === '}') braces--;
    if (char === '*' && pattern.charAt(at + 1) === '*') {
      source += '.*';
      at++;
    } else source += char === ',' && braces > 0 ? '|' : (SIGNS[char] ?? escape(char));
  }
  return source;
}

const SIGNS: Readonly<Record<string, string>> = { '{': '(?:', '}': ')', '[': '(?:', ']': ')?', '*': '[^.()]+' };

function escape(char: string): string {
  return /[\w@/ ,:-]/.test(char) ? char : `\\${char}`;
}

/** What a call calls outside the program, also through classes of the program that extend a library's. */
export function originsOfCall(judge: Judge, site: CallSite): readonly string[] {
  if (site.externals.length > 0 || site.name === null || site.object < 0) return site.externals;
  const found: string[] = [];
  for (const token of judge.program.flow.values[site.object] ?? []) {
    const origin = extendedOrigin(judge, token);
    if (origin !== null) found.push(`${origin}.${site.name}`);
  }
  return found;
}

const DEEPEST_CLASS = 4;

/** `new events.EventEmitter` for an instance of `class Bus extends EventEmitter`; null for anything else. */
export function extendedOrigin(judge: Judge, token: number): string | null {
  const { flow, index } = judge.program;
  const value = flow.tokens[token];
  if (value?.t !== 'object' || value.what !== 'instance') return null;
  let cls = value.cls;
  for (let depth = 0; depth < DEEPEST_CLASS && cls >= 0; depth++) {
    const { superclass, fn } = classAt(index, cls);
    if (!superclass) return null;
    const owner = (index.functionBase[index.moduleOfClass[cls] as number] as number) + fn;
    const parents = tokensAt(judge, owner, superclass);
    for (const parent of parents) if (parent.t === 'external') return `new ${parent.origin}`;
    cls = parents.flatMap((parent) => (parent.t === 'class' ? [parent.cls] : []))[0] ?? -1;
  }
  return null;
}
