import type { ts } from '../../project/precise/precise-project.js';
import type { Task } from '../transform.js';
import { eachNode, exportAssignmentOf, isRequire, type Analysis } from './analysis.js';

/** One place that keeps state and moves as a whole: a variable, the fields of an object or of a class, an instance. */
export interface Unit {
  /** `src/todos.js#todos`. */
  readonly id: string;
  readonly kind: 'variable' | 'exports' | 'instance' | 'static' | 'member';
  readonly file: string;
  /** `todos`; `devices` of `DeviceRegistry.devices`. */
  readonly name: string;
  /** The declaration of the variable or the property, or the assignment to `module.exports`. */
  readonly node: ts.Node;
  readonly initializer: ts.Expression | null;
  readonly symbol: ts.Symbol;
  /** The class of an instance. */
  readonly cls: ts.ClassLikeDeclaration | null;
  readonly tasks: Task[];
  /** Expressions that stand for the state: `todos`, `db.todos`, `this.devices`. */
  readonly sites: readonly ts.Expression[];
  /** Names in imports, exports and `require` patterns. */
  readonly links: readonly ts.Node[];
}

export type UnitOrReason = Unit | { readonly refused: string };

/** The units of a task: one, or for an object with methods one for each of its properties that holds state. */
export function unitsOf(a: Analysis, task: Task): readonly UnitOrReason[] {
  const { binding } = task;
  if (binding === null) return [{ refused: 'it is about a place and not about a binding' }];
  const { file, root } = binding;
  const tree = a.context.precise.sourceFile(file);
  if (tree === null) return [{ refused: `${file} is not part of the analysed program` }];
  const [holder = '', member] = splitName(root.name);
  if (root.declaration === 'global' || root.declaration === 'process.env') {
    return [{ refused: `${root.name} is a property of a global object, which any code may read` }];
  }
  if (root.declaration === 'static') return staticUnits(a, task, tree, holder, member ?? '');
  if (root.declaration === 'captured') return [capturedUnit(a, task, tree)];
  const held = holderIn(a, tree, holder);
  if (held === null) return [{ refused: `${root.name} is not declared by a plain statement` }];
  return heldUnits(a, task, held);
}

const splitName = (name: string): string[] => {
  const exportsName = /^module\.exports(?:\.(.+))?$/.exec(name);
  if (exportsName) return exportsName[1] === undefined ? ['module.exports'] : ['module.exports', exportsName[1]];
  const dot = name.indexOf('.');
  return dot === -1 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
};

type Held = ts.VariableDeclaration | ts.BinaryExpression | ts.ExportAssignment;

/** The statement of module scope that makes what `name` stands for. */
function holderIn(a: Analysis, tree: ts.SourceFile, name: string): Held | null {
  const { ts } = a;
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((d) => ts.isIdentifier(d.name) && d.name.text === name);
      if (found) return found;
    }
    if (name === 'default' && ts.isExportAssignment(statement)) return statement;
    if (name === 'module.exports' && ts.isExpressionStatement(statement)) {
      const { expression } = statement;
      if (ts.isBinaryExpression(expression) && expression.left.getText() === 'module.exports') return expression;
    }
  }
  return null;
}

function heldUnits(a: Analysis, task: Task, held: Held): readonly UnitOrReason[] {
  const { ts } = a;
  const value = strip(a, valueOf(a, held));
  if (value !== null && ts.isIdentifier(value) && !ts.isVariableDeclaration(held)) {
    const known = holderIn(a, held.getSourceFile(), value.text);
    if (known !== null && known !== held) return heldUnits(a, task, known);
  }
  if (value !== null && ts.isNewExpression(value) && classOf(a, value) !== null)
    return [instanceUnit(a, task, held, value)];
  if (value !== null && isRequire(ts, value)) return [{ refused: 'it is an imported object' }];
  if (value !== null && ts.isObjectLiteralExpression(value) && hasMethods(a, value)) return memberUnits(a, task, value);
  return [plainUnit(a, task, held)];
}

function valueOf(a: Analysis, held: Held): ts.Expression | null {
  if (a.ts.isVariableDeclaration(held)) return held.initializer ?? null;
  return a.ts.isBinaryExpression(held) ? held.right : held.expression;
}

