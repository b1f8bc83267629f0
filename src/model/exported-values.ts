import type { LinkedProgram } from './linked-program.js';

/** Tokens that a module exports by a name, through re-exports; `default` of a CommonJS module is `module.exports`. */
export function exportedTokens(program: LinkedProgram, module: number, name: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const node of exportedNodes(program, module, name))
    for (const token of program.flow.values[node] ?? []) found.add(token);
  return found;
}

/** Nodes that hold what a module exports by a name. */
export function exportedNodes(
  program: LinkedProgram,
  module: number,
  name: string,
  seen = new Set<string>(),
): ReadonlySet<number> {
  const { flow, index } = program;
  const source = index.modules[module];
  const found = new Set<number>();
  if (!source || seen.has(`${module} ${name}`)) return found;
  seen.add(`${module} ${name}`);
  for (const record of source.exports) {
    if (record.kind === 'binding' && record.name === name)
      found.add((index.bindingBase[module] as number) + record.binding);
    else if ((record.kind === 'star' && name !== 'default') || (record.kind === 'reexport' && record.name === name)) {
      const resolution = program.resolutions[module]?.[record.import];
      if (resolution?.kind !== 'file') continue;
      const target = index.byPath.get(resolution.path);
      const wanted = record.kind === 'star' ? name : record.imported;
      if (target !== undefined) for (const node of exportedNodes(program, target, wanted, seen)) found.add(node);
    }
  }
  if (source.format !== 'esm') {
    const whole = commonJsExports(program, module);
    if (name === 'default') found.add(whole);
    for (const token of flow.values[whole] ?? []) {
      const field = flow.fields[token]?.get(name);
      if (field !== undefined) found.add(field);
    }
  }
  return found;
}

/** Node of a module's `module.exports`. */
export function commonJsExports(program: LinkedProgram, module: number): number {
  const { index } = program;
  return (index.bindingBase.at(-1) as number) + 2 * (index.functionBase.at(-1) as number) + module;
}

/** Names that a module exports, through `export *` too. */
export function exportNames(program: LinkedProgram, module: number, seen = new Set<number>()): string[] {
  const { flow, index } = program;
  const names = new Set<string>();
  if (seen.has(module)) return [];
  seen.add(module);
  for (const record of index.modules[module]?.exports ?? []) {
    if (record.kind !== 'star') names.add(record.name);
    else {
      const resolution = program.resolutions[module]?.[record.import];
      const source = resolution?.kind === 'file' ? index.byPath.get(resolution.path) : undefined;
      if (source === undefined) continue;
      for (const name of exportNames(program, source, seen)) if (name !== 'default') names.add(name);
    }
  }
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
