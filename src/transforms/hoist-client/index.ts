import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import {
  dedent,
  freeName,
  functionAround,
  hasRawLines,
  lineStartAbove,
  lineStartBefore,
  linesOf,
  namesIn,
  runsAlways,
  statementAround,
} from '../syntax/statements.js';
import type { Outcome, Refusal, Task, Transform, TransformContext } from '../transform.js';
import { callbackEdits } from './callback-handlers.js';
import { clientKind, originOf, type ClientKind } from './client-kinds.js';
import { closingsOf } from './closings.js';
import { initNeeds, type InitNeeds } from './init-values.js';

/** A client, pool or connection that is made per invocation is made once, at module scope. */
export const hoistClient: Transform = {
  id: 'hoist-client',
  summary: 'a client that every invocation makes becomes one that the module holds',
  store: false,
  rules: ['client-per-invocation'],
  plan: (task, context) => {
    const site = siteOf(task, context);
    return 'kind' in site ? site : planSite(site, task, context);
  },
};

/** Where and how the client is made. */
interface Site {
  readonly file: string;
  readonly tree: ts.SourceFile;
  /** `new Pool(…)`, `createClient(…)` */
  readonly node: ts.NewExpression | ts.CallExpression;
  /** The construction with its `await`. */
  readonly whole: ts.Expression;
  readonly statement: ts.Statement;
  /** Where the result gets a name of its own, and nothing else stands in the statement. */
  readonly declaration: ts.VariableDeclaration | null;
}

function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

function siteOf({ place }: Task, context: TransformContext): Site | Outcome {
  const { ts: compiler } = context.precise;
  if (place === null) return { kind: 'not-mine' };
  const tree = context.precise.sourceFile(place.file);
  const isMaking = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
    compiler.isNewExpression(node) || compiler.isCallExpression(node);
  const node = context.precise.nodeAt(place.file, place.pos, isMaking);
  if (tree === null || node === null) return refuse('the construction is not where the audit saw it');
  const whole = compiler.isAwaitExpression(node.parent) ? node.parent : node;
  const statement = statementAround(compiler, whole);
  if (statement === null || functionAround(compiler, node) === null) return refuse('it is not made inside a function');
  const { parent } = whole;
  const isAlone =
    compiler.isVariableDeclaration(parent) &&
    parent.initializer === whole &&
    compiler.isIdentifier(parent.name) &&
    compiler.isVariableStatement(statement) &&
    statement.declarationList.declarations.length === 1;
  return { file: place.file, tree, node, whole, statement, declaration: isAlone ? parent : null };
}

function planSite(site: Site, task: Task, context: TransformContext): Outcome {
  const { file, node, whole, declaration } = site;
  const { ts: compiler, references } = context.precise;
  const needs = initNeeds(context, file, node);
  if (needs.refused !== null) return refuse(needs.refused);
  if (needs.awaits) return refuse('an argument is only known after an `await`');
  const used = declaration === null ? [] : references(file, declaration.name.getStart());
  if (used.some(({ isWrite, isDefinition }) => isWrite && !isDefinition))
    return refuse('the variable is assigned again');
  const kind = clientKind(context, node, used);
  if (kind.refused !== null) return refuse(kind.refused);
  if (kind.pooledAs !== null && declaration === null)
    return refuse('a bare connection that has no name cannot be made a pool');
  const identity = used.map(({ node }) => identityGiven(compiler, node)).find((one) => one !== null);
  if (identity) return refuse(identity);
  const closings = closingsOf(context, file, used, kind.drops);
  if ('refused' in closings) return refuse(closings.refused);
  const callbacks = callbackEdits(task, context);
  if ('refused' in callbacks) return refuse(callbacks.refused);
  const isAsync = compiler.isAwaitExpression(whole) && !kind.isSync;
  const mayThrow = (needs.readsEnv || needs.after !== null) && !STARTS_QUIETLY.test(originOf(context, node.expression));
  const isLazy =
    isAsync || mayThrow || (needs.readsEnv && setsEnvLater(context)) || !runsAlways(compiler, site.statement);
  if (isLazy && needs.locals.length > 0 && kind.pooledAs !== null)
    return refuse('it is made under a condition, as a bare connection');
  const moved = isLazy ? lazyEdits(site, kind, isAsync, context) : constantEdits(site, kind, needs, context);
  if ('kind' in moved) return moved;
  return {
    kind: 'step',
    title: `\`${headOf(node)}\` → module scope`,
    applicability: 'safe',
    why: null,
    guarantee: 'exact',
    edits: [...moved.edits, ...closings.edits, ...callbacks.edits],
    notes: [
      ...moved.notes,
      ...(closings.count > 0 ? ['it is no longer closed at the end of an invocation'] : []),
      ...(kind.pooledAs === null
        ? []
        : ['a bare connection becomes a pool, which replaces connections that the server closed']),
      ...callbacks.notes,
    ],
  };
}

