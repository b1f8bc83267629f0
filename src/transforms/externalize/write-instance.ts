import type { ts } from '../../project/precise/precise-project.js';
import type { StateCell } from './cell.js';
import type { Refused } from './stretches.js';
import type { Unit } from './unit.js';
import { styleOf, type Writing } from './writing.js';

/**
 * The one instance of a class: its fields are kept, and the instance is made of them for each stretch. The class stays as
 * it is.
 */
export function writeInstance(w: Writing, cell: StateCell, unit: Unit): Refused | null {
  const { ts } = w.a;
  const { cls, initializer } = unit;
  if (cls === null || initializer === null || cls.name === undefined) return { refused: 'its class has no name' };
  const refused = unfit(w, cls, initializer as ts.NewExpression);
  if (refused !== null) return { refused };
  const made = w.edits.textOf(cell.file, initializer.getStart(), initializer.getEnd());
  const className = (initializer as ts.NewExpression).expression.getText();
  const hidden = cls.members.filter(
    (member): member is ts.PropertyDeclaration =>
      ts.isPropertyDeclaration(member) && ts.isPrivateIdentifier(member.name),
  );
  const text = instanceText(w, cell, { className, made, isHidden: hidden.length > 0 });
  if (hidden.length > 0) {
    if ((initializer as ts.NewExpression).arguments?.length)
      return { refused: 'its class has private fields and a constructor with arguments' };
    addStatics(w, cls, hidden, className);
  }
  return place(w, cell, unit, text);
}

/** Fields that are no data, and classes whose instances are more than their fields. */
function unfit(w: Writing, cls: ts.ClassLikeDeclaration, made: ts.NewExpression): string | null {
  const { ts } = w.a;
  if (cls.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword))
    return 'its class extends another one';
  for (const member of cls.members) {
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) continue;
    if ((ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0) continue;
    if (ts.isFunctionLike(member.initializer)) return `its field ${member.name.getText()} holds a function`;
  }
  const isData = (argument: ts.Expression): boolean =>
    ts.isLiteralExpression(argument) ||
    ts.isObjectLiteralExpression(argument) ||
    ts.isArrayLiteralExpression(argument) ||
    ts.isPrefixUnaryExpression(argument) ||
    argument.kind === ts.SyntaxKind.TrueKeyword ||
    argument.kind === ts.SyntaxKind.FalseKeyword;
  const odd = made.arguments?.find((argument) => !isData(argument));
  return odd === undefined ? null : `its constructor is given ${odd.getText()}, which may be no data`;
}

function instanceText(
  w: Writing,
  cell: StateCell,
  given: { className: string; made: string; isHidden: boolean },
): { before: string; value: string } {
  const style = styleOf(w, cell.file);
  const { eol, indent: i, quote } = style;
  const end = style.semicolons ? ';' : '';
  const isTyped = style.language === 'typescript';
  const t = (text: string): string => (isTyped ? text : '');
  const { className, made, isHidden } = given;
  const local = cell.localIn(cell.file) === cell.constant ? 'instance' : cell.localIn(cell.file);
  const fields = `${local}Fields`;
  const fieldsOf = isHidden
    ? `${className}.fieldsOf`
    : `(${local}${t(`: ${className}`)})${t(': object')} => ({ ...${local} })`;
  const restore = isHidden
    ? `${className}.restore`
    : `(fields${t(': object')})${t(`: ${className}`)} => Object.assign(Object.create(${className}.prototype), fields)`;
  const initial = isHidden ? `${className}.fieldsOf(${made})` : `({ ...${made} })`;
  const before = `const ${fields} = cell${t('<object>')}(${quote}${cell.key}${quote}, { initial: () => ${initial} })${end}${eol}`;
  const own = `restore${className}`;
  const helper = `const ${own} = ${restore}${end}${eol}`;
  const other = `const fieldsOf${className} = ${fieldsOf}${end}${eol}`;
  const generic = t(`<C extends { value: ${className}; result: unknown }>`);
  const value = [
    '{',
    `${i}fields: ${fields},`,
    `${i}restore: ${own},`,
    `${i}fieldsOf: fieldsOf${className},`,
    `${i}get: async () => ${own}(await ${fields}.get()),`,
    `${i}update: ${generic}(change${t(`: (${local}: ${className}) => C`)})${t(`: Promise<C[${quote}result${quote}]>`)} =>`,
    `${i}${i}${fields}.update((fields) => {`,
    `${i}${i}${i}const { value, result } = change(${own}(fields))${end}`,
    `${i}${i}${i}return { value: fieldsOf${className}(value), result }${end}`,
    `${i}${i}}),`,
    '}',
  ].join(eol);
  return { before: `${before}${helper}${other}`, value };
}

