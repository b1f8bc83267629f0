import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import { functionAround, isAsync, linesOf, statementAround } from '../syntax/statements.js';
import type { Refusal, Transform, TransformContext } from '../transform.js';
import { loopInsteadOfForEach } from './for-each.js';

/** A durable write that nobody waits for is awaited, before the response. */
export const awaitCommit: Transform = {
  id: 'await-commit',
  summary: 'a durable write that is not awaited before the response is awaited, in order',
  store: false,
  rules: ['unawaited-commit', 'commit-after-response'],
  plan: ({ place, findings }, context) => {
    if (place === null) return { kind: 'not-mine' };
    const { ts: compiler } = context.precise;
    const isCall = (node: ts.Node): node is ts.CallExpression => compiler.isCallExpression(node);
    const call = context.precise.nodeAt(place.file, place.pos, isCall);
    if (call === null) return refuse('the write is not a call that could be awaited');
    const site = { file: place.file, call };
    const isLate = findings.some(({ rule }) => rule === 'commit-after-response');
    const planned = isLate ? beforeResponse(site, context) : awaited(site, context);
    if ('kind' in planned) return planned;
    return {
      kind: 'step',
      title: `${planned.what} in \`${nameOf(compiler, call)}\``,
      applicability: 'safe',
      why: null,
      guarantee: 'exact',
      edits: planned.edits,
      notes: ['the answer now waits for the write, and fails where it fails'],
    };
  },
};

interface Site {
  readonly file: string;
  readonly call: ts.CallExpression;
}

type Planned = { readonly what: string; readonly edits: readonly Edit[] } | Refusal;

function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

function nameOf(compiler: typeof ts, call: ts.CallExpression): string {
  const around = functionAround(compiler, call);
  const named = around && 'name' in around && around.name ? around.name.getText() : null;
  const holder = around?.parent;
  return named ?? (holder && compiler.isVariableDeclaration(holder) ? holder.name.getText() : 'the handler');
}

function awaited({ file, call }: Site, context: TransformContext): Planned {
  const { edit, precise } = context;
  const compiler = precise.ts;
  const around = functionAround(compiler, call);
  if (compiler.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'forEach') {
    return loopInsteadOfForEach(file, call, context);
  }
  if (around === null || !isAsync(compiler, around)) return refuse('the function around the write is not async');
  const chain = chainOf(compiler, call);
  const { parent } = chain;
  if (compiler.isAwaitExpression(parent) && /^(?:map|flatMap)$/.test(methodOf(compiler, call))) {
    return {
      what: '`Promise.all` around the list of writes',
      edits: [edit.insert(file, chain.getStart(), 'Promise.all('), edit.insert(file, chain.end, ')')],
    };
  }
  if (methodOf(compiler, call) === 'map' && compiler.isExpressionStatement(parent)) {
    return {
      what: '`await Promise.all` around the list of writes',
      edits: [edit.insert(file, chain.getStart(), 'await Promise.all('), edit.insert(file, chain.end, ')')],
    };
  }
  if (compiler.isVoidExpression(parent) && compiler.isExpressionStatement(parent.parent)) {
    return {
      what: '`await` instead of `void`',
      edits: [edit.replace(file, parent.getStart(), chain.getStart(), 'await ')],
    };
  }
  const isStatement = compiler.isExpressionStatement(parent);
  const isStored = compiler.isVariableDeclaration(parent) && parent.initializer === chain;
  if (!isStatement && !isStored) return refuse('the promise of the write is part of a larger expression');
  return { what: '`await`', edits: [edit.insert(file, chain.getStart(), 'await ')] };
}

function methodOf(compiler: typeof ts, call: ts.CallExpression): string {
  return compiler.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
}

/** The call with `.then(…)`, `.catch(…)` and `.finally(…)` behind it. */
function chainOf(compiler: typeof ts, call: ts.CallExpression): ts.Expression {
  let chain: ts.Expression = call;
  for (;;) {
    const member = chain.parent;
    const isChained = compiler.isPropertyAccessExpression(member) && /^(?:then|catch|finally)$/.test(member.name.text);
    if (!isChained || !compiler.isCallExpression(member.parent)) return chain;
    chain = member.parent;
  }
}

const ANSWERS = /^(?:json|send|end|sendStatus|redirect|render|sendFile)$/;

/** The statement that answers moves below the write. */
function beforeResponse({ file, call }: Site, context: TransformContext): Planned {
  const { edit, precise } = context;
  const compiler = precise.ts;
  const tree = precise.sourceFile(file);
  const statement = statementAround(compiler, call);
  const block = statement?.parent;
  if (!tree || !statement || !block || !compiler.isBlock(block))
    return refuse('the write is not a statement of its own');
  const around = functionAround(compiler, call);
  if (around === null || !isAsync(compiler, around)) return refuse('the function around the write is not async');
  const at = block.statements.indexOf(statement);
  const answer = block.statements.slice(0, at).findLast((one) => isAnswer(compiler, one));
  if (!answer) return refuse('the response is sent elsewhere, so that its place cannot be changed here');
  const chain = chainOf(compiler, call);
  const { parent } = chain;
  if (!compiler.isAwaitExpression(parent) && !compiler.isExpressionStatement(parent)) {
    return refuse('the promise of the write is part of a larger expression');
  }
  const from = linesOf(tree, answer);
  const to = linesOf(tree, statement);
  const text = tree.text.slice(from.start, from.end);
  if (!from.isWhole || !to.isWhole || !/[\r\n]$/.test(text) || !/[\r\n]$/.test(tree.text.slice(to.start, to.end))) {
    return refuse('the response and the write stand on one line with other code');
  }
  return {
    what: 'the response is sent after the write',
    edits: [
      edit.replace(file, from.start, from.end, ''),
      edit.insert(file, to.end, text),
      ...(compiler.isAwaitExpression(parent) ? [] : [edit.insert(file, chain.getStart(), 'await ')]),
    ],
  };
}

/** `res.json(…);`, `res.status(201).send(…);` */
function isAnswer(compiler: typeof ts, statement: ts.Statement): boolean {
  if (!compiler.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  return (
    compiler.isCallExpression(expression) &&
    compiler.isPropertyAccessExpression(expression.expression) &&
    ANSWERS.test(expression.expression.name.text)
  );
}