/** Clients that are made without complaint where a setting is missing. Others would then fail when the module loads. */
const STARTS_QUIETLY =
  /^(?:@aws-sdk\/|aws-sdk|@google-cloud\/|pg$|mysql2?(?:\/|$)|ioredis$|redis$|mongodb$|@prisma\/|serverless-mysql$|axios$)/;

const GIVES_IDENTITY =
  /^(?:login|logIn|signIn|auth|authenticate|authorize|setAuth|setCredentials|setToken|setAccessToken|setSession|setUser|setHeader|setDefaultHeaders)$/;

/** `client.login(…)`, `client.token = …`: what one invocation puts into the client, another would use. */
function identityGiven(compiler: typeof ts, node: ts.Node): string | null {
  const member = node.parent;
  if (!compiler.isPropertyAccessExpression(member) || member.expression !== node) return null;
  const { parent } = member;
  if (compiler.isCallExpression(parent) && parent.expression === member && GIVES_IDENTITY.test(member.name.text)) {
    return `\`${member.getText()}()\` gives the client an identity in the invocation`;
  }
  const isAssigned =
    compiler.isBinaryExpression(parent) &&
    parent.left === member &&
    parent.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
  return isAssigned ? `\`${member.getText()}\` is set in the invocation` : null;
}

/** Variables of the environment that the program sets itself, or has set from a file while it loads. */
function setsEnvLater({ program }: TransformContext): boolean {
  if (program.bindings.some(({ root }) => root.declaration === 'process.env')) return true;
  return program.flow.calls.some(({ externals }) =>
    externals.some((origin) => /^dotenv(?:-\w+)?\.config$/.test(origin)),
  );
}

function headOf(node: ts.NewExpression | ts.CallExpression): string {
  const callee = node.expression.getText().replace(/\s+/g, '');
  return `${/^new\b/.test(node.getText()) ? 'new ' : ''}${callee}()`;
}

type Moved = { readonly edits: readonly Edit[]; readonly notes: readonly string[] };

