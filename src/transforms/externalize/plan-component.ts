import type { ts } from '../../project/precise/precise-project.js';
import type { Edit } from '../../model/edit.js';
import type { RippleNode } from '../../model/plan.js';
import type { PlannedStep } from '../transform.js';
import { eachNode, type Analysis } from './analysis.js';
import { cellOf, type StateCell } from './cell.js';
import { editSet } from './edit-set.js';
import { effectsOf } from './effects.js';
import { isSyncCallback, type Functions } from './functions.js';
import { lockIn } from './locks.js';
import { baseOf, changedBy, isInside, type Mutations } from './mutations.js';
import { secretNotes } from './secrets.js';
import { stretchesOf, type Refused, type Stretch } from './stretches.js';
import type { Touches, Touching } from './touches.js';
import type { Unit } from './unit.js';
import { unfitValue } from './values.js';
import { writeCell } from './write-cell.js';
import { writeOtherAnswers } from './write-answers.js';
import { chooseExports, writeLinks } from './write-links.js';
import { writeCallbackStyle, writeRoot } from './write-root.js';
import { cellsOf, writeParameters, writeSite, writeSites } from './write-sites.js';
import { writeStretches } from './write-stretch.js';
import type { Writing } from './writing.js';

export interface Component {
  readonly a: Analysis;
  readonly functions: Functions;
  readonly mutations: Mutations;
  readonly touches: Touches;
  readonly units: readonly Unit[];
}

export type Planned = Omit<PlannedStep, 'covers'> | Refused;

