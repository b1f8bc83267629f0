import { positionAt } from '../../support/text-position.js';
import type { ExportRecord, FunctionRecord, SourceModule } from '../source-module.js';
import { printBody } from './print-code.js';

/** One module: its bindings, imports, exports, classes, and the body of each function in the core language. */
export function printModule(module: SourceModule): string[] {
  const { path, format, language, directives, bindings, imports, functions, classes } = module;
  const at = (pos: number): string => placeIn(module, pos);
  const names = namesIn(module);
  const flags = [format, language, ...directives.map((directive) => JSON.stringify(directive))];
  return [
    `module ${path} (${flags.join(', ')})`,
    ...bindings.map((binding, number) => {
      const type = binding.type === null ? '' : ` : ${binding.type}`;
      const owner = binding.fn === 0 ? '' : ` of function ${binding.fn}`;
      const marks = `${binding.block ? ' in a block' : ''}${binding.neverReassigned ? '' : ' reassigned'}`;
      return `  binding ${number} ${binding.kind} ${binding.name}${type}${owner}${marks} ${at(binding.pos)}`;
    }),
    ...imports.map((record, number) => {
      const names = record.names.map(({ imported, binding }) => `${imported} as ${binding}`).join(', ');
      const kind = `${record.kind}${record.typeOnly ? ' type' : ''}`;
      return `  import ${number} ${kind} ${JSON.stringify(record.specifier)} ${names} ${at(record.pos)}`.replace(
        '  @',
        ' @',
      );
    }),
    ...module.exports.map((record) => `  export ${exported(record)}`),
    ...classes.map((cls, number) => {
      const members = cls.members.map(({ name, kind, static: own }) => `${own ? 'static ' : ''}${kind} ${name ?? '*'}`);
      return `  class ${number} ${cls.name} {${members.join(', ')}} ${at(cls.pos)}`;
    }),
    ...module.gaps.map((gap) => `  gap ${gap.kind} sees [${gap.sees.join(', ')}] ${at(gap.pos)}`),
    ...functions.flatMap((fn, number) => [
      `  function ${number} ${signature(module, fn)} ${at(fn.pos)}`,
      ...printBody(names, fn.body).map((line) => `    ${line}`),
    ]),
  ];
}

/** The names of the bindings; those that several bindings have carry their number: `item#12`. */
function namesIn({ bindings }: SourceModule): string[] {
  const counts = new Map<string, number>();
  for (const { name } of bindings) counts.set(name, (counts.get(name) ?? 0) + 1);
  return bindings.map(({ name }, number) => (name !== '' && counts.get(name) === 1 ? name : `${name}#${number}`));
}

/** `@3:5` */
export function placeIn({ lineStarts }: SourceModule, pos: number): string {
  const { line, column } = positionAt(lineStarts, pos);
  return `@${line}:${column}`;
}

function signature(module: SourceModule, fn: FunctionRecord): string {
  const params = fn.params.map(
    ({ binding, rest }) => `${rest ? '...' : ''}${module.bindings[binding]?.name || `#${binding}`}`,
  );
  const marks = [fn.async ? 'async' : '', fn.generator ? 'generator' : '', fn.static ? 'static' : ''];
  return `${[...marks, fn.kind].filter((mark) => mark !== '').join(' ')} ${fn.name}(${params.join(', ')})`;
}

function exported(record: ExportRecord): string {
  switch (record.kind) {
    case 'binding':
      return `${record.name} = ${record.binding}`;
    case 'reexport':
      return `${record.name} = ${record.imported} of import ${record.import}`;
    case 'star':
      return `* of import ${record.import}`;
  }
}