/** Without parentheses and type assertions. */
export function strip(a: Analysis, given: ts.Expression | null): ts.Expression | null {
  const { ts } = a;
  let node = given;
  while (
    node !== null &&
    (ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node))
  ) {
    node = node.expression;
  }
  return node;
}

export function classOf(a: Analysis, made: ts.NewExpression): ts.ClassLikeDeclaration | null {
  const declaration = a.symbolOf(made.expression)?.valueDeclaration;
  if (declaration === undefined || !a.ts.isClassLike(declaration)) return null;
  return a.context.precise.pathOf(declaration.getSourceFile()) === null ? null : declaration;
}

const hasMethods = (a: Analysis, value: ts.ObjectLiteralExpression): boolean =>
  value.properties.some(
    (property) =>
      a.ts.isMethodDeclaration(property) ||
      a.ts.isAccessor(property) ||
      (a.ts.isPropertyAssignment(property) && a.ts.isFunctionLike(property.initializer)),
  );

function plainUnit(a: Analysis, task: Task, held: Held): UnitOrReason {
  const { ts } = a;
  if (ts.isVariableDeclaration(held)) {
    const symbol = a.symbolOf(held.name);
    if (symbol === null || !ts.isIdentifier(held.name)) return { refused: 'it is declared by a pattern' };
    const { name } = held;
    return unit(a, task, {
      kind: 'variable',
      name: name.text,
      node: held,
      initializer: held.initializer ?? null,
      symbol,
      cls: null,
    });
  }
  const symbol = exportedSymbol(a, held);
  if (symbol === null) return { refused: 'what the module exports cannot be followed' };
  const initializer = valueOf(a, held);
  return unit(a, task, { kind: 'exports', name: nameOfFile(a, held), node: held, initializer, symbol, cls: null });
}

/** `src/store/user-db.js` → `userDb`. */
export function nameOfFile(a: Analysis, node: ts.Node): string {
  const base = a.pathOf(node).split('/').at(-1) ?? 'state';
  const words = base
    .replace(/\.[^.]+$/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  const [first = 'state', ...rest] = words;
  const name =
    first.charAt(0).toLowerCase() + first.slice(1) + rest.map((w) => w.charAt(0).toUpperCase() + w.slice(1)).join('');
  return /^[a-z]/i.test(name) ? name : `state${name}`;
}

function exportedSymbol(a: Analysis, held: ts.BinaryExpression | ts.ExportAssignment): ts.Symbol | null {
  const module = moduleSymbol(a, held.getSourceFile());
  const key = a.ts.isExportAssignment(held) ? a.ts.InternalSymbolName.Default : a.ts.InternalSymbolName.ExportEquals;
  return module?.exports?.get(key) ?? null;
}

/** The checker gives a module's symbol for ES modules alone; a CommonJS file has one too. */
const moduleSymbol = (a: Analysis, file: ts.SourceFile): ts.Symbol | undefined =>
  a.checker.getSymbolAtLocation(file) ?? (file as { readonly symbol?: ts.Symbol }).symbol;

function instanceUnit(a: Analysis, task: Task, held: Held, made: ts.NewExpression): UnitOrReason {
  const cls = classOf(a, made);
  if (cls === null) return { refused: 'its class cannot be followed' };
  const symbol = a.ts.isVariableDeclaration(held) ? a.symbolOf(held.name) : exportedSymbol(a, held);
  if (symbol === null) return { refused: 'what the module exports cannot be followed' };
  const name = a.ts.isVariableDeclaration(held) ? held.name.getText() : nameOfFile(a, held);
  return unit(a, task, { kind: 'instance', name, node: held, initializer: made, symbol, cls });
}

function memberUnits(a: Analysis, task: Task, object: ts.ObjectLiteralExpression): readonly UnitOrReason[] {
  const { ts } = a;
  const units: UnitOrReason[] = [];
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property) || ts.isFunctionLike(property.initializer)) continue;
    const symbol = a.symbolOf(property.name);
    if (symbol === null || !ts.isIdentifier(property.name)) continue;
    const made = unit(a, task, {
      kind: 'member',
      name: property.name.text,
      node: property,
      initializer: property.initializer,
      symbol,
      cls: null,
    });
    if ('refused' in made || made.sites.some((site) => isPlaceOfWrite(a, site)) || isContainer(a, property.initializer))
      units.push(made);
  }
  return units.length > 0 ? units : [{ refused: 'none of its properties can be told to hold the state' }];
}

