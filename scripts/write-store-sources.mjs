// Writes src/stores/runtime-sources.ts: the statements of src/stores/runtime as texts, in TypeScript and in JavaScript, so
// that the file which a user's project receives can be put together without a compiler and without reading from disk.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import tsBlankSpace from 'ts-blank-space';
import ts from 'typescript';

const FOLDER = new URL('../src/stores/runtime/', import.meta.url);
const TARGET = new URL('../src/stores/runtime-sources.ts', import.meta.url);

/** In the order of the file that is put together. */
const SECTIONS = [
  'interface',
  'state-store',
  'counter',
  'cell',
  'map',
  'set',
  'list',
  'transaction',
  'once',
  'engine',
  'attempts',
  'settings',
  'encoding',
  'records',
  'redis-records',
  'redis-scripts',
  'redis-address',
  'ioredis-connection',
  'node-redis-connection',
  'dynamodb-records',
  'dynamodb-items',
  'dynamodb-table',
  'postgres-records',
  'postgres-statements',
  'memory-records',
];

/** About a function that is exported here; in a user's file it is called once. */
const OWN_SUPPRESSION = /^ *\/\/ stateless-ignore.*\n/gm;

const FORMAT = { printWidth: 120, singleQuote: true };

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, await runtimeSources());

/** The text of src/stores/runtime-sources.ts as it has to be. */
export async function runtimeSources() {
  const imports = [];
  const statements = [];
  for (const section of SECTIONS) {
    const text = readFileSync(new URL(`${section}.ts`, FOLDER), 'utf8').replace(OWN_SUPPRESSION, '');
    const source = ts.createSourceFile(`${section}.ts`, text, ts.ScriptTarget.Latest, true);
    for (const node of source.statements) {
      if (ts.isImportDeclaration(node)) imports.push(...packageImports(section, node));
      else statements.push(await statementOf(section, text, node));
    }
  }
  return `// Made from src/stores/runtime by \`npm run stores\`: change it there.
import type { RuntimeImport, RuntimeStatement } from './runtime-statement.js';

export const RUNTIME_IMPORTS: readonly RuntimeImport[] = ${JSON.stringify(imports, null, 2)};

export const RUNTIME_STATEMENTS: readonly RuntimeStatement[] = ${JSON.stringify(statements, null, 2)};
`;
}

function packageImports(section, node) {
  const from = node.moduleSpecifier.text;
  if (from.startsWith('.')) return [];
  const named = node.importClause?.namedBindings;
  if (named === undefined || !ts.isNamedImports(named) || node.importClause.name !== undefined) {
    throw new Error(`${section}: only named imports can be put together`);
  }
  return named.elements.map((element) => ({
    section,
    from,
    name: element.name.text,
    isType: node.importClause.isTypeOnly || element.isTypeOnly,
  }));
}

async function statementOf(section, text, node) {
  const full = text.slice(node.getFullStart(), node.end).replace(/^\s*\n/, '');
  const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  // What users may name is the interface; everything else is the file's own.
  const typescript = section === 'interface' ? full : full.replace(/^export /m, '');
  const javascript = isType ? '' : await withoutTypes(typescript);
  return { section, names: namesOf(node), uses: usesOf(node), typescript, javascript };
}

async function withoutTypes(text) {
  const javascript = tsBlankSpace(text, (node) => {
    throw new Error(`not erasable: ${node.getText()}`);
  });
  return (await format(javascript, { ...FORMAT, parser: 'babel' })).trimEnd();
}

function namesOf(node) {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  return [node.name.text];
}

/** Every name that may be a reference to another statement: not what comes after a dot or names a property. */
function usesOf(node) {
  const uses = new Set();
  const visit = (child) => {
    if (ts.isIdentifier(child) && !isPropertyName(child)) uses.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  for (const name of namesOf(node)) uses.delete(name);
  return [...uses].sort();
}

function isPropertyName(identifier) {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName === identifier;
  const named = [
    ts.isPropertyAssignment,
    ts.isPropertySignature,
    ts.isMethodSignature,
    ts.isParameter,
    ts.isNamedTupleMember,
  ];
  return named.some((is) => is(parent) && parent.name === identifier);
}
