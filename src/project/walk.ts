import type { Dirent } from 'node:fs';
import { readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import type { IgnoreRules } from './ignore-rules.js';
import { isManifestName, mayBeManifest } from './manifest-names.js';
import { baseNameOf, below } from './relative-path.js';
import { isDeclarationName, isSourceName, isTestFileName, isTestFolder } from './source-names.js';

/** Why something was left out; the keys of `Discovery.leftOut`. */
export type Reason =
  | 'ignored'
  | 'node_modules'
  | 'vendored'
  | 'hidden'
  | 'build output'
  | 'bundles'
  | 'declarations'
  | 'tests'
  | 'links'
  | 'too large';

/** What lies below one folder, after names alone have decided. */
export interface Walked {
  readonly sources: readonly SourceFile[];
  readonly manifests: readonly string[];
  /** YAML and JSON files whose content decides. */
  readonly maybeManifests: readonly string[];
  /** A folder that is not opened (`node_modules`, an ignored folder) counts as one. */
  readonly leftOut: ReadonlyMap<Reason, number>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SourceFile {
  readonly path: string;
  /** Its TypeScript original or its source map stands beside it: `cart.js` with `cart.ts` or `cart.js.map`. */
  readonly hasOriginal: boolean;
}

export interface WalkOptions {
  /** Absolute, without links. */
  readonly root: string;
  /** Folder to start from; what the names of it and of the folders above it say does not count. */
  readonly start: string;
  readonly rules: IgnoreRules;
  readonly includeTests: boolean;
  /** Whether the user's own globs leave a path out. */
  readonly isExcluded: (path: string) => boolean;
}

interface Task {
  readonly folder: string;
  readonly rules: IgnoreRules;
  readonly inTests: boolean;
}

interface Findings {
  readonly sources: SourceFile[];
  readonly manifests: string[];
  readonly maybeManifests: string[];
  readonly leftOut: Map<Reason, number>;
  readonly diagnostics: Diagnostic[];
}

/** Lists sources and manifests below a folder, without following links. Iterative: a deep tree cannot exhaust the stack. */
export function walk(options: WalkOptions): Walked {
  const found: Findings = { sources: [], manifests: [], maybeManifests: [], leftOut: new Map(), diagnostics: [] };
  const tasks: Task[] = [{ folder: options.start, rules: options.rules, inTests: false }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const entries = listFolder(options.root, task.folder, found);
    const names = new Set(entries.map((entry) => entry.name));
    const reason = task.folder === options.start ? null : reasonByListing(task.folder, names);
    if (reason !== null) leaveOut(found, reason);
    else visitFolder(options, withOwnRules(task, names), entries, names, found, tasks);
  }
  return found;
}

function listFolder(root: string, folder: string, found: Findings): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied' : 'it cannot be listed';
    found.diagnostics.push({ code: 'unreadable-file', file: folder, message: `the folder was not read: ${why}` });
    return [];
  }
}

function withOwnRules(task: Task, names: ReadonlySet<string>): Task {
  return names.has('.gitignore') ? { ...task, rules: task.rules.enter(task.folder) } : task;
}

function visitFolder(
  options: WalkOptions,
  task: Task,
  entries: readonly Dirent[],
  names: ReadonlySet<string>,
  found: Findings,
  tasks: Task[],
): void {
  for (const entry of entries) {
    const path = below(task.folder, entry.name);
    if (entry.isFile()) visitFile(options, task, path, entry.name, names, found);
    else if (entry.isDirectory()) visitSubfolder(options, task, path, entry.name, names, found, tasks);
    else if (entry.isSymbolicLink()) visitLink(options, task, path, entry.name, found);
  }
}

function visitFile(
  options: WalkOptions,
  task: Task,
  path: string,
  name: string,
  names: ReadonlySet<string>,
  found: Findings,
): void {
  const isSource = isSourceName(name);
  const isManifest = isManifestName(name);
  const isMaybe = !isSource && !isManifest && mayBeManifest(name);
  if (!isSource && !isManifest && !isMaybe) return;
  if (options.isExcluded(path) || task.rules.ignores(path, 'file')) {
    if (isSource) leaveOut(found, 'ignored');
    return;
  }
  if (isManifest && !task.inTests) found.manifests.push(path);
  if (isMaybe && !task.inTests) found.maybeManifests.push(path);
  if (!isSource) return;
  if (isDeclarationName(name)) leaveOut(found, 'declarations');
  else if (task.inTests || (!options.includeTests && isTestFileName(name))) leaveOut(found, 'tests');
  else if (name.startsWith('.')) leaveOut(found, 'hidden');
  else found.sources.push({ path, hasOriginal: hasOriginal(name, names) });
}

