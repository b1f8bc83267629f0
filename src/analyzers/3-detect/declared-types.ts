import type { LinkedProgram } from '../../model/linked-program.js';
import type { Binding, SourceModule } from '../../model/source-module.js';
import type { HostFact } from './host-fact.js';

type TypeFact = Extract<HostFact, { k: 'type' }>;

/**
 * Nodes that hold a host's value because their declared type says so: `(app: FastifyInstance) => …` in a file that nothing
 * calls by name. The type counts by the package that it is imported from, never by its name alone.
 */
export function typedNodes(
  program: LinkedProgram,
  facts: readonly HostFact[],
): { readonly node: number; readonly origin: string }[] {
  const types = facts.filter((fact) => fact.k === 'type');
  const found: { node: number; origin: string }[] = [];
  program.index.modules.forEach((module, number) => {
    const base = program.index.bindingBase[number] as number;
    const packages = importedTypes(program, module, number);
    if (packages.size === 0) return;
    module.bindings.forEach((binding, local) => {
      const name = typeNameOf(binding, packages);
      if (name === null) return;
      for (const fact of types) {
        if (!fact.name.test(name)) continue;
        for (const node of nodesOf(program, fact, base + local)) found.push({ node, origin: fact.origin });
      }
    });
  });
  return found;
}

/** Local name to `package.Name`; a default or namespace import to the package. */
function importedTypes(program: LinkedProgram, module: SourceModule, number: number): Map<string, string> {
  const types = new Map<string, string>();
  module.imports.forEach((record, position) => {
    const resolution = program.resolutions[number]?.[position];
    if (resolution?.kind !== 'external') return;
    for (const { imported, binding } of record.names) {
      const local = module.bindings[binding]?.name;
      if (local === undefined) continue;
      const whole = imported === 'default' || imported === '*';
      types.set(local, whole ? resolution.name : `${resolution.name}.${imported}`);
    }
  });
  return types;
}

/** `FastifyInstance<Server>`, `express.Router | undefined`: the first name, as `package.Name`. */
function typeNameOf(binding: Binding, packages: ReadonlyMap<string, string>): string | null {
  if (binding.type === null) return null;
  const match = /^\(?([\w$]+)((?:\.[\w$]+)*)/.exec(binding.type);
  const origin = match?.[1] === undefined ? undefined : packages.get(match[1]);
  return origin === undefined ? null : origin + (match?.[2] ?? '');
}

/** The variable itself, or the first parameter of the functions that it holds. */
function nodesOf(program: LinkedProgram, fact: TypeFact, variable: number): number[] {
  if (fact.of === 'value') return [variable];
  const { flow, index } = program;
  return [...(flow.values[variable] ?? [])].flatMap((token) => {
    const value = flow.tokens[token];
    if (value?.t !== 'function') return [];
    const module = index.moduleOfFunction[value.fn] as number;
    const record = index.modules[module]?.functions[value.fn - (index.functionBase[module] as number)];
    const [first] = record?.params ?? [];
    return first ? [(index.bindingBase[module] as number) + first.binding] : [];
  });
}
