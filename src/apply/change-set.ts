import type { AddDependency, AddImport, Edit, RangeEdit } from '../model/edit.js';
import { fileStyle } from '../project/precise/file-style.js';
import { importEdits } from '../project/precise/import-edits.js';
import { parseScript } from '../project/manifests/parse-script.js';
import { compareText } from '../support/compare.js';
import { dependencyEdits } from './dependency-edits.js';
import type { OpenText, OpenTexts } from './open-texts.js';
import { withText } from './open-texts.js';
import { conflictBetween, type PlacedRange } from './ranges.js';

/** The edits of several steps on the same texts, by file. Nothing is written. */
export interface ChangeSet {
  readonly files: ReadonlyMap<string, FileEdits>;
  readonly created: ReadonlyMap<string, string>;
}

interface FileEdits {
  readonly open: OpenText;
  readonly ranges: readonly PlacedRange[];
  readonly imports: readonly AddImport[];
  readonly dependencies: readonly AddDependency[];
}

export const NO_CHANGES: ChangeSet = { files: new Map(), created: new Map() };

export type Added =
  | { readonly kind: 'added'; readonly changes: ChangeSet }
  /** Steps before this one edit the same place: it can be planned again on the texts that they leave. */
  | { readonly kind: 'conflict'; readonly reason: string }
  /** The edits themselves are wrong. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds the edits of one step. Either all of them are added or none. */
export function addStep(changes: ChangeSet, edits: readonly Edit[], step: number, textOf: OpenTexts): Added {
  const files = new Map(changes.files);
  const created = new Map(changes.created);
  for (const edit of edits) {
    const failure = edit.kind === 'create-file' ? addFile(created, edit, textOf) : addEdit(files, edit, step, textOf);
    if (failure) return failure;
  }
  return { kind: 'added', changes: { files, created } };
}

type Failure = Exclude<Added, { kind: 'added' }>;

function addFile(
  created: Map<string, string>,
  { file, text }: Extract<Edit, { kind: 'create-file' }>,
  textOf: OpenTexts,
): Failure | null {
  if (!isPlainPath(file)) return { kind: 'refused', reason: `\`${file}\` is no path below the root` };
  if (textOf(file) !== null) return { kind: 'refused', reason: `${file} is there already` };
  const other = created.get(file);
  if (other !== undefined && other !== text) return { kind: 'conflict', reason: `two steps create ${file}` };
  created.set(file, text);
  return null;
}

/** No way out of the root, no odd characters: names of new files come from plans, which come from files. */
function isPlainPath(path: string): boolean {
  if (path === '' || path.startsWith('/') || /[\0\\]|^[a-z]:/i.test(path)) return false;
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function addEdit(
  files: Map<string, FileEdits>,
  edit: Exclude<Edit, { kind: 'create-file' }>,
  step: number,
  textOf: OpenTexts,
): Failure | null {
  const path = edit.kind === 'add-dependency' ? edit.manifest : edit.file;
  const open = isPlainPath(path) ? textOf(path) : null;
  if (open === null) return { kind: 'refused', reason: `${path} cannot be read` };
  const entry = files.get(path) ?? { open, ranges: [], imports: [], dependencies: [] };
  switch (edit.kind) {
    case 'add-dependency':
      files.set(path, { ...entry, dependencies: [...entry.dependencies, edit] });
      return null;
    case 'add-import':
      if (edit.hash !== open.hash) return changedSince(path);
      files.set(path, { ...entry, imports: [...entry.imports, edit] });
      return null;
    case 'replace-text': {
      if (edit.hash !== open.hash) return changedSince(path);
      if (open.text.slice(edit.start, edit.end) !== edit.expected || edit.start > edit.end || edit.start < 0) {
        return { kind: 'refused', reason: `${path} does not hold what the edit at ${edit.start} expects` };
      }
      const placed = { start: edit.start, end: edit.end, text: asIn(open.text, edit.text), step };
      const clash = conflictBetween(entry.ranges, placed);
      if (clash === 'same') return null;
      if (clash !== null) {
        const reason = `${path}: two edits want the same place (offset ${edit.start})`;
        return { kind: clash === 'own' ? 'refused' : 'conflict', reason };
      }
      files.set(path, { ...entry, ranges: [...entry.ranges, placed] });
      return null;
    }
  }
}

function changedSince(path: string): Failure {
  return { kind: 'refused', reason: `${path} changed since it was analysed` };
}

/** A text with the line ends of the file that it goes into; a file that mixes them keeps what it is given. */
function asIn(text: string, inserted: string): string {
  if (!/[\r\n]/.test(inserted)) return inserted;
  const hasCrlf = text.includes('\r\n');
  if (!hasCrlf) return inserted;
  const isMixed = /(?<!\r)\n|\r(?!\n)/.test(text);
  return isMixed ? inserted : inserted.replace(/\r\n|\n|\r/g, '\r\n');
}

/** One file as a change set leaves it. */
export interface ChangedText {
  readonly path: string;
  /** Null for a new file. */
  readonly before: OpenText | null;
  readonly after: OpenText;
  /** On the text of `before`, in order; empty for a new file. */
  readonly ranges: readonly RangeEdit[];
}

export type Rendered = { readonly texts: readonly ChangedText[] } | { readonly refused: string; readonly file: string };

/** What the texts become, by path. A file that stays as it is is left out. */
export function renderChanges({ files, created }: ChangeSet): Rendered {
  const texts: ChangedText[] = [];
  for (const [path, entry] of files) {
    const rendered = renderFile(entry);
    if (typeof rendered === 'string') return { refused: rendered, file: path };
    if (rendered.after.text !== entry.open.text) texts.push(rendered);
  }
  for (const [path, text] of created) {
    const after = withText({ path, encoding: 'utf-8' }, text);
    if (after) texts.push({ path, before: null, after, ranges: [] });
  }
  return { texts: texts.sort((a, b) => compareText(a.path, b.path)) };
}

function renderFile({ open, ranges, imports, dependencies }: FileEdits): ChangedText | string {
  const placed: PlacedRange[] = [...ranges];
  if (imports.length > 0) {
    const tree = parseScript(open.text, open.path);
    if (tree === null) return `${open.path} is nested too deeply`;
    const style = fileStyle(tree, false, '');
    for (const range of importEdits(tree, style, imports)) {
      // Imports come before everything else at the same place.
      if (conflictBetween(placed, { ...range, step: IMPORTS }) !== null) return `${open.path}: an import has no place`;
      placed.unshift({ ...range, step: IMPORTS });
    }
  }
  if (dependencies.length > 0) {
    const edits = dependencyEdits(open.text, dependencies);
    if (edits === null) return `${open.path} is not a manifest that can be extended`;
    placed.push(...edits.map((edit) => ({ ...edit, step: IMPORTS })));
  }
  const ordered = inOrder(placed);
  const after = withText(open, applyRanges(open.text, ordered));
  if (after === null) return `${open.path}: its encoding has no place for the new characters`;
  return { path: open.path, before: open, after, ranges: ordered };
}

const IMPORTS = -1;

/** By place; insertions before what replaces the text behind them, and then as they were added. */
function inOrder(ranges: readonly PlacedRange[]): PlacedRange[] {
  return ranges
    .map((range, index) => ({ range, index }))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || a.index - b.index)
    .map(({ range }) => range);
}

function applyRanges(text: string, ranges: readonly RangeEdit[]): string {
  let result = '';
  let at = 0;
  for (const range of ranges) {
    result += text.slice(at, range.start) + range.text;
    at = range.end;
  }
  return result + text.slice(at);
}
