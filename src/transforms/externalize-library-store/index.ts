import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import { originOf } from '../hoist-client/client-kinds.js';
import { freeName, namesIn } from '../syntax/statements.js';
import type { Outcome, Refusal, Task, Transform, TransformContext } from '../transform.js';
import { libraryStore, type LibraryStore } from './library-stores.js';

/** Sessions and rate limits that a library keeps in memory go into the durable store that is maintained for it. */
export const externalizeLibraryStore: Transform = {
  id: 'externalize-library-store',
  summary: 'the memory store of a library becomes its maintained durable store',
  store: true,
  rules: ['in-memory-library-store'],
  plan: (task, context) => {
    const [finding] = task.findings;
    if (!finding) return { kind: 'not-mine' };
    const site = findCall(task, finding.file, context);
    return 'kind' in site ? site : planCall(finding.file, site, context);
  },
};

interface Site {
  readonly call: ts.CallExpression;
  readonly library: string;
}

function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

const LIBRARIES = new Set(['express-session', 'express-rate-limit']);

/** The call that sets the library up: the one around the place, else the only one in the file. */
function findCall(task: Task, file: string, context: TransformContext): Site | Outcome {
  const { ts: compiler } = context.precise;
  const tree = context.precise.sourceFile(file);
  if (tree === null) return refuse('the file is not there');
  const sites: Site[] = [];
  const open: ts.Node[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (compiler.isCallExpression(node)) {
      const library = originOf(context, node.expression);
      const isSetUp = LIBRARIES.has(library) && !compiler.isPropertyAccessExpression(node.expression);
      if (isSetUp) sites.push({ call: node, library });
    }
    compiler.forEachChild(node, (child) => void open.push(child));
  }
  const lines = task.findings.map(({ line }) => line);
  const near = sites.filter(({ call }) => {
    const first = tree.getLineAndCharacterOfPosition(call.getStart()).line + 1;
    const last = tree.getLineAndCharacterOfPosition(call.end).line + 1;
    return lines.some((line) => line >= first && line <= last);
  });
  const [only] = near.length > 0 ? near : sites;
  if (only && (near.length === 1 || sites.length === 1)) return only;
  return refuse('no durable store is known for this library, or its set-up cannot be seen here');
}

function planCall(file: string, { call, library }: Site, context: TransformContext): Outcome {
  const { ts: compiler, sourceFile } = context.precise;
  const tree = sourceFile(file) as ts.SourceFile;
  const options = optionsOf(call, context);
  if (options === null) return refuse('its options are not an object that is written there');
  if (options.properties.some((one) => compiler.isSpreadAssignment(one)))
    return refuse('its options are put together elsewhere');
  const own = options.properties.find((one) => one.name?.getText() === 'store');
  if (own && !(compiler.isPropertyAssignment(own) && /^new \w*Memory\w*\(/.test(own.initializer.getText()))) {
    return refuse('it has a store of its own that is not known');
  }
  const names = namesIn(compiler, tree);
  const made = libraryStore(
    { library, callee: call.expression.getText() },
    context.options.store,
    file,
    (wanted) => freeName(wanted, names),
    context,
  );
  if ('refused' in made) return refuse(made.refused);
  return {
    kind: 'step',
    title: `${library} → ${made.package}`,
    applicability: 'safe',
    why: null,
    guarantee: 'exact',
    edits: [...storeEdits(file, options, own, made, context), ...importEdits(file, made, context)],
    notes: made.notes,
  };
}

/** `session({ … })`, or `session(options)` with a constant of the file. */
function optionsOf(call: ts.CallExpression, { precise }: TransformContext): ts.ObjectLiteralExpression | null {
  const { ts: compiler, checker } = precise;
  const [first] = call.arguments;
  if (!first) return null;
  if (compiler.isObjectLiteralExpression(first)) return first;
  if (!compiler.isIdentifier(first)) return null;
  const declaration = checker.getSymbolAtLocation(first)?.valueDeclaration;
  const isHere = declaration?.getSourceFile() === call.getSourceFile();
  if (!declaration || !isHere || !compiler.isVariableDeclaration(declaration)) return null;
  const { initializer } = declaration;
  return initializer && compiler.isObjectLiteralExpression(initializer) ? initializer : null;
}

function storeEdits(
  file: string,
  options: ts.ObjectLiteralExpression,
  own: ts.ObjectLiteralElementLike | undefined,
  made: LibraryStore,
  { edit, precise }: TransformContext,
): Edit[] {
  if (own && precise.ts.isPropertyAssignment(own)) {
    return [edit.replace(file, own.initializer.getStart(), own.initializer.end, made.expression)];
  }
  const [first] = options.properties;
  const text = options.getSourceFile().text;
  const open = options.getStart() + 1;
  if (!first) return [edit.insert(file, open, ` store: ${made.expression} `)];
  const gap = text.slice(open, first.getStart());
  const { eol } = precise.style(file);
  if (!/[\r\n]/.test(gap)) return [edit.insert(file, open, ` store: ${made.expression},`)];
  const indent = /[ \t]*$/.exec(gap)?.[0] ?? '';
  return [edit.insert(file, open, `${eol}${indent}store: ${made.expression},`)];
}

function importEdits(file: string, made: LibraryStore, context: TransformContext): Edit[] {
  const { edit } = context;
  const dependencies = made.dependencies.flatMap(({ name, range }) => edit.addDependency(file, name, range) ?? []);
  const imports = made.imports.map(({ from, names }) => edit.addImport(file, from, names));
  return [...imports, ...(made.statements === '' ? [] : [edit.insertAtTop(file, made.statements)]), ...dependencies];
}