/** The declaration, with local constants that it needs, moves to module scope as it is written. */
function constantEdits(site: Site, kind: ClientKind, needs: InitNeeds, context: TransformContext): Moved | Refusal {
  const { file, tree, node, statement, declaration } = site;
  const { edit, precise } = context;
  const compiler = precise.ts;
  const taken = takenNames(site, needs, context);
  const parts: ts.Statement[] = [];
  for (const local of needs.locals) {
    const own = statementAround(compiler, local);
    if (!own || !compiler.isVariableStatement(own) || own.declarationList.declarations.length !== 1) {
      return refuse(`\`${local.name.getText()}\` cannot be moved along`);
    }
    if (taken.has(local.name.getText()))
      return refuse(`\`${local.name.getText()}\` has another meaning at module scope`);
    if (!parts.includes(own)) parts.push(own);
  }
  if (declaration) parts.push(statement);
  if (parts.some((part) => hasRawLines(compiler, part) && indentOf(tree, part) !== '')) {
    return refuse('a text over several lines would change with its indentation');
  }
  const name = declaration ? declaration.name.getText() : freeName(nameFor(node), namesIn(compiler, tree));
  if (declaration && taken.has(name)) return refuse(`\`${name}\` has another meaning at module scope`);
  const edits: Edit[] = parts.map((part) => removal(site, part, context));
  const lines = parts.map((part) => movedText(site, part, kind, context));
  const end = precise.style(file).semicolons ? ';' : '';
  if (!declaration) {
    if (hasRawLines(compiler, node)) return refuse('a text over several lines would change with its indentation');
    lines.push(`const ${name} = ${dedent(node.getText(tree), indentOf(tree, statement))}${end}`);
    edits.push(edit.replace(file, node.getStart(tree), node.end, name));
  }
  if (kind.emitsError) lines.push(errorHandler(name, context, file));
  edits.push(edit.insertAtTop(file, lines.join('\n'), needs.after ?? undefined));
  edits.push(...pooledImport(site, kind, context));
  return { edits, notes: [] };
}

/** A frozen container thaws with closed sockets: without a listener the event would end the process. */
function errorHandler(name: string, context: TransformContext, file: string): string {
  const { quote, semicolons, indent, language } = context.style(file);
  const end = semicolons ? ';' : '';
  const type = language === 'typescript' ? ': unknown' : '';
  return `${name}.on(${quote}error${quote}, (error${type}) => {\n${indent}console.error(error)${end}\n})${end}`;
}

/** The construction stays where it is and happens once: in place, behind a variable at module scope. */
function lazyEdits(site: Site, kind: ClientKind, isAsync: boolean, context: TransformContext): Moved | Refusal {
  const { file, tree, node } = site;
  const { edit, precise } = context;
  if (kind.pooledAs !== null)
    return refuse('a bare connection is made under a condition or lazily; make it a pool by hand');
  const { semicolons, language, indent } = precise.style(file);
  const end = semicolons ? ';' : '';
  const name = freeName(`shared${capital(nameFor(node))}`, namesIn(precise.ts, tree));
  const type = language === 'typescript' ? typeOf(site, isAsync, precise.ts) : '';
  const made = node.getText(tree);
  const base = indentOf(tree, site.statement);
  const text = isAsync
    ? `(${name} ??= ${made}.catch((error${type === '' ? '' : ': unknown'}) => {\n${base}${indent}${name} = undefined${end}\n${base}${indent}throw error${end}\n${base}}))`
    : `(${name} ??= ${made})`;
  const eol = precise.style(file).eol;
  return {
    edits: [
      edit.replace(file, node.getStart(tree), node.end, text.replace(/(?<!\r)\n/g, eol)),
      edit.insertAtTop(file, `let ${name}${type}${end}`),
    ],
    notes: isAsync ? ['the connection is made by the first invocation; an attempt that failed is forgotten'] : [],
  };
}

function typeOf({ node }: Site, isAsync: boolean, compiler: typeof ts): string {
  const callee = node.expression.getText();
  const args = node.typeArguments ? `<${node.typeArguments.map((one) => one.getText()).join(', ')}>` : '';
  const made = compiler.isNewExpression(node) ? callee + args : `ReturnType<typeof ${callee}>`;
  return isAsync && compiler.isNewExpression(node) ? `: Promise<${made}> | undefined` : `: ${made} | undefined`;
}

/** `s3Client` for `new S3Client()`, `pool` for `new pg.Pool()`, `client` for `createClient()`. */
function nameFor(node: ts.NewExpression | ts.CallExpression): string {
  const last = node.expression.getText().split('.').at(-1) ?? 'client';
  const bare = /^(?:create|make|connect|get)(?=[A-Z])/.test(last)
    ? last.replace(/^(?:create|make|connect|get)/, '')
    : last;
  if (/^(?:connect|from|default)$/.test(bare)) return 'connection';
  const name = bare.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?=\d|$)|^[A-Z]/, (start) => start.toLowerCase());
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== bare ? name : 'client';
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function indentOf(tree: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(tree);
  return /^[ \t]*/.exec(tree.text.slice(lineStartBefore(tree.text, start), start))?.[0] ?? '';
}