const isContainer = (a: Analysis, value: ts.Expression): boolean =>
  a.ts.isArrayLiteralExpression(value) || a.ts.isObjectLiteralExpression(value) || a.ts.isNewExpression(value);

/** Whether the expression itself is assigned to or counted up. */
export function isPlaceOfWrite(a: Analysis, site: ts.Expression): boolean {
  const { ts } = a;
  const { parent } = site;
  if (ts.isBinaryExpression(parent) && parent.left === site) {
    const { kind } = parent.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  return false;
}

function staticUnits(
  a: Analysis,
  task: Task,
  tree: ts.SourceFile,
  className: string,
  member: string,
): readonly UnitOrReason[] {
  const { ts } = a;
  const cls = tree.statements.find(
    (s): s is ts.ClassDeclaration => ts.isClassDeclaration(s) && s.name?.text === className,
  );
  const property = cls?.members.find(
    (m): m is ts.PropertyDeclaration => ts.isPropertyDeclaration(m) && m.name.getText() === member,
  );
  const symbol = property && a.symbolOf(property.name);
  if (!property || !symbol) return [{ refused: `${className}.${member} is not declared in its class` }];
  const name = member.replace(/^#/, '');
  return [
    unit(a, task, {
      kind: 'static',
      name,
      node: property,
      initializer: property.initializer ?? null,
      symbol,
      cls: cls ?? null,
    }),
  ];
}

function capturedUnit(a: Analysis, task: Task, tree: ts.SourceFile): UnitOrReason {
  const { ts } = a;
  const { binding } = task;
  const variable = binding?.root.name.split('.').at(-1);
  let found: ts.VariableDeclaration | null = null;
  eachNode(ts, tree, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.name.text === variable &&
      node.name.getStart() === binding?.root.pos
    )
      found = node;
  });
  return found === null ? { refused: 'the variable is not declared by a plain statement' } : plainUnit(a, task, found);
}

function unit(a: Analysis, task: Task, given: Omit<Unit, 'id' | 'file' | 'tasks' | 'sites' | 'links'>): UnitOrReason {
  const file = a.pathOf(given.node);
  const sites: ts.Expression[] = [];
  const links: ts.Node[] = [];
  for (const name of a.namesOf(given.symbol)) {
    if (name.parent === given.node && (given.node as { name?: ts.Node }).name === name) continue;
    if (a.ts.isPropertyAccessExpression(name.parent) && name.parent.getText() === 'module.exports') continue;
    if (isLink(a, name)) links.push(name);
    else {
      const site = siteOf(a, name);
      if (site !== given.node && !a.ts.isBinaryExpression(given.node)) sites.push(site);
      else if (a.ts.isBinaryExpression(given.node) && site !== given.node.left) sites.push(site);
    }
  }
  return { ...given, id: `${file}#${given.node.getStart()}`, file, tasks: [task], sites, links };
}

/** `db.users` for the name `users` in it, `todos` for itself. */
function siteOf(a: Analysis, name: ts.Node): ts.Expression {
  const { ts } = a;
  const { parent } = name;
  return ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : (name as ts.Expression);
}

export function isLink(a: Analysis, name: ts.Node): boolean {
  const { ts } = a;
  const { parent } = name;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return true;
  if (ts.isNamespaceImport(parent)) return true;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return isRequire(ts, (parent.parent.parent as ts.VariableDeclaration).initializer);
  if (ts.isVariableDeclaration(parent) && parent.name === name) return isRequire(ts, parent.initializer);
  if (
    isExportedObject(a, parent.parent) &&
    (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent))
  )
    return true;
  if (ts.isBinaryExpression(parent) && parent.right === name) return exportAssignmentOf(ts, parent) !== null;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name && ts.isBinaryExpression(parent.parent)) {
    return parent.parent.left === parent && exportAssignmentOf(ts, parent.parent) !== null;
  }
  return false;
}

/** `{ … }` of `module.exports = { … }`. */
function isExportedObject(a: Analysis, node: ts.Node | undefined): boolean {
  const { ts } = a;
  return (
    node !== undefined &&
    ts.isObjectLiteralExpression(node) &&
    ts.isBinaryExpression(node.parent) &&
    exportAssignmentOf(ts, node.parent) !== null
  );
}