/** The whole move of state that is used together: declarations, uses, helpers, handlers, imports. Whole or not at all. */
export function planComponent(component: Component): Planned {
  const refused = refusalOf(component);
  if (refused !== null) return { refused };
  const w = writingFor(component);
  const outcome = writeAll(component, w);
  if ('refused' in outcome) return outcome;
  const imports = storeImports(component, w);
  if ('refused' in imports) return imports;
  const { touches, units } = component;
  return {
    kind: 'step',
    title: `${units.map(({ name }) => `\`${name}\``).join(', ')} → ${w.cells.map(({ key }) => `cell \`${key}\``).join(', ')}`,
    applicability: 'safe',
    why: null,
    guarantee: 'exact',
    edits: [...imports.edits, ...outcome.edits, ...w.edits.edits()],
    ripple: rippleOf(component.a, touches),
    notes: [...[...w.notes].sort(), ...secretNotes(component.a, units)],
  };
}

function refusalOf({ a, functions, touches, units }: Component): string | null {
  const unfit = unfitValue(
    a,
    functions,
    [...touches.roots, ...touches.helpers].map(({ fn }) => fn.node),
  );
  if (unfit !== null) return unfit;
  for (const { cls } of units) {
    const inside = cls === null ? null : unfitValue(a, functions, [cls]);
    if (inside !== null) return inside;
  }
  const lock = lockIn(a, touches, units);
  if (lock !== null) return lock;
  for (const { fn } of touches.roots) {
    const many = fn.isAsync ? fn.escapes.find((escape) => isSyncCallback(a, escape)) : undefined;
    if (many !== undefined)
      return `${fn.name || 'a function'} runs for all elements at once, and the order of what they do would be lost`;
  }
  for (const { fn } of touches.helpers) {
    if (a.ts.isAccessor(fn.node)) return `the accessor ${fn.name} cannot be given what it works on`;
    if (a.ts.isConstructorDeclaration(fn.node)) return 'a constructor uses it';
    if (fn.node.asteriskToken !== undefined) return `the generator ${fn.name} uses it`;
    if (fn.node.parameters.some(({ name }) => name.getText() === 'this')) return `${fn.name} has a declared this`;
  }
  return null;
}

interface FullWriting extends Writing {
  readonly cells: readonly StateCell[];
}

function writingFor(component: Component): FullWriting {
  const { a, functions, mutations, touches, units } = component;
  const cells = cellsFor(component);
  const byUnit = new Map(cells.flatMap((cell) => cell.units.map((unit) => [unit, cell] as const)));
  const cellFor = (unit: Unit): StateCell => byUnit.get(unit) as StateCell;
  const answers = new Set<ts.CallExpression>();
  const helpers = new Map(touches.helpers.map(({ fn, units: touched }) => [fn.node as ts.Node, touched]));
  const w: FullWriting = {
    a,
    functions,
    mutations,
    effects: effectsOf(a, functions, answers),
    edits: editSet(a.context),
    cellOf: cellFor,
    constantsIn: new Map(),
    transactionsIn: new Set(),
    typesIn: new Map(),
    unitsOfHelper: (helper) => cellsOf(w, helpers.get(helper) ?? []),
    exportedInline: new Set(),
    moved: new Set(units.map(({ node }) => node)),
    anchors: new Map(),
    answers,
    answered: new Set(),
    notes: new Set(),
    guards: [],
    cells,
  };
  return w;
}

/** Variables of one scope share an entity, and so do the properties of one holder. */
function cellsFor({ a, touches, units }: Component): StateCell[] {
  const groups = new Map<ts.Node | string, Unit[]>();
  for (const unit of units) {
    const key = unit.kind === 'instance' || unit.kind === 'exports' ? unit.id : scopeOf(a, unit);
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  const taken = new Set<string>();
  return [...groups.values()].map((group) =>
    cellOf(
      a,
      group,
      group.some((unit) => isAssignedByHelper(touches, unit, a)),
      taken,
    ),
  );
}

function scopeOf(a: Analysis, { kind, node }: Unit): ts.Node {
  if (kind === 'static' || kind === 'member') return node.parent;
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (a.ts.isFunctionLike(at) || a.ts.isSourceFile(at)) return at;
  return node;
}

/** A parameter that a helper assigns would not reach its caller. */
function isAssignedByHelper(touches: Touches, unit: Unit, a: Analysis): boolean {
  return touches.helpers.some(({ sites }) =>
    sites.some((site) => site.unit === unit && changedBy(a, site.node) === site.node),
  );
}

function writeAll(component: Component, w: FullWriting): { readonly edits: readonly Edit[] } | Refused {
  const { touches } = component;
  for (const helper of touches.helpers) {
    writeParameters(w, helper);
    writeSites(w, helper);
  }
  for (const root of touches.roots) {
    const refused = writeOneRoot(component, w, root);
    if (refused !== null) return refused;
  }
  for (const node of touches.initial) {
    const unit = component.units.find(({ sites }) => sites.includes(node as ts.Expression));
    if (unit) writeSite(w, { unit, node: node as ts.Expression });
    else writeInitialCall(w, node);
  }
  for (const cell of w.cells) chooseExports(w, cell);
  for (const cell of w.cells) {
    const refused = writeCell(
      w,
      cell,
      touches.initial.filter((node) => belongsTo(component, w, cell, node)),
    );
    if (refused !== null) return refused;
  }
  const added = writeLinks(w, w.cells);
  return 'refused' in added ? added : { edits: added };
}

function writeInitialCall(w: FullWriting, node: ts.Node): void {
  if (!w.a.ts.isCallExpression(node)) return;
  const [helper] = w.functions.called(node);
  if (helper) {
    const given = w.unitsOfHelper(helper.node).map((cell) => cell.localIn(w.a.pathOf(node)));
    const [first] = node.arguments;
    if (first) w.edits.insert(w.a.pathOf(node), first.getStart(), `${given.join(', ')}, `, -25);
    else w.edits.insert(w.a.pathOf(node), node.getEnd() - 1, given.join(', '), 0);
  }
}

function belongsTo({ units }: Component, w: FullWriting, cell: StateCell, node: ts.Node): boolean {
  const unit = units.find(({ sites }) => sites.includes(node as ts.Expression));
  if (unit) return w.cellOf(unit) === cell;
  const [helper] = w.a.ts.isCallExpression(node) ? w.functions.called(node) : [];
  return helper !== undefined && w.unitsOfHelper(helper.node).includes(cell);
}

function writeOneRoot(component: Component, w: FullWriting, root: Touching): Refused | null {
  const { a, mutations, touches } = component;
  const style = root.fn.isAsync ? null : writeCallbackStyle(w, root.fn);
  if (style !== null) return style;
  const units = new Map(touches.helpers.map(({ fn, units: touched }) => [fn.node as ts.Node, touched]));
  const stretches = stretchesOf(a, mutations, root, (helper) => units.get(helper) ?? []);
  if ('refused' in stretches) return stretches;
  const late = changedLater(component, root, stretches);
  if (late !== null) return { refused: late };
  writeSites(w, root);
  const written = writeRoot(w, root.fn) ?? writeStretches(w, root, stretches);
  if (written === null && !root.fn.isAsync) writeOtherAnswers(w, root.fn);
  return written;
}

/** An object of one stretch that is changed after it: by then it is a copy. */
function changedLater({ a, mutations }: Component, root: Touching, stretches: readonly Stretch[]): string | null {
  const { body } = root.fn.node;
  if (body === undefined) return null;
  const stretchAt = (node: ts.Node): Stretch | undefined =>
    stretches.find(({ statements }) => statements.some((statement) => isInside(node, statement)));
  for (const place of mutations.in(body)) {
    const target = changedBy(a, place);
    const base = target === null ? null : baseOf(a, target);
    if (base === null || !a.ts.isIdentifier(base) || target === base) continue;
    const declaration = a.symbolOf(base)?.valueDeclaration;
    if (declaration === undefined) continue;
    const made = stretchAt(declaration);
    if (made !== undefined && made !== stretchAt(place))
      return `\`${base.text}\` is read before ${root.fn.name} waits and changed after it`;
  }
  return null;
}

