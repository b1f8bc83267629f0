import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, type Analysis } from './analysis.js';
import { nameOfFile, type Unit } from './unit.js';

/** One entity of the store, and how code speaks of it. */
export interface StateCell {
  readonly units: readonly Unit[];
  readonly file: string;
  /** `direct`: the value is the variable's. `record`: an object with one property for each unit. `instance`: made anew from its fields. */
  readonly mode: 'direct' | 'record' | 'instance';
  /** The constant that names the entity in the source: `todosState`. */
  readonly constant: string;
  /** The name of the entity in the store. */
  readonly key: string;
  /** The name of the value inside a stretch, in a file. */
  readonly localIn: (file: string) => string;
}

/** Chooses names that mean nothing else in any file. */
export function cellOf(a: Analysis, units: readonly Unit[], isShared: boolean, taken: Set<string>): StateCell {
  const [first] = units as readonly [Unit, ...Unit[]];
  const mode = first.kind === 'instance' ? 'instance' : isShared || needsRecord(units) ? 'record' : 'direct';
  const base = mode === 'record' ? recordName(a, units) : first.name;
  const used = usedNames(a);
  const constant = fresh(
    [base.endsWith('State') ? base : `${base}State`, `${base}Store`],
    (name) => used.has(name) || taken.has(name),
  );
  taken.add(constant);
  const key = fresh([base], (name) => taken.has(`key:${name}`));
  taken.add(`key:${key}`);
  const locals = new Map<string, string>();
  return {
    units,
    file: first.file,
    mode,
    constant,
    key,
    localIn: (file) => {
      const known = locals.get(file);
      if (known !== undefined) return known;
      const name = localName(a, mode, first, file);
      locals.set(file, name);
      return name;
    },
  };
}

const needsRecord = (units: readonly Unit[]): boolean =>
  units.length > 1 || units.some(({ kind }) => kind === 'static' || kind === 'member');

function recordName(a: Analysis, units: readonly Unit[]): string {
  const [first] = units as readonly [Unit, ...Unit[]];
  if (first.kind === 'static' && first.cls?.name) return lowerFirst(first.cls.name.text);
  if (first.kind === 'member') {
    const holder = first.node.parent.parent;
    if (a.ts.isVariableDeclaration(holder)) return holder.name.getText();
  }
  const name = nameOfFile(a, first.node);
  return /^(index|handler|app|server|main|api|state)$/.test(name) ? first.name : name;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function localName(a: Analysis, mode: StateCell['mode'], unit: Unit, file: string): string {
  const tree = a.files.find(({ path }) => path === file)?.tree;
  if (tree === undefined) return unit.name;
  const own = importedAs(a, unit, file) ?? unit.name;
  const used = declaredNames(a, tree);
  if (mode === 'record') return fresh(['state', 'shared', 'stored', 'sharedState'], (name) => used.has(name));
  const isItself = unit.file === file && unit.kind !== 'exports';
  if (isItself || importedAs(a, unit, file) !== null) return own;
  return fresh([own, `stored${own.charAt(0).toUpperCase()}${own.slice(1)}`], (name) => used.has(name));
}

/** The name under which a file imports the unit. */
export function importedAs(a: Analysis, unit: Unit, file: string): string | null {
  const { ts } = a;
  for (const link of unit.links) {
    if (a.pathOf(link) !== file) continue;
    const { parent } = link;
    if (ts.isImportSpecifier(parent)) return parent.name.text;
    if (ts.isImportClause(parent) && parent.name) return parent.name.text;
    if (ts.isBindingElement(parent)) return parent.name.getText();
    if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  }
  return null;
}

function fresh(wanted: readonly string[], isTaken: (name: string) => boolean): string {
  const free = wanted.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const [base = 'state'] = wanted;
  for (let at = 2; ; at++) if (!isTaken(`${base}${at}`)) return `${base}${at}`;
}

function usedNames(a: Analysis): Set<string> {
  const names = new Set<string>();
  for (const { tree } of a.files) {
    eachNode(a.ts, tree, (node) => {
      if (a.ts.isIdentifier(node)) names.add(node.text);
    });
  }
  return names;
}

/** Names that a file declares itself, and those of its globals that stand alone. */
function declaredNames(a: Analysis, tree: ts.SourceFile): Set<string> {
  const { ts } = a;
  const names = new Set<string>();
  eachNode(ts, tree, (node) => {
    if (!ts.isIdentifier(node)) return;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return;
    if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return;
    names.add(node.text);
  });
  return names;
}
