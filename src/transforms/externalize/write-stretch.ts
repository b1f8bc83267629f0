import type { ts } from '../../project/precise/precise-project.js';
import { eachNode } from './analysis.js';
import type { StateCell } from './cell.js';
import { changedBy, isInside } from './mutations.js';
import type { Refused, Stretch } from './stretches.js';
import { throwsAfterWrite } from './throws.js';
import type { Touching } from './touches.js';
import { writeResponses, type ResultShape } from './write-responses.js';
import { constantIn, deepen, type Exported, freeName, indentAt, styleOf, type Writing } from './writing.js';

/** Loads what the stretches of a function work on, and stores what they leave. */
export function writeStretches(w: Writing, root: Touching, stretches: readonly Stretch[]): Refused | null {
  const loaded = new Map<StateCell, number>();
  for (const stretch of stretches) {
    const cells = [...new Set([...stretch.units].map(w.cellOf))];
    const refused =
      stretch.kind === 'read' ? writeRead(w, root, stretch, cells, loaded) : writeUpdate(w, root, stretch, cells);
    if (refused !== null) return refused;
  }
  return null;
}

function writeRead(
  w: Writing,
  { fn }: Touching,
  stretch: Stretch,
  cells: readonly StateCell[],
  loaded: Map<StateCell, number>,
): Refused | null {
  const { file } = fn;
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const [first] = stretch.statements;
  const at = first ?? (stretch.expression as ts.Node);
  const indent = indentAt(w, file, at.getStart());
  const lines = cells.map((cell) => {
    const times = loaded.get(cell) ?? 0;
    loaded.set(cell, times + 1);
    const name = cell.localIn(file);
    return `const ${name} = await ${constantIn(w, cell, file)}.get()${end}`;
  });
  if (cells.some((cell) => (loaded.get(cell) ?? 0) > 1) && sameList(stretch, first)) {
    return writeUpdate(w, { fn } as Touching, stretch, cells);
  }
  if (first !== undefined) {
    w.edits.insert(file, first.getStart(), lines.map((line) => `${line}${style.eol}${indent}`).join(''), -5);
    return null;
  }
  openExpression(w, file, stretch.expression as ts.Expression, lines, indent);
  return null;
}

/** A second load in one function might meet the name of the first. */
const sameList = (_stretch: Stretch, first: ts.Statement | undefined): boolean => first !== undefined;

/** `(event) => expression` becomes a block with a `return`. */
function openExpression(
  w: Writing,
  file: string,
  expression: ts.Expression,
  lines: readonly string[],
  indent: string,
): void {
  const style = styleOf(w, file);
  const inner = indent + style.indent;
  const end = style.semicolons ? ';' : '';
  w.edits.insert(
    file,
    expression.getStart(),
    `{${style.eol}${lines.map((line) => `${inner}${line}${style.eol}`).join('')}${inner}return `,
    -5,
  );
  deepen(w, expression.getSourceFile(), file, expression.getStart(), expression.getEnd());
  w.edits.insert(file, expression.getEnd(), `${end}${style.eol}${indent}}`, 50);
}

/** How a stretch is wrapped: one `update`, or a transaction over several entities. */
interface Wrapper {
  readonly open: string;
  readonly close: string;
  /** What a `return` gives, for a result. */
  readonly shape: ResultShape;
  readonly levels: number;
}

function wrapperOf(w: Writing, file: string, cells: readonly StateCell[], indent: string): Wrapper | Refused {
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const [cell] = cells as readonly [StateCell];
  if (cells.length === 1) {
    const name = cell.localIn(file);
    return {
      open: `${constantIn(w, cell, file)}.update((${name}) => {`,
      close: '})',
      shape: (result) => `{ value: ${name}, result: ${result} }`,
      levels: 1,
    };
  }
  if (w.a.context.options.store === 'dynamodb') {
    return {
      refused: 'one step changes state of several modules, and on DynamoDB a transaction reaches one entity only',
    };
  }
  w.transactionsIn.add(file);
  const inner = indent + style.indent;
  const line = (text: string): string => `${inner}${text}${end}${style.eol}`;
  const loads = cells
    .map((one) => line(`${isAssigned(w, one) ? 'let' : 'const'} ${one.localIn(file)} = ${loadOf(w, one, file)}`))
    .join('');
  const stores = cells.map((one) => line(storeOf(w, one, file))).join('');
  return {
    open: `transaction(async (tx) => {${style.eol}${loads}${inner}const result = (() => {`,
    close: `})()${end}${style.eol}${stores}${inner}return result${end}${style.eol}${indent}})`,
    shape: (result) => result,
    levels: 2,
  };
}

