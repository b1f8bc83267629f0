import type { Answer } from '../containers/container.js';

/** An answer as a tree in which texts that hold JSON are taken apart, so that places in them can be named. */
export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [name: string]: Tree };

/** Makes an answer comparable. */
export function normalise(answer: Answer): Tree {
  switch (answer.kind) {
    case 'value':
      return treeOf(answer.value);
    case 'error':
      return { error: { name: answer.name, message: answer.message } };
    case 'timeout':
      return { timeout: true };
    case 'crash':
      return { crash: answer.reason };
    default:
      return null;
  }
}

function treeOf(value: unknown): Tree {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return textTree(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, treeOf(item)]));
  }
  return typeof value === 'bigint' ? `${value}n` : null;
}

function textTree(text: string): Tree {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return treeOf(JSON.parse(text));
  } catch {
    return text;
  }
}
