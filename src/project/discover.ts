import { lstatSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Discovery } from '../model/project.js';
import { compareText } from '../support/compare.js';
import { matchesPaths } from '../support/glob-paths.js';
import { UserError } from '../support/user-error.js';
import { findOutputFolders } from './build-output.js';
import { judgeGenerated, readStart } from './generated-files.js';
import { type IgnoreRules, ignoreRulesAbove, noIgnoreRules } from './ignore-rules.js';
import { MANIFEST_MARKERS } from './manifest-names.js';
import { type NamedPath, readNamedPath } from './named-paths.js';
import { foldersUpFrom, isInside } from './relative-path.js';
import { isTestPath } from './source-names.js';
import { type Reason, type SourceFile, walk, type Walked } from './walk.js';

export interface DiscoverOptions {
  /** Folder of the repository or workspace. */
  readonly root: string;
  /** Files, folders and globs below it; empty for everything. They limit the sources, not the manifests. */
  readonly paths: readonly string[];
  readonly includeTests?: boolean;
  /** Globs of what to leave out, beside `.gitignore` and the defaults. A glob without a slash counts in every folder. */
  readonly ignore?: readonly string[];
}

/**
 * Finds the sources and manifests of a repository. Throws UserError where the root or a named path does not exist.
 *
 * A named folder or glob lifts what would leave out the folder itself (ignored, `node_modules`, tests), not what it
 * holds; a named file is always found. A folder that is not opened counts as one in `leftOut`.
 */
export function discover(options: DiscoverOptions): Discovery {
  const run = startRun(options);
  const whole = walkFrom(run, '', false);
  const manifests = [...whole.manifests, ...whole.maybeManifests.filter((path) => mentionsLambda(run.root, path))];
  const outputs = findOutputFolders(
    run.root,
    manifests,
    whole.sources.map((file) => file.path),
  );
  const selections = options.paths.length === 0 ? [everything(whole)] : options.paths.map((path) => select(run, path));
  const judged = selections.map((selection) => judge(run, selection, outputs));
  const files = new Set(judged.flatMap((selection) => selection.files));
  return {
    root: resolve(options.root),
    files: [...files].sort(compareText),
    manifests: manifests.filter((path) => !isOutput(path, outputs)).sort(compareText),
    leftOut: totals(judged.map((selection) => selection.leftOut)),
    diagnostics: inOrder(judged.flatMap((selection) => selection.diagnostics)),
  };
}

interface Run {
  /** Absolute, without links. */
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly includeTests: boolean;
  readonly isExcluded: (path: string) => boolean;
}

function startRun(options: DiscoverOptions): Run {
  let root: string;
  try {
    root = realpathSync.native(resolve(options.root));
  } catch {
    throw new UserError('the folder to audit does not exist');
  }
  const includeTests = options.includeTests ?? false;
  return { root, rules: ignoreRulesAbove(root), includeTests, isExcluded: matchesPaths(options.ignore ?? []) };
}

/** Sources of the whole repository or of one named path, before content was looked at. */
interface Selection {
  readonly start: string;
  readonly sources: readonly SourceFile[];
  /** Kept whatever they hold. */
  readonly named: readonly string[];
  readonly leftOut: ReadonlyMap<Reason, number>;
  readonly diagnostics: readonly Diagnostic[];
}

function everything(walked: Walked): Selection {
  return { ...walked, start: '', named: [] };
}

function select(run: Run, given: string): Selection {
  const named = readNamedPath(run.root, given);
  switch (named.kind) {
    case 'file':
      return { ...NOTHING, named: [named.path] };
    case 'folder':
      return { ...walkFrom(run, named.path, isTestPath(named.path)), start: named.path, named: [] };
    case 'glob':
      return selectGlob(run, named, given);
    case 'outside':
      return { ...NOTHING, diagnostics: [outside(named.path)] };
  }
}

const NOTHING: Selection = { start: '', sources: [], named: [], leftOut: new Map(), diagnostics: [] };

function outside(path: string): Diagnostic {
  const message = 'the link leads out of the audited folder and was not followed';
  return { code: 'link-outside-root', file: path, message };
}

function selectGlob(run: Run, named: NamedPath & { kind: 'glob' }, given: string): Selection {
  const walked = walkFrom(run, named.base, isTestPath(named.glob));
  const sources = walked.sources.filter((file) => named.matches(file.path));
  if (sources.length === 0) throw new UserError(`no source file matches "${given}"`);
  return { ...walked, start: named.base, sources, named: [], leftOut: new Map() };
}

function walkFrom(run: Run, start: string, includeTests: boolean): Walked {
  return walk({ ...run, start, rules: rulesAt(run, start), includeTests: run.includeTests || includeTests });
}

/** The rules on the way to a named folder, or none where they would leave it out. */
function rulesAt(run: Run, start: string): IgnoreRules {
  if (start === '') return run.rules;
  let rules = run.rules;
  for (const folder of foldersUpFrom(start).reverse()) {
    if (folder !== '' && rules.ignores(folder, 'folder')) return noIgnoreRules(run.root);
    if (folder !== start) rules = rules.enter(folder);
  }
  return rules;
}

interface Judged {
  readonly files: readonly string[];
  readonly leftOut: ReadonlyMap<Reason, number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes out what a build wrote. A selection that holds nothing else keeps it: better the built code than none. */
function judge(run: Run, selection: Selection, outputs: ReadonlySet<string>): Judged {
  const files: string[] = [...selection.named];
  const built: string[] = [];
  const leftOut = new Map(selection.leftOut);
  const diagnostics = [...selection.diagnostics];
  for (const file of selection.sources) {
    const verdict = judgeGenerated(file, { root: run.root, outputs, start: selection.start });
    if (verdict.diagnostic !== null) diagnostics.push(verdict.diagnostic);
    if (verdict.reason === null) files.push(file.path);
    else if (verdict.reason === 'build output') built.push(file.path);
    else leftOut.set(verdict.reason, (leftOut.get(verdict.reason) ?? 0) + 1);
  }
  if (files.length === 0) return { files: built, leftOut, diagnostics };
  if (built.length > 0) leftOut.set('build output', (leftOut.get('build output') ?? 0) + built.length);
  return { files, leftOut, diagnostics };
}

function isOutput(path: string, outputs: ReadonlySet<string>): boolean {
  return [...outputs].some((folder) => isInside(folder, path));
}

const MARKER_BYTES = 20_000;
const LARGEST_MANIFEST = 1_000_000;

function mentionsLambda(root: string, path: string): boolean {
  const start = readStart(root, path, MARKER_BYTES);
  if (start === null || !MANIFEST_MARKERS.some((marker) => start.includes(marker))) return false;
  return lstatSync(join(root, path)).size <= LARGEST_MANIFEST;
}

function totals(counts: readonly ReadonlyMap<Reason, number>[]): Record<string, number> {
  const sum = new Map<string, number>();
  for (const count of counts) for (const [reason, n] of count) sum.set(reason, (sum.get(reason) ?? 0) + n);
  return Object.fromEntries([...sum].sort(([a], [b]) => compareText(a, b)));
}

/** By file, each once: two named paths may meet the same file. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((item) => [`${item.file ?? ''}\0${item.code}\0${item.message}`, item]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item);
}
