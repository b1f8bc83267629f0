import type { ReplaceText } from '../../model/edit.js';
import { functionAt, moduleOf } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import type { ts } from '../../project/precise/precise-project.js';
import { lineStartBefore } from '../syntax/statements.js';
import type { Task, TransformContext } from '../transform.js';

export type CallbackEdits =
  { readonly edits: readonly ReplaceText[]; readonly notes: readonly string[] } | { readonly refused: string };

/** A callback-style handler on Lambda waits for open sockets unless it says that it does not. */
export function callbackEdits({ place }: Task, context: TransformContext): CallbackEdits {
  const { program, precise, edit } = context;
  const edits: ReplaceText[] = [];
  for (const entry of program.entries) {
    if (entry.host !== 'aws-lambda' || place === null || !reaches(context, entry.number, place.fn)) continue;
    const record = functionAt(program.index, entry.number);
    if (record.async || record.params.length < 3) continue;
    const file = moduleOf(program.index, entry.number).path;
    const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration => precise.ts.isFunctionLike(node);
    const fn = precise.nodeAt(file, record.pos, isFunction);
    const body = fn?.body;
    if (!fn || !body || !precise.ts.isBlock(body))
      return { refused: 'the callback-style handler around it has no body to extend' };
    if (body.getText().includes('callbackWaitsForEmptyEventLoop')) continue;
    const name = fn.parameters[1]?.name;
    const [first] = body.statements;
    if (!name || !precise.ts.isIdentifier(name) || !first) {
      return {
        refused: 'the callback-style handler would wait for the open connection, and has no `context` to say otherwise',
      };
    }
    const { eol, semicolons, indent } = precise.style(file);
    const start = first.getStart();
    const tree = body.getSourceFile();
    const own = tree.text.slice(lineStartBefore(tree.text, start), start);
    const before = /^[ \t]+$/.test(own) ? own : indent;
    const text = `${eol}${before}${name.text}.callbackWaitsForEmptyEventLoop = false${semicolons ? ';' : ''}`;
    edits.push(edit.insert(file, body.getStart() + 1, text));
  }
  const notes = edits.length === 0 ? [] : ['the callback-style handler no longer waits for the open connection'];
  return { edits, notes };
}

function reaches({ program }: TransformContext, from: number, wanted: number): boolean {
  const seen = new Set([from]);
  for (const fn of seen) {
    if (fn === wanted) return true;
    for (const { to } of program.callsFrom[fn] ?? []) if (runsIn(program, to, 'invoke')) seen.add(to);
  }
  return false;
}