function place(w: Writing, cell: StateCell, unit: Unit, text: { before: string; value: string }): null {
  const { ts } = w.a;
  const { node } = unit;
  const style = styleOf(w, cell.file);
  const end = style.semicolons ? ';' : '';
  if (ts.isVariableDeclaration(node)) {
    const statement = node.parent.parent;
    const isExported = w.exportedInline.has(cell) || statement.getText().startsWith('export ');
    w.edits.replace(
      cell.file,
      statement.getStart(),
      statement.getEnd(),
      `${text.before}${isExported ? 'export ' : ''}const ${cell.constant} = ${text.value}${end}`,
    );
    return null;
  }
  const initializer = unit.initializer as ts.Expression;
  let statement: ts.Node = node;
  while (!ts.isStatement(statement)) statement = statement.parent;
  w.edits.insert(cell.file, statement.getStart(), text.before, -30);
  w.edits.replace(cell.file, initializer.getStart(), initializer.getEnd(), text.value);
  return null;
}

/** Private fields can be read and written inside the class alone. */
function addStatics(
  w: Writing,
  cls: ts.ClassLikeDeclaration,
  hidden: readonly ts.PropertyDeclaration[],
  className: string,
): void {
  const { ts } = w.a;
  const file = w.a.pathOf(cls);
  const style = styleOf(w, file);
  const { eol, indent: i } = style;
  const end = style.semicolons ? ';' : '';
  const isTyped = style.language === 'typescript';
  const t = (text: string): string => (isTyped ? text : '');
  const names = hidden.map(({ name }) => name.getText().slice(1));
  const open = cls.members
    .filter(
      (member): member is ts.PropertyDeclaration =>
        ts.isPropertyDeclaration(member) &&
        !ts.isPrivateIdentifier(member.name) &&
        (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) === 0,
    )
    .map(({ name }) => name.getText());
  const fields = [
    ...names.map((name) => `${name}: instance.#${name}`),
    ...open.map((name) => `${name}: instance.${name}`),
  ].join(', ');
  const sets = [
    ...names.map((name) => `instance.#${name} = fields.${name}${end}`),
    ...open.map((name) => `instance.${name} = fields.${name}${end}`),
  ];
  for (const { modifiers } of hidden) {
    const readonly = modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
    if (readonly) w.edits.replace(file, readonly.getStart(), readonly.getEnd() + 1, '');
  }
  const type = t(`: ReturnType<typeof ${className}.fieldsOf>`);
  const text = [
    '',
    `${i}/** What of an instance outlives an invocation. */`,
    `${i}static fieldsOf(instance${t(`: ${className}`)}) {`,
    `${i}${i}return { ${fields} }${end}`,
    `${i}}`,
    '',
    `${i}static restore(fields${type})${t(`: ${className}`)} {`,
    `${i}${i}const instance = new ${className}()${end}`,
    ...sets.map((line) => `${i}${i}${line}`),
    `${i}${i}return instance${end}`,
    `${i}}`,
    '',
  ].join(eol);
  w.edits.insert(file, cls.getEnd() - 1, text, 0);
}
