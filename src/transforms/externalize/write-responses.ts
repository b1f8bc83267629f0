import type { ts } from '../../project/precise/precise-project.js';
import { eachNode } from './analysis.js';
import type { Fn } from './functions.js';
import { containsReturn, endsFlow, type Refused, type Stretch } from './stretches.js';
import { followsAnswer, isAnswer, writeAnswer } from './write-answers.js';
import { type Exported, freeName, styleOf, type Writing } from './writing.js';

/** What a `return` of the callback gives, for the text of a result. */
export type ResultShape = (result: string) => string;

export interface ResponseOptions {
  readonly shape: ResultShape;
  /** Results are functions that answer once the change is stored. */
  readonly isDeferred: boolean;
  readonly exported: readonly Exported[];
  readonly indent: string;
}

export interface WrittenResponses {
  /** What the callback gives where its end is reached; null where it never is. */
  readonly closing: string | null;
  /** Whether the function gives a value that matters. */
  readonly gives: boolean;
}

interface State {
  readonly w: Writing;
  readonly fn: Fn;
  readonly stretch: Stretch;
  readonly options: ResponseOptions;
  readonly done: Set<ts.Node>;
  readonly refused: string[];
}

/** Turns the `return` statements of a stretch into results of the callback, and what it sends into functions that send it. */
export function writeResponses(
  w: Writing,
  fn: Fn,
  stretch: Stretch,
  options: ResponseOptions,
): WrittenResponses | Refused {
  const state: State = { w, fn, stretch, options, done: new Set(), refused: [] };
  const isTail = stretch.isLast && !stretch.leaves;
  list(state, stretch.statements, isTail);
  checkEffects(state);
  const [refused] = state.refused;
  if (refused !== undefined) return { refused };
  const last = stretch.statements.at(-1);
  const isOpen = !endsFlow(w.a, last) && !(last !== undefined && state.done.has(last));
  const gives = w.answers.size > 0 || stretch.statements.some((statement) => containsReturn(w.a, statement));
  return { closing: isOpen ? closingOf(state) : null, gives };
}

function closingOf({ stretch, options }: State): string {
  const names = options.exported.map(({ name }) => name);
  if (stretch.leaves)
    return options.shape(names.length === 0 ? '{ leave: undefined }' : `{ leave: undefined, ${names.join(', ')} }`);
  if (options.isDeferred) return options.shape('() => undefined');
  if (names.length === 0) return options.shape('undefined');
  return options.shape(names.length === 1 ? (names[0] as string) : `{ ${names.join(', ')} }`);
}

/** `isTail`: the callback ends with the list. */
function list(state: State, statements: readonly ts.Statement[], isTail: boolean): void {
  const from = isTail || endsFlow(state.w.a, statements.at(-1)) ? suffixStart(state, statements) : statements.length;
  for (const [at, statement] of statements.entries()) {
    if (at >= from) break;
    inside(state, statement, isTail && at === statements.length - 1);
  }
  if (from < statements.length) defer(state, statements.slice(from));
}

function inside(state: State, statement: ts.Statement, isTail: boolean): void {
  const { ts } = state.w.a;
  const part = (inner: ts.Statement | undefined): void => {
    if (inner === undefined) return;
    if (ts.isBlock(inner)) list(state, inner.statements, isTail);
    else list(state, [inner], isTail);
  };
  if (isAnswer(state.w, statement)) {
    state.done.add(statement);
    writeAnswer(state.w, state.fn.file, statement, state.options.shape);
  } else if (ts.isReturnStatement(statement)) giveBack(state, statement);
  else if (ts.isBlock(statement)) part(statement);
  else if (ts.isIfStatement(statement)) {
    part(statement.thenStatement);
    part(statement.elseStatement);
  } else if (ts.isTryStatement(statement)) {
    part(statement.tryBlock);
    part(statement.catchClause?.block);
    if (statement.finallyBlock !== undefined) list(state, statement.finallyBlock.statements, false);
  } else if (ts.isSwitchStatement(statement)) {
    for (const clause of statement.caseBlock.clauses) list(state, withoutBreak(state, clause.statements), isTail);
  } else if (ts.isIterationStatement(statement, false)) {
    if (ts.isBlock(statement.statement)) list(state, statement.statement.statements, false);
    else list(state, [statement.statement], false);
  } else if (ts.isLabeledStatement(statement)) list(state, [statement.statement], false);
}