function storeImports({ a }: Component, w: FullWriting): { readonly edits: readonly Edit[] } | Refused {
  const wanted = new Map<string, Set<string>>();
  const want = (file: string, name: string): void => void wanted.set(file, (wanted.get(file) ?? new Set()).add(name));
  for (const cell of w.cells) want(cell.file, 'cell');
  for (const file of w.transactionsIn) want(file, 'transaction');
  const edits: Edit[] = [];
  for (const [file, names] of [...wanted].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const store = a.context.stateStore.forFile(file);
    if ('refused' in store) return store;
    const clash = [...names].find((name) => declaresAtTop(a, file, name));
    if (clash !== undefined) return { refused: `${file} already has a \`${clash}\` of its own` };
    edits.push(
      ...store.edits,
      a.context.edit.addImport(
        file,
        store.from,
        [...names].sort().map((name) => ({ imported: name, local: name })),
      ),
    );
  }
  return { edits };
}

function declaresAtTop(a: Analysis, file: string, name: string): boolean {
  const tree = a.context.precise.sourceFile(file);
  let found = false;
  if (tree !== null) {
    eachNode(a.ts, tree, (node) => {
      if (a.ts.isFunctionLike(node)) return false;
      if (
        a.ts.isIdentifier(node) &&
        node.text === name &&
        (a.ts.isVariableDeclaration(node.parent) || a.ts.isImportSpecifier(node.parent))
      )
        found = true;
      return undefined;
    });
  }
  return found;
}

function rippleOf(a: Analysis, touches: Touches): RippleNode[] {
  const lineOf = (node: ts.Node): number =>
    node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const helpers = touches.helpers.map(({ fn }): RippleNode => ({
    file: fn.file,
    line: lineOf(fn.node),
    name: fn.name,
    change: 'takes what it works on',
    children: [],
  }));
  return [
    ...touches.roots.map(({ fn }): RippleNode => ({
      file: fn.file,
      line: lineOf(fn.node),
      name: fn.name,
      change: fn.isAsync ? 'awaits the store' : 'becomes async',
      children: [],
    })),
    ...helpers,
  ];
}