const isAssigned = (w: Writing, cell: StateCell): boolean =>
  cell.mode === 'direct' && cell.units.some(({ sites }) => sites.some((site) => changedBy(w.a, site) === site));

function loadOf(w: Writing, cell: StateCell, file: string): string {
  const constant = constantIn(w, cell, file);
  return cell.mode === 'instance'
    ? `${constant}.restore(await tx.get(${constant}.fields))`
    : `await tx.get(${constant})`;
}

function storeOf(w: Writing, cell: StateCell, file: string): string {
  const constant = constantIn(w, cell, file);
  const name = cell.localIn(file);
  return cell.mode === 'instance'
    ? `tx.set(${constant}.fields, ${constant}.fieldsOf(${name}))`
    : `tx.set(${constant}, ${name})`;
}

// eslint-disable-next-line max-lines-per-function -- one template of code, read from top to bottom
function writeUpdate(w: Writing, root: Touching, stretch: Stretch, cells: readonly StateCell[]): Refused | null {
  const { file } = root.fn;
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const [first] = stretch.statements;
  const start = (first ?? (stretch.expression as ts.Node)).getStart();
  const indent = indentAt(w, file, start);
  const wrapper = wrapperOf(w, file, cells, indent);
  if ('refused' in wrapper) return wrapper;
  const within = indent + style.indent.repeat(wrapper.levels);
  if (stretch.expression !== null) return updateExpression(w, file, stretch.expression, wrapper, indent);
  const last = stretch.statements.at(-1) as ts.Statement;
  const rethrows = throwsAfterWrite(w, stretch.statements);
  const inline = rethrows ? null : argumentOfEffect(w, root, stretch);
  if (inline !== null && cells.length === 1) {
    w.edits.insert(
      file,
      inline.getStart(),
      `await ${wrapper.open.slice(0, -1)}(${wrapper.shape('').slice(0, -2)}`,
      -20,
    );
    w.edits.insert(file, inline.getEnd(), ' }))', 50);
    return null;
  }
  const hasEffects = stretch.statements.some((statement) => w.effects.in(statement).length > 0);
  if (stretch.statements.some((statement) => w.effects.logs(statement)))
    w.notes.add('a log line may be written again where two containers meet');
  const exported = stretch.isLast ? [] : exportedNames(w, stretch);
  const isDeferred = hasEffects || rethrows || stretch.leaves;
  const body = writeResponses(w, root.fn, stretch, { shape: wrapper.shape, isDeferred, exported, indent: within });
  if ('refused' in body) return body;
  const wrapped = rethrows ? 2 : 1;
  const inner = within + style.indent.repeat(wrapped - 1);
  const guardOpen = rethrows ? `try {${style.eol}${inner}` : '';
  const guardClose = rethrows
    ? `${style.eol}${within}} catch (error) {${style.eol}${within}${style.indent}return ${wrapper.shape(`() => {${style.eol}${within}${style.indent.repeat(2)}throw error${end}${style.eol}${within}${style.indent}}`)}${end}${style.eol}${within}}`
    : '';
  const { before, after } = surroundings(
    w,
    stretch,
    body.gives,
    isDeferred,
    exported,
    indent,
    end,
    style.eol,
    isAwaitedReturn(w, first),
  );
  w.edits.insert(file, start, `${before}${wrapper.open}${style.eol}${within}${guardOpen}`, -20);
  deepen(w, last.getSourceFile(), file, start, last.getEnd(), wrapper.levels + wrapped - 1);
  const closing = body.closing === null ? '' : `${style.eol}${inner}return ${body.closing}${end}`;
  const closeIndent = wrapper.levels === 2 ? indent + style.indent : indent;
  w.edits.insert(
    file,
    last.getEnd(),
    `${closing}${guardClose}${style.eol}${closeIndent}${wrapper.close}${end}${after}`,
    60,
  );
  return null;
}

/** Inside `try`, a promise that is returned must be awaited there. */
function isAwaitedReturn(w: Writing, statement: ts.Node | undefined): boolean {
  for (let at = statement?.parent; at !== undefined && !w.a.ts.isFunctionLike(at); at = at.parent)
    if (w.a.ts.isTryStatement(at)) return true;
  return false;
}