function withoutBreak({ w }: State, statements: readonly ts.Statement[]): readonly ts.Statement[] {
  const last = statements.at(-1);
  return last !== undefined && w.a.ts.isBreakStatement(last) ? statements.slice(0, -1) : statements;
}

/** `return x` without anything to send. */
function giveBack(state: State, statement: ts.ReturnStatement): void {
  const { w, fn, options, stretch } = state;
  const { expression } = statement;
  const style = styleOf(w, fn.file);
  const end = style.semicolons ? ';' : '';
  state.done.add(statement);
  if (expression === undefined && followsAnswer(w, statement)) {
    w.edits.replace(fn.file, statement.getStart(), statement.getEnd(), '');
    return;
  }
  const open = stretch.leaves ? '{ leave: () => ' : options.isDeferred ? '() => ' : '';
  const close = stretch.leaves ? ' }' : '';
  if (expression === undefined) {
    w.edits.replace(
      fn.file,
      statement.getStart(),
      statement.getEnd(),
      `return ${options.shape(`${open}undefined${close}`)}${end}`,
    );
    return;
  }
  const [before = '', after = ''] = options.shape('\u0000').split('\u0000');
  if (options.isDeferred && w.mutations.in(expression).length > 0) {
    const isBlocked =
      !w.a.ts.isBlock(statement.parent) &&
      !w.a.ts.isCaseOrDefaultClause(statement.parent) &&
      !w.a.ts.isSourceFile(statement.parent);
    if (isBlocked) state.refused.push('a `return` without braces changes it');
    w.edits.replace(fn.file, statement.getStart(), expression.getStart(), `const ${freeName(w, fn.file, 'answer')} = `);
    w.edits.insert(
      fn.file,
      expression.getEnd(),
      `${end}${style.eol}${indentOf(state, statement)}return ${before}${open}${freeName(w, fn.file, 'answer')}${close}${after}`,
      40,
    );
    return;
  }
  const needsParens = (options.isDeferred || stretch.leaves) && w.a.ts.isObjectLiteralExpression(expression);
  w.edits.insert(fn.file, expression.getStart(), `${before}${open}${needsParens ? '(' : ''}`, -8);
  w.edits.insert(fn.file, expression.getEnd(), `${needsParens ? ')' : ''}${close}${after}`, 40);
}

/** Where the statements begin that only send, so that they can wait until the change is stored. */
function suffixStart(state: State, statements: readonly ts.Statement[]): number {
  const { w } = state;
  if (!state.options.isDeferred) return statements.length;
  let from = statements.length;
  let sends = false;
  for (let at = statements.length - 1; at >= 0; at--) {
    const statement = statements[at] as ts.Statement;
    const effects = w.effects.in(statement);
    const isSending = isPlainStatement(state, statement) && effects.length > 0;
    const isBare = at === statements.length - 1 && w.a.ts.isReturnStatement(statement);
    if (!isSending && !isBare) break;
    if (isSending) sends = true;
    from = at;
    if (w.mutations.in(statement).length > 0) break;
  }
  return sends ? from : statements.length;
}

const isPlainStatement = ({ w }: State, statement: ts.Statement): boolean =>
  w.a.ts.isExpressionStatement(statement) || w.a.ts.isReturnStatement(statement);

