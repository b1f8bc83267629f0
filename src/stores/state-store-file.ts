import { RUNTIME_IMPORTS, RUNTIME_STATEMENTS } from './runtime-sources.js';
import type { RuntimeStatement } from './runtime-statement.js';
import { STORE_PARTS, type StoreDependency, type StorePart } from './store-parts.js';

export type StoreName = 'redis' | 'dynamodb' | 'postgres';

export interface StateStoreOptions {
  readonly store: StoreName;
  /** The Redis client that the project has, or is to get. Without meaning for the other stores. */
  readonly client?: 'ioredis' | 'redis';
  readonly format: 'ts' | 'esm' | 'cjs';
  /** With which the keys begin where `STATE_NAMESPACE` is not set: the name of the package. */
  readonly namespace: string;
  /** Of an ES module: `mjs` where package.json does not say that `.js` is one. */
  readonly extension?: 'js' | 'mjs' | 'cjs' | 'ts' | 'mts' | 'cts';
}

export interface StateStoreFile {
  /** `state-store.ts` */
  readonly fileName: string;
  readonly text: string;
  /** What the file imports. The ranges are those that our own tests run with. */
  readonly dependencies: readonly StoreDependency[];
}

/**
 * The file that a user's project receives: the same statements that our own tests run against real servers, without those
 * that the store does not need.
 */
export function stateStoreFile(options: StateStoreOptions): StateStoreFile {
  const { store, client = 'ioredis', format, namespace, extension = format === 'ts' ? 'ts' : 'js' } = options;
  const part = STORE_PARTS[store === 'redis' ? (`redis-${client}` as const) : store];
  const statements = neededStatements(part);
  const blocks = [
    ...(format === 'cjs' ? ["'use strict';"] : []),
    header(part),
    importLines(statements, part, format),
    entry(part, namespace, format),
    ...body(statements, format),
  ];
  return {
    fileName: `state-store.${extension}`,
    text: `${blocks.filter((block) => block !== '').join('\n\n')}\n`,
    dependencies: part.dependencies.filter(({ isDevelopment }) => format === 'ts' || !isDevelopment),
  };
}

/** In the order of the sections; of the interface all, of the rest what can be reached. */
function neededStatements(part: StorePart): readonly RuntimeStatement[] {
  const available = RUNTIME_STATEMENTS.filter(({ section }) => !part.without.includes(section));
  const byName = new Map(available.flatMap((statement) => statement.names.map((name) => [name, statement])));
  const needed = new Set(available.filter(({ section }) => section === 'interface'));
  const pending = ['stateStore', ...part.roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const statement = byName.get(name);
    if (statement === undefined || needed.has(statement)) continue;
    needed.add(statement);
    pending.push(...statement.uses);
  }
  return available.filter((statement) => needed.has(statement));
}

function importLines(
  statements: readonly RuntimeStatement[],
  part: StorePart,
  format: StateStoreOptions['format'],
): string {
  const uses = new Set(statements.flatMap((statement) => statement.uses));
  const wanted = RUNTIME_IMPORTS.filter(
    ({ section, name, isType }) => !part.without.includes(section) && uses.has(name) && (format === 'ts' || !isType),
  );
  const packages = [...new Set(wanted.map(({ from }) => from))];
  const lines = packages.map((from) => {
    const imports = wanted.filter((one) => one.from === from);
    const names = [...new Set(imports.map(({ name, isType }) => (isType ? `type ${name}` : name)))].sort();
    const list = `{ ${names.join(', ')} }`;
    return format === 'cjs' ? `const ${list} = require('${from}');` : `import ${list} from '${from}';`;
  });
  return lines.join('\n');
}

const EXPORTED = '{ counter, cell, map, object, set, list, transaction, once, close }';

function entry(part: StorePart, namespace: string, format: StateStoreOptions['format']): string {
  const made = `stateStore({
  store: '${part.store}',
  packageName: ${quoted(namespace)},
  open: ${part.open},
})`;
  return format === 'cjs' ? `module.exports = ${made};` : `export const ${EXPORTED} = ${made};`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function body(statements: readonly RuntimeStatement[], format: StateStoreOptions['format']): string[] {
  return statements.flatMap(({ section, typescript, javascript }) => {
    if (format === 'ts') return [typescript];
    if (section === 'interface') return [commented(typescript)];
    return javascript === '' ? [] : [javascript];
  });
}

/** What a JavaScript file can say of types: the interface, in the notation of TypeScript. */
function commented(text: string): string {
  return text
    .replace(/^export /m, '')
    .replace(/^/gm, '// ')
    .replace(/ +$/gm, '');
}

function header({ title, variables, reported }: StorePart): string {
  const lines = [
    `The state of this project, in ${title}. The file was made by stateless-migrate and is yours from now on.`,
    '',
    'Nothing connects before the first operation. Environment variables:',
    ...[...variables, ...COMMON_VARIABLES].map(({ name, meaning }) => `  ${name}  ${meaning}`),
  ];
  const comment = `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */`;
  return `${comment}\n// stateless-ignore-file ${reported.join(', ')} -- ${WHY_RIGHT}`;
}

/** The audit is right about what it sees in the file, and yet none of it is state of the program. */
const WHY_RIGHT = 'a connection and what is known of the store; in memory only for tests, never where it is deployed';

const COMMON_VARIABLES = [
  { name: 'STATE_NAMESPACE', meaning: 'what the keys begin with, instead of the name of the package' },
  { name: 'STAGE', meaning: 'is appended to the name of the package, where STATE_NAMESPACE is not set' },
  { name: 'STATE_TIMEOUT_MS', meaning: 'how long one command may take: 1000' },
  { name: 'STATE_URL', meaning: '`memory:` keeps everything in the memory of the process, for tests' },
];
