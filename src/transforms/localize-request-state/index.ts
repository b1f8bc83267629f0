import type { Edit } from '../../model/edit.js';
import { functionAt, moduleOf } from '../../model/program-index.js';
import type { ts } from '../../project/precise/precise-project.js';
import { linesOf, statementAround } from '../syntax/statements.js';
import type { Outcome, Refusal, Transform, TransformContext } from '../transform.js';
import { passValue } from './pass-value.js';

/** A module variable that carries data of one request becomes a local of the handler, passed to those that read it. */
export const localizeRequestState: Transform = {
  id: 'localize-request-state',
  summary: 'a module variable with data of one request becomes a local that is passed on',
  store: false,
  rules: ['request-state-leak'],
  plan: ({ binding, place }, context) => {
    if (binding === null || place !== null) return { kind: 'not-mine' };
    if (binding.root.variable < 0) return refuse('it is a field or a global, which others may reach by another name');
    return planVariable(binding.file, binding.root.pos, context);
  },
};

function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

function planVariable(file: string, pos: number, context: TransformContext): Outcome {
  const { ts: compiler } = context.precise;
  const tree = context.precise.sourceFile(file);
  const declaration = context.precise.nodeAt(file, pos)?.parent;
  if (
    !tree ||
    !declaration ||
    !compiler.isVariableDeclaration(declaration) ||
    !compiler.isIdentifier(declaration.name)
  ) {
    return refuse('it is not declared as a plain variable');
  }
  const statement = statementAround(compiler, declaration);
  if (!statement || !compiler.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) {
    return refuse('it is declared together with others');
  }
  if (statement.modifiers?.length) return refuse('it is exported, so that other modules read it');
  if (declaration.initializer && !isFresh(compiler, declaration.initializer)) {
    return refuse('its initial value is computed when the module loads');
  }
  const uses = usesOf(file, declaration, context);
  if ('kind' in uses) return uses;
  const name = declaration.name.text;
  const helpers = passValue({ file, name, declaration, uses, entries: entriesIn(file, context) }, context);
  if ('refused' in helpers) return refuse(helpers.refused);
  const body = helpers.root.body;
  if (!body || !compiler.isBlock(body)) return refuse('the handler has no body in which it could be declared');
  const first = body.statements[0];
  if (!first) return refuse('the handler is empty');
  const lines = linesOf(tree, statement);
  const edits: Edit[] = [
    context.edit.replace(file, lines.start, withBlankLine(tree.text, lines.end), ''),
    context.edit.insert(file, body.getStart() + 1, localText(tree, statement, body, context, file)),
    ...helpers.edits,
  ];
  return {
    kind: 'step',
    title: `\`${name}\` → a local of ${helpers.rootName}`,
    applicability: 'safe',
    why: null,
    guarantee: 'exact',
    edits,
    notes: helpers.passedTo.length === 0 ? [] : [`it is passed to ${helpers.passedTo.join(', ')}`],
  };
}

/** A value that is made anew wherever it is written. */
function isFresh(compiler: typeof ts, node: ts.Expression): boolean {
  if (compiler.isLiteralExpression(node) || /^(?:null|undefined|true|false)$/.test(node.getText())) return true;
  if (compiler.isAsExpression(node)) return isFresh(compiler, node.expression);
  if (compiler.isArrayLiteralExpression(node)) return node.elements.every((one) => isFresh(compiler, one));
  if (compiler.isNewExpression(node)) return /^(?:Map|Set)$/.test(node.expression.getText()) && !node.arguments?.length;
  if (!compiler.isObjectLiteralExpression(node)) return false;
  return node.properties.every((one) => compiler.isPropertyAssignment(one) && isFresh(compiler, one.initializer));
}

function usesOf(
  file: string,
  declaration: ts.VariableDeclaration,
  context: TransformContext,
): readonly ts.Node[] | Refusal {
  const { ts: compiler } = context.precise;
  const nodes: ts.Node[] = [];
  for (const { file: at, node } of context.precise.references(file, declaration.name.getStart())) {
    if (node === declaration.name) continue;
    if (at !== file || compiler.isExportSpecifier(node.parent)) return refuse('other modules read it');
    nodes.push(node);
  }
  return nodes;
}

/** Functions of the file that the platform calls. */
function entriesIn(file: string, { program, precise }: TransformContext): ReadonlySet<ts.Node> {
  const found = program.entries.flatMap(({ number }) => {
    if (moduleOf(program.index, number).path !== file) return [];
    const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration => precise.ts.isFunctionLike(node);
    return precise.nodeAt(file, functionAt(program.index, number).pos, isFunction) ?? [];
  });
  return new Set(found);
}

function localText(
  tree: ts.SourceFile,
  statement: ts.VariableStatement,
  body: ts.Block,
  { style }: TransformContext,
  file: string,
): string {
  const { eol, indent } = style(file);
  const first = body.statements[0] as ts.Statement;
  const start = first.getStart(tree);
  const before = /[ \t]*$/.exec(tree.text.slice(0, start))?.[0] ?? indent;
  const text = statement.getText(tree).replace(/^var\b/, 'let');
  const isOneLine = !/[\r\n]/.test(tree.text.slice(body.getStart(tree), start));
  return isOneLine ? ` ${text}` : eol + before + text;
}

/** The blank line below goes with the statement where there is one above as well. */
function withBlankLine(text: string, end: number): number {
  const blank = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  return blank ? end + blank[0].length : end;
}