function surroundings(
  w: Writing,
  stretch: Stretch,
  gives: boolean,
  isDeferred: boolean,
  exported: readonly Exported[],
  indent: string,
  end: string,
  eol: string,
  isGuarded: boolean,
): { before: string; after: string } {
  const { file } = { file: w.a.pathOf(stretch.statements[0] as ts.Node) };
  const respond = freeName(w, file, 'respond');
  const outcome = freeName(w, file, 'outcome');
  const keyword = exported.some(({ isLet }) => isLet) ? 'let' : 'const';
  const names = exported.map(({ name }) => name);
  const pattern = names.length === 1 ? (names[0] as string) : `{ ${names.join(', ')} }`;
  if (stretch.leaves) {
    const rest = names.length === 0 ? '' : `${eol}${indent}${keyword} { ${names.join(', ')} } = ${outcome}${end}`;
    return {
      before: `const ${outcome} = await `,
      after: `${eol}${indent}if (${outcome}.leave) return ${outcome}.leave()${end}${rest}`,
    };
  }
  if (isDeferred)
    return { before: `const ${respond} = await `, after: `${eol}${indent}${gives ? 'return ' : ''}${respond}()${end}` };
  if (stretch.isLast) return { before: gives ? (isGuarded ? 'return await ' : 'return ') : 'await ', after: '' };
  return { before: names.length === 0 ? 'await ' : `${keyword} ${pattern} = await `, after: '' };
}

function updateExpression(
  w: Writing,
  file: string,
  expression: ts.Expression,
  wrapper: Wrapper,
  indent: string,
): Refused | null {
  const style = styleOf(w, file);
  const end = style.semicolons ? ';' : '';
  const effects = w.effects.in(expression);
  const inner = indent + style.indent.repeat(wrapper.levels);
  if (effects.length > 0 && wrapper.levels === 1) {
    const [effect] = effects as readonly [ts.CallExpression];
    const argument = effect.arguments.find((one) => w.mutations.in(one).length > 0);
    if (effects.length > 1 || argument === undefined || effect !== expression)
      return { refused: 'its answer is sent from inside an expression that changes it' };
    w.edits.insert(
      file,
      argument.getStart(),
      `await ${wrapper.open.slice(0, -1)}(${wrapper.shape('').slice(0, -2)}`,
      -20,
    );
    w.edits.insert(file, argument.getEnd(), ' }))', 50);
    return null;
  }
  if (effects.length > 0) return { refused: 'its answer is sent from inside an expression that changes it' };
  if (throwsAfterWrite(w, [expression])) return { refused: 'an error after a change would undo the change' };
  w.edits.insert(
    file,
    expression.getStart(),
    `${wrapper.open}${style.eol}${inner}return ${wrapper.levels === 1 ? wrapper.shape('').slice(0, -2) : ''}`,
    -20,
  );
  deepen(w, expression.getSourceFile(), file, expression.getStart(), expression.getEnd(), wrapper.levels);
  const closeIndent = wrapper.levels === 2 ? indent + style.indent : indent;
  w.edits.insert(
    file,
    expression.getEnd(),
    `${wrapper.levels === 1 ? ' }' : ''}${end}${style.eol}${closeIndent}${wrapper.close}`,
    60,
  );
  return null;
}

/** `service.add(name)` of `res.json(service.add(name))`: the answer itself stays outside. */
function argumentOfEffect(w: Writing, root: Touching, stretch: Stretch): ts.Expression | null {
  const { ts } = w.a;
  const [statement, ...more] = stretch.statements;
  if (statement === undefined || more.length > 0 || stretch.leaves) return null;
  const expression =
    ts.isExpressionStatement(statement) || ts.isReturnStatement(statement) ? statement.expression : undefined;
  if (expression === undefined || !ts.isCallExpression(expression)) return null;
  const [effect, ...others] = w.effects.in(statement);
  if (effect !== expression || others.length > 0) return null;
  const touched = [...(root.sites ?? []).map(({ node }) => node), ...(root.calls ?? []).map(({ node }) => node)].filter(
    (node) => isInside(node, statement),
  );
  const found = expression.arguments.find(
    (argument) => touched.length > 0 && touched.every((node) => isInside(node, argument)),
  );
  return found ?? null;
}

/** Variables of the stretch that the code behind it uses. */
function exportedNames(w: Writing, stretch: Stretch): Exported[] {
  const { ts } = w.a;
  const found: Exported[] = [];
  const add = (name: ts.BindingName, isLet: boolean): void => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name, isLet);
      return;
    }
    const symbol = w.a.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return;
    let isUsed = false;
    for (const statement of stretch.rest) {
      eachNode(ts, statement, (node) => {
        if (ts.isIdentifier(node) && node.text === name.text && w.a.symbolOf(node) === w.a.symbolOf(name))
          isUsed = true;
      });
    }
    if (isUsed) found.push({ name: name.text, isLet });
  };
  for (const statement of stretch.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isLet = (statement.declarationList.flags & ts.NodeFlags.Const) === 0;
    for (const { name } of statement.declarationList.declarations) add(name, isLet);
  }
  return found;
}