function visitSubfolder(
  options: WalkOptions,
  task: Task,
  path: string,
  name: string,
  siblings: ReadonlySet<string>,
  found: Findings,
  tasks: Task[],
): void {
  if (name === '.git') return;
  const reason = reasonByFolderName(name, siblings);
  if (reason !== null) leaveOut(found, reason);
  else if (options.isExcluded(path) || task.rules.ignores(path, 'folder')) leaveOut(found, 'ignored');
  else
    tasks.push({
      folder: path,
      rules: task.rules,
      inTests: task.inTests || (!options.includeTests && isTestFolder(name)),
    });
}

/** A link inside the root shows nothing that is not found at its target; one that leaves the root is not followed. */
function visitLink(options: WalkOptions, task: Task, path: string, name: string, found: Findings): void {
  if (options.isExcluded(path) || task.rules.ignores(path, 'file') || task.inTests || name.startsWith('.')) return;
  leaveOut(found, 'links');
  if (!leavesRoot(options.root, path)) return;
  const message = 'the link leads out of the audited folder and was not followed';
  found.diagnostics.push({ code: 'link-outside-root', file: path, message });
}

function leavesRoot(root: string, path: string): boolean {
  let target: string;
  try {
    target = realpathSync.native(join(root, path));
  } catch {
    return false;
  }
  return target !== root && !target.startsWith(root.endsWith(sep) ? root : root + sep);
}

function leaveOut(found: Findings, reason: Reason): void {
  found.leftOut.set(reason, (found.leftOut.get(reason) ?? 0) + 1);
}

/** Hidden folders that hold what a build wrote. */
const HIDDEN_OUTPUT: ReadonlySet<string> = new Set(
  '.next .nuxt .svelte-kit .output .serverless .aws-sam .vercel .netlify .wrangler .turbo .cache .angular .docusaurus .build .webpack .esbuild .nitro .open-next .sst'.split(
    ' ',
  ),
);
const OTHER_PACKAGE_MANAGERS = ['composer.json', 'Gemfile', 'go.mod'];

function reasonByFolderName(name: string, siblings: ReadonlySet<string>): Reason | null {
  if (name === 'node_modules') return 'node_modules';
  if (name === 'bower_components' || name === 'jspm_packages') return 'vendored';
  // A `vendor` folder of a JavaScript package is code that the program runs and that nobody else audits.
  if (name === 'vendor' && OTHER_PACKAGE_MANAGERS.some((file) => siblings.has(file))) return 'vendored';
  if (name === 'cdk.out' || name === 'storybook-static' || HIDDEN_OUTPUT.has(name)) return 'build output';
  // `.well-known` is a route folder of web frameworks.
  return name.startsWith('.') && name !== '.well-known' ? 'hidden' : null;
}

const COVERAGE_FILES = ['lcov.info', 'lcov-report', 'coverage-final.json', 'clover.xml', 'coverage-summary.json'];

/** `coverage` is also an ordinary word; only what a coverage tool wrote is left out. */
function reasonByListing(folder: string, names: ReadonlySet<string>): Reason | null {
  const isReport = baseNameOf(folder) === 'coverage' && COVERAGE_FILES.some((file) => names.has(file));
  return isReport ? 'build output' : null;
}

function hasOriginal(name: string, names: ReadonlySet<string>): boolean {
  const dot = name.lastIndexOf('.');
  const stem = name.slice(0, dot);
  switch (name.slice(dot)) {
    case '.js':
      return names.has(`${stem}.ts`) || names.has(`${stem}.tsx`) || names.has(`${name}.map`);
    case '.jsx':
      return names.has(`${stem}.tsx`) || names.has(`${name}.map`);
    case '.mjs':
      return names.has(`${stem}.mts`) || names.has(`${name}.map`);
    case '.cjs':
      return names.has(`${stem}.cts`) || names.has(`${name}.map`);
    default:
      return false;
  }
}
