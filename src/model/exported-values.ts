import type { LinkedProgram } from './linked-program.js';

/** Functions that tokens stand for, seen through wrappers: `middy(fn)`, `wrap(log, fn)`. */
export function functionsOf(program: LinkedProgram, tokens: Iterable<number>, depth = 4): number[] {
  const { flow } = program;
  const found = new Set<number>();
  const visit = (token: number, left: number): void => {
    const value = flow.tokens[token];
    if (value?.t === 'function') found.add(value.fn);
    else if (value?.t === 'object' && value.what === 'object' && left > 0 && left < depth) {
      // `defineHandler({ open() {}, message() {} })`
      for (const field of flow.fields[token]?.values() ?? [])
        for (const inner of flow.values[field] ?? []) visit(inner, 0);
    } else if (value?.t === 'object' && value.what === 'external' && left > 0) {
      const kept = flow.fields[token]?.get('<callbacks>');
      if (kept !== undefined) for (const inner of flow.values[kept] ?? []) visit(inner, left - 1);
    }
  };
  for (const token of tokens) visit(token, depth);
  return [...found];
}

/** Tokens that a module exports by a name, through re-exports; `default` of a CommonJS module is `module.exports`. */
export function exportedTokens(
  program: LinkedProgram,
  module: number,
  name: string,
  seen = new Set<string>(),
): ReadonlySet<number> {
  const { flow, index } = program;
  const source = index.modules[module];
  const found = new Set<number>();
  // Modules may export all of each other.
  const key = `${module}:${name}`;
  if (!source || seen.has(key)) return found;
  seen.add(key);
  const addNode = (node: number | undefined): void => {
    if (node !== undefined) for (const token of flow.values[node] ?? []) found.add(token);
  };
  for (const record of source.exports) {
    if (record.kind === 'binding' && record.name === name)
      addNode((index.bindingBase[module] as number) + record.binding);
    else if (record.kind === 'star' || (record.kind === 'reexport' && record.name === name)) {
      const resolution = program.resolutions[module]?.[record.import];
      if (resolution?.kind !== 'file') continue;
      const target = index.byPath.get(resolution.path);
      const wanted = record.kind === 'star' ? name : record.imported;
      if (target !== undefined && target !== module)
        for (const token of exportedTokens(program, target, wanted, seen)) found.add(token);
    }
  }
  if (source.format !== 'esm') {
    const whole = commonJsExports(program, module);
    if (name === 'default') addNode(whole);
    for (const token of flow.values[whole] ?? []) addNode(flow.fields[token]?.get(name));
  }
  return found;
}

/** Node of a module's `module.exports`. */
export function commonJsExports(program: LinkedProgram, module: number): number {
  const { index } = program;
  return (index.bindingBase.at(-1) as number) + 2 * (index.functionBase.at(-1) as number) + module;
}

/** Names that a module exports itself. */
export function exportNames(program: LinkedProgram, module: number): string[] {
  const { flow, index } = program;
  const names = new Set<string>();
  for (const record of index.modules[module]?.exports ?? []) if (record.kind !== 'star') names.add(record.name);
  if (index.modules[module]?.format !== 'esm') {
    for (const token of flow.values[commonJsExports(program, module)] ?? []) {
      const value = flow.tokens[token];
      if (value?.t === 'function') names.add('default');
      if (value?.t !== 'object') continue;
      for (const name of flow.fields[token]?.keys() ?? []) if (name !== '*' && !name.startsWith('<')) names.add(name);
    }
  }
  return [...names];
}
