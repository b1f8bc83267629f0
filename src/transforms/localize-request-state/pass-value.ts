import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import type { TransformContext } from '../transform.js';

export interface Variable {
  readonly file: string;
  readonly name: string;
  readonly declaration: ts.VariableDeclaration;
  /** Every use but the declaration. */
  readonly uses: readonly ts.Node[];
  readonly entries: ReadonlySet<ts.Node>;
}

type Fn = ts.FunctionLikeDeclaration;

export type PassedValue =
  | {
      /** The one handler that owns the value. */
      readonly root: Fn;
      readonly rootName: string;
      readonly passedTo: readonly string[];
      readonly edits: readonly Edit[];
    }
  | { readonly refused: string };

/** Follows the value from its uses up to the handler: each function on the way gets a parameter, each call an argument. */
export function passValue(variable: Variable, context: TransformContext): PassedValue {
  const { ts: compiler } = context.precise;
  const roots = new Set<Fn>();
  const helpers = new Set<Fn>();
  const calls: ts.CallExpression[] = [];
  const owner = (node: ts.Node): string | null => {
    const found = ownerOf(compiler, node, variable.entries);
    if (found === null) return 'it is used while the module loads';
    (variable.entries.has(found) ? roots : helpers).add(found);
    return null;
  };
  for (const use of variable.uses) {
    const why = owner(use);
    if (why !== null) return { refused: why };
  }
  for (const helper of helpers) {
    const found = callsOf(variable, helper, context);
    if (typeof found === 'string') return { refused: found };
    for (const call of found) {
      calls.push(call);
      const why = owner(call);
      if (why !== null) return { refused: why };
    }
  }
  const written = variable.uses.find(
    (use) => isAssigned(compiler, use) && helpers.has(ownerOf(compiler, use, variable.entries) as Fn),
  );
  if (written) return { refused: 'a function that is called assigns it, which a parameter would not carry back' };
  const [root] = roots;
  if (!root) return { refused: 'no handler of this file uses it' };
  if (roots.size > 1)
    return { refused: 'several handlers share it: middleware and handler of one request have to pass it on `req`' };
  const { locals } = root as Fn & { locals?: ReadonlyMap<string, unknown> };
  if (locals?.has(variable.name)) return { refused: `the handler has a \`${variable.name}\` of its own` };
  const type = typeText(variable, context);
  if (type === null && helpers.size > 0)
    return { refused: 'its type is not declared, so that a parameter cannot be typed' };
  const edits = [
    ...[...helpers].map((helper) => parameterEdit(variable, helper, type ?? '', context)),
    ...calls.map((call) => argumentEdit(variable, call, context)),
  ];
  return { root, rootName: nameOf(compiler, root), passedTo: [...helpers].map((one) => nameOf(compiler, one)), edits };
}

/** The handler around a node, else the outermost function. */
function ownerOf(compiler: typeof ts, node: ts.Node, entries: ReadonlySet<ts.Node>): Fn | null {
  let outermost: Fn | null = null;
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (!compiler.isFunctionLike(at) || !('body' in at)) continue;
    outermost = at;
    if (entries.has(at)) return outermost;
  }
  return outermost;
}

/** Every call of a helper; a reason where it is used in another way, or by somebody who cannot pass the value. */
function callsOf({ file }: Variable, helper: Fn, context: TransformContext): ts.CallExpression[] | string {
  const { ts: compiler } = context.precise;
  const name = nameNode(compiler, helper);
  const shown = nameOf(compiler, helper);
  if (name === null) return 'a function that uses it has no name by which its calls are known';
  const isPlain = helper.parameters.every((one) => !one.initializer && !one.dotDotDotToken && !one.questionToken);
  if (!isPlain) return `\`${shown}\` has optional parameters, behind which none can be added`;
  const calls: ts.CallExpression[] = [];
  for (const { file: at, node } of context.precise.references(file, name.getStart())) {
    if (node === name) continue;
    const { parent } = node;
    const isCall = compiler.isCallExpression(parent) && parent.expression === node;
    if (at !== file || !isCall) return `\`${shown}\` is exported or handed on, so that not all its calls are known`;
    const fits =
      parent.arguments.length === helper.parameters.length &&
      !parent.arguments.some((one) => compiler.isSpreadElement(one));
    if (!fits) return `\`${shown}\` is called with another number of arguments than it has parameters`;
    calls.push(parent);
  }
  const statement = compiler.isVariableDeclaration(helper.parent) ? helper.parent.parent.parent : helper;
  const isExported = compiler.canHaveModifiers(statement) && (compiler.getModifiers(statement)?.length ?? 0) > 0;
  const isAsyncOnly =
    isExported &&
    (compiler.getModifiers(statement as ts.FunctionDeclaration) ?? []).every(
      ({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword,
    );
  return isExported && !isAsyncOnly ? `\`${shown}\` is exported` : calls;
}

function nameNode(compiler: typeof ts, fn: Fn): ts.Identifier | null {
  if (compiler.isFunctionDeclaration(fn)) return fn.name ?? null;
  const { parent } = fn;
  return compiler.isVariableDeclaration(parent) && compiler.isIdentifier(parent.name) ? parent.name : null;
}

function nameOf(compiler: typeof ts, fn: Fn): string {
  return nameNode(compiler, fn)?.text ?? 'the handler';
}

function isAssigned(compiler: typeof ts, node: ts.Node): boolean {
  const { parent } = node;
  if (compiler.isPrefixUnaryExpression(parent) || compiler.isPostfixUnaryExpression(parent)) {
    return /\+\+|--/.test(parent.getText());
  }
  if (compiler.isShorthandPropertyAssignment(parent) || compiler.isArrayLiteralExpression(parent)) {
    return compiler.isBinaryExpression(parent.parent) || compiler.isBinaryExpression(parent.parent.parent);
  }
  if (!compiler.isBinaryExpression(parent) || parent.left !== node) return false;
  const { FirstAssignment, LastAssignment } = compiler.SyntaxKind;
  return parent.operatorToken.kind >= FirstAssignment && parent.operatorToken.kind <= LastAssignment;
}

/** The type as a parameter declares it; empty in JavaScript, null where it cannot be told. */
function typeText({ file, declaration }: Variable, { precise, style }: TransformContext): string | null {
  if (style(file).language === 'javascript') return '';
  if (declaration.type) return `: ${declaration.type.getText()}`;
  if (!declaration.initializer) return null;
  const type = precise.checker.typeToString(precise.checker.getTypeAtLocation(declaration.name));
  return /^(?:string|number|boolean)$/.test(type) ? `: ${type}` : null;
}

function parameterEdit({ file, name }: Variable, helper: Fn, type: string, { edit, precise }: TransformContext): Edit {
  const last = helper.parameters.at(-1);
  if (last) {
    const isBare =
      precise.ts.isArrowFunction(helper) &&
      !helper
        .getText()
        .replace(/^async\s*/, '')
        .startsWith('(');
    if (isBare) return edit.replace(file, last.getStart(), last.end, `(${last.getText()}, ${name}${type})`);
    return edit.insert(file, last.end, `, ${name}${type}`);
  }
  return edit.insert(file, helper.parameters.pos, name + type);
}

function argumentEdit({ file, name }: Variable, call: ts.CallExpression, { edit }: TransformContext): Edit {
  const last = call.arguments.at(-1);
  return last ? edit.insert(file, last.end, `, ${name}`) : edit.insert(file, call.end - 1, name);
}
