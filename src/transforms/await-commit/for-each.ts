import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import { functionAround, isAsync } from '../syntax/statements.js';
import type { Refusal, TransformContext } from '../transform.js';

/** `list.forEach(async (one) => { … })` → `for (const one of list) { … }`, which waits for each. */
export function loopInsteadOfForEach(
  file: string,
  call: ts.CallExpression,
  context: TransformContext,
): { readonly what: string; readonly edits: readonly Edit[] } | Refusal {
  const { edit, precise } = context;
  const compiler = precise.ts;
  const refuse = (reason: string): Refusal => ({ kind: 'refused', reason });
  const { expression: callee, parent: statement } = call;
  const [callback] = call.arguments;
  const around = functionAround(compiler, call);
  if (!compiler.isPropertyAccessExpression(callee) || !compiler.isExpressionStatement(statement)) {
    return refuse('the loop is part of a larger expression');
  }
  if (around === null || !isAsync(compiler, around)) return refuse('the function around the loop is not async');
  if (!callback || !compiler.isArrowFunction(callback) || call.arguments.length !== 1) {
    return refuse('what the loop runs is not an arrow function that stands there');
  }
  const { body, parameters } = callback;
  const [parameter] = parameters;
  if (
    !compiler.isBlock(body) ||
    !parameter ||
    parameters.length !== 1 ||
    parameter.initializer ||
    parameter.dotDotDotToken
  ) {
    return refuse('the callback takes more than the element, or is no block');
  }
  const returns = returnsIn(compiler, body);
  if (returns.some(({ expression }) => expression)) return refuse('the callback returns a value');
  if (returns.some((one) => isInLoop(compiler, one, body)))
    return refuse('the callback leaves an inner loop by `return`');
  const name = parameter.name.getText();
  const isOptional = callee.questionDotToken !== undefined;
  const list = callee.expression.getText();
  const head = `for (const ${name} of ${isOptional ? `${list} ?? []` : list}) `;
  return {
    what: '`for…of` that awaits, instead of `forEach`',
    edits: [
      edit.replace(file, statement.getStart(), body.getStart(), head),
      ...returns.map((one) => edit.replace(file, one.getStart(), one.getStart() + 'return'.length, 'continue')),
      edit.replace(file, body.end, statement.end, ''),
    ],
  };
}

function returnsIn(compiler: typeof ts, body: ts.Block): ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionLike(node)) return;
    if (compiler.isReturnStatement(node)) found.push(node);
    compiler.forEachChild(node, visit);
  };
  compiler.forEachChild(body, visit);
  return found;
}

function isInLoop(compiler: typeof ts, node: ts.Node, body: ts.Node): boolean {
  for (let at = node.parent; at !== body; at = at.parent) {
    if (compiler.isIterationStatement(at, false) || compiler.isSwitchStatement(at)) return true;
  }
  return false;
}