function defer(state: State, statements: readonly ts.Statement[]): void {
  const { w, fn, options, stretch } = state;
  const { ts } = w.a;
  const { file } = fn;
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const [first] = statements as readonly [ts.Statement];
  const indent = indentOf(state, first);
  const [before = '', after = ''] = options.shape('\u0000').split('\u0000');
  const open = `return ${before}${stretch.leaves ? '{ leave: ' : ''}`;
  const close = `${stretch.leaves ? ' }' : ''}${after}${end}`;
  for (const statement of statements) state.done.add(statement);
  const prepared = prepareArgument(state, first, indent);
  const last = statements.at(-1) as ts.Statement;
  const isBareReturn = ts.isReturnStatement(last) && last.expression === undefined;
  const sending = isBareReturn ? statements.slice(0, -1) : statements;
  if (sending.length === 1) {
    const expression = expressionOf(first);
    w.edits.replace(file, first.getStart(), expression.getStart(), '');
    w.edits.insert(file, expression.getStart(), `${prepared}${open}() => `, -8);
    w.edits.replace(file, expression.getEnd(), last.getEnd(), close);
    return;
  }
  w.edits.insert(file, first.getStart(), `${prepared}${open}() => {${style.eol}${indent}${style.indent}`, -8);
  for (const statement of sending.slice(1)) w.edits.insert(file, statement.getStart(), style.indent, -9);
  const lastSent = sending.at(-1) as ts.Statement;
  if (isBareReturn) w.edits.replace(file, lastSent.getEnd(), last.getEnd(), '');
  w.edits.insert(file, lastSent.getEnd(), `${style.eol}${indent}}${close}`, 40);
}

const expressionOf = (statement: ts.Statement): ts.Expression =>
  (statement as ts.ExpressionStatement | ts.ReturnStatement).expression as ts.Expression;

/** An argument that changes state is worked out before; only the sending waits. */
function prepareArgument(state: State, statement: ts.Statement, indent: string): string {
  const { w, fn } = state;
  const { ts } = w.a;
  if (w.mutations.in(statement).length === 0) return '';
  const expression = (statement as ts.ExpressionStatement).expression;
  const style = styleOf(w, fn.file);
  const argument =
    expression !== undefined && ts.isCallExpression(expression)
      ? expression.arguments.find((one) => w.mutations.in(one).length > 0)
      : undefined;
  if (argument === undefined || w.effects.in(argument).length > 0) {
    state.refused.push('what it sends is mixed with what it changes');
    return '';
  }
  const text = w.edits.textOf(fn.file, argument.getStart(), argument.getEnd());
  w.edits.replace(fn.file, argument.getStart(), argument.getEnd(), freeName(w, fn.file, 'answer'));
  return `const ${freeName(w, fn.file, 'answer')} = ${text}${style.semicolons ? ';' : ''}${style.eol}${indent}`;
}

function indentOf({ w, fn, options, stretch }: State, statement: ts.Statement): string {
  const { text } = w.a.context.text(fn.file);
  const at = statement.getStart();
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const own = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const base =
    /^[ \t]*/.exec(
      text.slice(text.lastIndexOf('\n', (stretch.statements[0] as ts.Statement).getStart() - 1) + 1),
    )?.[0] ?? '';
  return options.indent + own.slice(base.length);
}

/** Everything that is sent must have been put off; what is left would be sent again after a conflict. */
function checkEffects(state: State): void {
  const { w, stretch, done } = state;
  for (const statement of stretch.statements) {
    eachNode(w.a.ts, statement, (node) => {
      if (done.has(node)) return false;
      if (!w.a.ts.isCallExpression(node)) return undefined;
      const [effect] = w.effects.in(node).filter((one) => one === node);
      if (effect !== undefined)
        state.refused.push(
          `\`${textOf(effect)}\` stands between reading and changing it, and would run again where two containers meet`,
        );
      return undefined;
    });
  }
}

const textOf = (call: ts.CallExpression): string => {
  const text = call.expression.getText().replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 40)}…` : `${text}(…)`;
};