/** A statement goes; what stands behind it on its line stays. */
function removal(site: Site, part: ts.Statement, { edit }: TransformContext): Edit {
  const { start, end } = linesOf(site.tree, part);
  const from = commentStart(site.tree, part, start);
  return edit.replace(site.file, from, end, '');
}

/** Comments directly above move along. */
function commentStart(tree: ts.SourceFile, part: ts.Statement, start: number): number {
  let from = start;
  for (;;) {
    const above = lineStartAbove(tree.text, from);
    if (above >= from || above < part.pos) return from;
    if (!/^[ \t]*\/\/.*\s*$/.test(tree.text.slice(above, from))) return from;
    from = above;
  }
}

function movedText(site: Site, part: ts.Statement, kind: ClientKind, { precise }: TransformContext): string {
  const { tree } = site;
  const { start } = linesOf(tree, part);
  const from = commentStart(tree, part, start);
  let text = tree.text.slice(from === start ? part.getStart(tree) : from, part.end);
  if (part === site.statement) {
    const offset = part.end - text.length;
    const cuts: { start: number; end: number; text: string }[] = [];
    if (kind.isSync && precise.ts.isAwaitExpression(site.whole)) {
      cuts.push({ start: site.whole.getStart(tree), end: site.node.getStart(tree), text: '' });
    }
    if (kind.pooledAs) {
      const { expression } = site.node;
      cuts.push({ start: expression.end - kind.pooledAs.from.length, end: expression.end, text: kind.pooledAs.to });
    }
    for (const cut of cuts.reverse()) {
      text = text.slice(0, cut.start - offset) + cut.text + text.slice(cut.end - offset);
    }
    text = text.replace(/^((?:[ \t]*\/\/.*\s*)*[ \t]*)(?:let|var)\b/, '$1const');
  }
  return dedent(text.replace(/^[ \t]+/, ''), indentOf(tree, part));
}

/** `import { Client } from 'pg'` does not name the pool. */
function pooledImport({ file, node }: Site, kind: ClientKind, context: TransformContext): Edit[] {
  if (kind.pooledAs === null || !context.precise.ts.isIdentifier(node.expression)) return [];
  const { to } = kind.pooledAs;
  return [context.edit.addImport(file, originOf(context, node.expression), [{ imported: to, local: to }])];
}

/** Names that mean something else at module scope, or would be caught by the moved ones. */
function takenNames(site: Site, needs: InitNeeds, { precise }: TransformContext): ReadonlySet<string> {
  const moving = new Set<ts.Node>(needs.locals);
  if (site.declaration) moving.add(site.declaration);
  const own = new Set<ts.Node>(
    [...moving].flatMap((one) =>
      precise.references(site.file, (one as ts.VariableDeclaration).name.getStart()).map(({ node }) => node),
    ),
  );
  const taken = new Set<string>();
  const open: ts.Node[] = [site.tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (precise.ts.isIdentifier(node) && !own.has(node) && isFree(precise.ts, node, site.tree)) taken.add(node.text);
    precise.ts.forEachChild(node, (child) => void open.push(child));
  }
  return taken;
}

/** Whether a name is not a property and not bound in a function: so it means, or would now mean, a name of the module. */
function isFree(compiler: typeof ts, node: ts.Identifier, tree: ts.SourceFile): boolean {
  const { parent } = node;
  if (compiler.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if ((compiler.isPropertyAssignment(parent) || compiler.isMethodDeclaration(parent)) && parent.name === node)
    return false;
  for (let scope: ts.Node | undefined = parent; scope && scope !== tree; scope = scope.parent) {
    const { locals } = scope as ts.Node & { locals?: ReadonlyMap<string, unknown> };
    if (locals?.has(node.text)) return false;
  }
  return true;
}
