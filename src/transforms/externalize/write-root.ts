import type { ts } from '../../project/precise/precise-project.js';
import type { Fn } from './functions.js';
import type { Refused } from './stretches.js';
import { deepen, indentAt, styleOf, type Writing } from './writing.js';

/** Makes the function that a host calls async, with what its host needs for that. */
export function writeRoot(w: Writing, fn: Fn): Refused | null {
  const { ts } = w.a;
  const { node, file } = fn;
  if (fn.isAsync) return null;
  if (ts.isConstructorDeclaration(node)) return { refused: 'a constructor cannot wait' };
  if (ts.isAccessor(node)) return { refused: `the accessor ${fn.name} cannot wait` };
  if (node.asteriskToken !== undefined) return { refused: `the generator ${fn.name} would become an asynchronous one` };
  if (fn.calls.length > 0)
    return { refused: `${fn.name} is called in the program and given to a host, and only one of them can wait` };
  const place = escapesTo(w, fn);
  if (place !== null) return { refused: place };
  if (fn.escapes.length === 0 && !isEntryPoint(w, fn))
    return { refused: `who calls ${fn.name}, and whether they can wait for it, cannot be told` };
  const start = ts.isMethodDeclaration(node) ? node.name.getStart() : functionStart(w, node);
  w.edits.insert(file, start, 'async ', -40);
  if (node.type) {
    w.edits.insert(file, node.type.getStart(), 'Promise<', 0);
    w.edits.insert(file, node.type.getEnd(), '>', 0);
  }
  return isExpressHandler(w, fn) ? passErrorsOn(w, fn) : null;
}

/** Whether a platform calls it: those wait for promises. */
function isEntryPoint(w: Writing, { node, file }: Fn): boolean {
  const { index } = w.a.context.program;
  const module = index.modules.find(({ path }) => path === file);
  const at = module?.functions.find(
    ({ pos, end }) => pos <= node.getStart() && end >= node.getEnd() && pos >= node.pos,
  );
  const lineOf = (pos: number): number => node.getSourceFile().getLineAndCharacterOfPosition(pos).line + 1;
  const lines = new Set([lineOf(node.getStart()), lineOf(at?.pos ?? node.getStart())]);
  return w.a.context.report.entryPoints.some((entry) => entry.file === file && lines.has(entry.line));
}

function functionStart(w: Writing, node: ts.FunctionLikeDeclaration): number {
  const modifiers = w.a.ts.canHaveModifiers(node) ? (w.a.ts.getModifiers(node) ?? []) : [];
  const last = modifiers.at(-1);
  if (last === undefined) return node.getStart();
  const rest = node.getSourceFile().text.slice(last.getEnd());
  return last.getEnd() + (/^\s*/.exec(rest)?.[0].length ?? 0);
}

const HOST_METHODS = new Set(
  'get post put patch delete all use options head route param handle on addHook register add'.split(' '),
);

/** Null where it is given to something that calls it for an event. */
function escapesTo(w: Writing, fn: Fn): string | null {
  const { ts } = w.a;
  for (const escape of fn.escapes) {
    let at: ts.Node = escape;
    while (ts.isParenthesizedExpression(at.parent) || ts.isArrayLiteralExpression(at.parent)) at = at.parent;
    const { parent } = at;
    const isGiven =
      ts.isCallExpression(parent) && parent.expression !== at && ts.isPropertyAccessExpression(parent.expression);
    if (isGiven && HOST_METHODS.has(parent.expression.name.text)) continue;
    if (
      ts.isExportAssignment(parent) ||
      ts.isReturnStatement(parent) ||
      (ts.isArrowFunction(parent) && parent.body === at)
    )
      continue;
    if (
      ts.isBinaryExpression(parent) ||
      ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isMethodDeclaration(escape)
    )
      continue;
    if (ts.isShorthandPropertyAssignment(parent) || ts.isFunctionDeclaration(escape)) continue;
    return `${fn.name} is given to code that calls it without waiting for it`;
  }
  return null;
}

function isExpressHandler(w: Writing, fn: Fn): boolean {
  const { packages } = w.a.context;
  const range = packages.rangeOf(fn.file, 'express');
  return range !== null && !/^[\^~>=v]*5/.test(range) && fn.node.parameters.length >= 2;
}

/** Express 4 does not wait for a handler: a rejection has to be given to `next`. */
function passErrorsOn(w: Writing, fn: Fn): Refused | null {
  const { ts } = w.a;
  const { node, file } = fn;
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const { parameters, body } = node;
  const at = parameters.length === 4 ? 3 : 2;
  const known = parameters[at];
  const next = known && ts.isIdentifier(known.name) ? known.name.text : 'next';
  if (known === undefined) {
    const last = parameters.at(-1) as ts.ParameterDeclaration;
    w.edits.insert(
      file,
      last.getEnd(),
      `, next${style.language === 'typescript' ? ': (error: unknown) => void' : ''}`,
      0,
    );
  }
  if (body === undefined) return { refused: `${fn.name} has no body` };
  const error = next === 'error' || parameters.some(({ name }) => name.getText() === 'error') ? 'reason' : 'error';
  const indent = indentAt(w, file, ts.isBlock(body) ? node.getStart() : body.getStart());
  const tail = `${style.eol}${indent}${style.indent}} catch (${error}) {${style.eol}${indent}${style.indent.repeat(2)}${next}(${error})${end}${style.eol}${indent}${style.indent}}`;
  if (!ts.isBlock(body)) {
    w.edits.insert(file, body.getStart(), `{${style.eol}${indent}${style.indent}try `, -50);
    w.edits.insert(file, body.getEnd(), `${tail.slice(tail.indexOf('}') + 1)}${style.eol}${indent}}`, 90);
    return null;
  }
  const [first] = body.statements;
  const last = body.statements.at(-1);
  if (first === undefined || last === undefined) return null;
  w.edits.insert(file, first.getStart(), `try {${style.eol}${indent}${style.indent.repeat(2)}`, -50);
  deepen(w, node.getSourceFile(), file, first.getStart(), last.getEnd());
  w.edits.insert(file, last.getEnd(), tail, 90);
  w.guards.push({ file, start: first.getStart(), end: last.getEnd() });
  return null;
}

/** `callback(null, x)` becomes `return x`, `callback(error)` becomes `throw error`. */
export function writeCallbackStyle(w: Writing, fn: Fn): Refused | null {
  const { ts } = w.a;
  const third = fn.node.parameters[2];
  if (third === undefined || !ts.isIdentifier(third.name) || !/^(callback|cb|done)$/.test(third.name.text)) return null;
  const symbol = w.a.symbolOf(third.name);
  const uses = symbol === null ? [] : w.a.namesOf(symbol).filter((name) => name !== third.name);
  for (const use of uses) {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use) return { refused: `${fn.name} hands its callback on` };
    const statement = call.parent;
    if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement))
      return { refused: `${fn.name} calls its callback inside an expression` };
    for (let at: ts.Node = statement; at !== fn.node; at = at.parent)
      if (ts.isFunctionLike(at)) return { refused: `${fn.name} calls its callback later` };
    w.answers.add(call);
  }
  return null;
}
