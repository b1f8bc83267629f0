import { setImmediate } from 'node:timers/promises';
import { bindModule } from './analyzers/1-bind/index.js';
import type { BoundFile } from './analyzers/1-bind/index.js';
import { linkProgram } from './analyzers/2-link/index.js';
import { detectEntryPoints } from './analyzers/3-detect/index.js';
import { reachProgram } from './analyzers/4-reach/index.js';
import { classifyProgram } from './analyzers/5-classify/index.js';
import { affectedBy, type Affected } from './gate/affected-files.js';
import { gateFindings, type BaselineState, type GateInput } from './gate/index.js';
import type { FindingIdentity } from './model/baseline.js';
import type { ClassifiedProgram } from './model/classified-program.js';
import type { RuleOverride, RuleSettings } from './model/configuration.js';
import type { Diagnostic, DiagnosticCode } from './model/diagnostic.js';
import { assertModel } from './model/laws/assert-model.js';
import { freezeModel } from './model/laws/freeze-model.js';
import type { LinkedProgram } from './model/linked-program.js';
import type { Discovery, SourceText, UnreadFile } from './model/project.js';
import type { AuditReport } from './model/report.js';
import type { SourceModule } from './model/source-module.js';
import type { StageResult } from './model/stage.js';
import type { Target } from './model/target.js';
import { openCodeAround } from './project/code-around.js';
import { discover } from './project/discover.js';
import { withoutOwnStateStore } from './project/own-state-store.js';
import { ownVersion } from './project/own-version.js';
import { readDeployment } from './project/manifests/index.js';
import { readPackages } from './project/packages.js';
import { realFile } from './project/probe-file.js';
import { readSource } from './project/read-source.js';
import { createImportResolver } from './project/resolve-import.js';
import { auditReport } from './report/audit-report.js';
import { findAll } from './rules/find.js';
import { RULES } from './rules/index.js';
import { compareText } from './support/compare.js';
import { errorIn } from './support/invariant.js';
import { UserError } from './support/user-error.js';

/** What an audit is asked to do. */
export interface AuditOptions {
  /** Absolute path of the repository (or of the part of it) that is audited. */
  readonly root: string;
  /** Files, folders or globs below the root, relative to it; empty for everything. */
  readonly paths: readonly string[];
  /** What is looked at where `paths` is empty; findings outside are then no part of the program. */
  readonly include?: readonly string[];
  /** Overrides what the manifests say. */
  readonly target?: Target;
  /** Who said so, as the report names it; `--target` by default. */
  readonly targetDetectedBy?: string;
  /** Functions that the platform calls and that nothing else shows to be: `src/jobs/*.ts#run`, `src/worker.ts`. */
  readonly entries?: readonly string[];
  readonly includeTests?: boolean;
  /** Globs of files to leave out, beside those of `.gitignore` and the defaults. */
  readonly ignore?: readonly string[];
  /** Constructors and factories that make connections, by package and export: `@shop/db.connect`. */
  readonly knownClients?: readonly string[];
  /** Severities and certainty by rule. */
  readonly rules?: RuleSettings;
  /** The same for parts of the repository. */
  readonly overrides?: readonly RuleOverride[];
  /** Old findings, which do not count. */
  readonly baseline?: readonly FindingIdentity[];
  /** Limits the report, not the analysis, to these files (relative to the root) and what reaches them. */
  readonly changed?: { readonly since: string; readonly files: readonly string[] };
  /** Called between steps and, while files are read, about every hundred files. */
  readonly onProgress?: (progress: Progress) => void;
  /** Checks the laws of the model after every stage, and stops at the first error of our own. */
  readonly debug?: boolean;
  /** Called with the result of each stage. */
  readonly onStage?: (given: StageResult) => void;
}

export interface Progress {
  readonly stage: 'discover' | 'bind' | 'link' | 'detect' | 'reach' | 'classify' | 'gate' | 'report';
  readonly done: number;
  readonly total: number;
}

export interface AuditResult {
  readonly report: AuditReport;
  /** Every finding that no comment suppresses, whatever `changed` says, by what the baseline says of it. */
  readonly baseline: BaselineState;
  /** Milliseconds per stage, for `--timing`. Never part of the report. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What an audit read from the disk. A later audit of changed texts starts from it. */
export interface AuditBase {
  readonly found: Discovery;
  readonly modules: readonly SourceModule[];
  readonly unread: BoundFiles['unread'];
  readonly diagnostics: readonly Diagnostic[];
}

/** An audit together with all that it knows. */
export interface ProgramAudit extends AuditResult {
  readonly program: ClassifiedProgram;
  readonly base: AuditBase;
}

/** Texts that take the place of those on disk, or that are not there yet. */
export interface ChangedTexts {
  readonly base: AuditBase;
  readonly texts: ReadonlyMap<string, SourceText>;
}

/** Runs the whole audit. Throws UserError where the input cannot be audited at all. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { report, baseline, timings } = await auditProgram(options);
  return { report, baseline, timings };
}

/** The same, also over texts that are not on disk. */
export async function auditProgram(options: AuditOptions, changed: ChangedTexts | null = null): Promise<ProgramAudit> {
  const { step, timings, isFatal } = openRun(options);
  const diagnostics: Diagnostic[] = [];

  const found = await step('discover', () =>
    changed === null
      ? discover({ ...options, paths: options.paths.length > 0 ? options.paths : (options.include ?? []) })
      : discoveryWith(changed),
  );
  const check = checkFor(options, found.root);
  const bound = await step('bind', () => (changed === null ? bindAll(found, options) : bindChanged(changed, options)));
  const { modules, unread } = bound;
  diagnostics.push(...bound.diagnostics);
  check({ stage: 'bind', result: modules });
  const known = new Set(modules.map(({ path }) => path));
  const linked = await step('link', () => linkAll(found, modules, unread, diagnostics, isFatal));
  check({ stage: 'link', result: linked });
  const detected = await step('detect', () => {
    const { deployment, diagnostics: broken } = readDeployment({
      root: found.root,
      manifests: found.manifests,
      sources: known,
    });
    diagnostics.push(...broken);
    const packages = readPackages(found.root, found.manifests);
    return detectEntryPoints(linked, {
      deployment,
      dependenciesOf: packages.dependencyNames,
      packageFolderOf: (path) => packages.packageOf(path)?.folder ?? '',
      target: options.target ?? null,
      entries: options.entries ?? [],
    });
  });
  diagnostics.push(...detected.diagnostics);
  check({ stage: 'detect', result: detected });
  const reached = await step('reach', () => reachProgram(detected));
  check({ stage: 'reach', result: reached });
  const classified = await step('classify', () => classifyProgram(reached, options.knownClients ?? [], isFatal));
  check({ stage: 'classify', result: classified });
  const affected = affectedBy(classified, options.changed?.files ?? null);
  const gated = await step('gate', () =>
    gateFindings(gateInput(options, found, modules, classified, affected, changed?.texts)),
  );
  const report = await step('report', () =>
    auditReport({
      program: classified,
      gated,
      diagnostics: [...found.diagnostics, ...diagnostics],
      targetSource: options.targetDetectedBy ?? '--target',
      changedSince: options.changed?.since ?? null,
      affected,
      version: ownVersion(),
      files: modules.length,
      leftOut: found.leftOut,
    }),
  );
  check({ stage: 'report', result: report });
  return { report, baseline: gated.baseline, timings, program: classified, base: { found, ...bound } };
}

function discoveryWith({ base, texts }: ChangedTexts): Discovery {
  const created = [...texts.keys()].filter((path) => !base.found.files.includes(path));
  return created.length === 0
    ? base.found
    : { ...base.found, files: [...base.found.files, ...created].sort(compareText) };
}

/** Binds only the texts that changed. The order of the modules stays that of their paths. */
function bindChanged({ base, texts }: ChangedTexts, options: AuditOptions): BoundFiles {
  const modules = new Map(base.modules.map((module) => [module.path, module]));
  const unread = base.unread.filter(({ path }) => !texts.has(path));
  const diagnostics = base.diagnostics.filter(({ file }) => file === null || !texts.has(file));
  for (const source of texts.values()) {
    const bound = bindSafely(source, options.debug === true);
    if (bound.module) modules.set(source.path, bound.module);
    else {
      modules.delete(source.path);
      diagnostics.push(bound.diagnostic);
      unread.push({ path: source.path, why: bound.diagnostic.code, specifiers: bound.specifiers });
    }
  }
  return { modules: [...modules.values()].sort((a, b) => compareText(a.path, b.path)), unread, diagnostics };
}

/** Resolves every import, also those of files that could not be read, and links the program. */
function linkAll(
  found: Discovery,
  modules: readonly SourceModule[],
  unread: BoundFiles['unread'],
  diagnostics: Diagnostic[],
  isFatal: boolean,
): LinkedProgram {
  const known = new Set(modules.map(({ path }) => path));
  const missing = new Set(unread.map(({ path }) => path));
  const imports = createImportResolver(found.root, known, found.manifests, missing);
  diagnostics.push(...imports.diagnostics);
  const resolve = withoutOwnStateStore(modules, imports.resolve);
  const resolutions = modules.map((module) => module.imports.map(({ specifier }) => resolve(module.path, specifier)));
  const hidden = unread.map(({ path, why, specifiers }): UnreadFile => {
    return { path, why, imports: specifiers.map((specifier) => imports.resolve(path, specifier)) };
  });
  return linkProgram(modules, resolutions, hidden, isFatal);
}

function gateInput(
  options: AuditOptions,
  found: Discovery,
  modules: readonly SourceModule[],
  program: ClassifiedProgram,
  affected: Affected,
  changed: ReadonlyMap<string, SourceText> = new Map(),
): GateInput {
  const known = new Set(modules.map(({ path }) => path));
  return {
    drafts: findAll(program),
    codeAround: openCodeAround(found.root, changed),
    modules,
    ruleIds: RULES.map(({ id }) => id),
    rules: options.rules ?? {},
    overrides: options.overrides ?? [],
    baseline: options.baseline ?? [],
    stateOf: (file) => (known.has(file) ? 'analysed' : realFile(found.root, file) === null ? 'gone' : 'not analysed'),
    isWhole: options.paths.length === 0,
    affected,
  };
}

interface Run {
  readonly step: <T>(stage: Progress['stage'], run: () => T | Promise<T>) => Promise<T>;
  readonly timings: Readonly<Record<string, number>>;
  /** Whether an error of ours stops the run instead of costing the part in which it happens. */
  readonly isFatal: boolean;
}

function openRun(options: AuditOptions): Run {
  const timings: Record<string, number> = {};
  const step: Run['step'] = async (stage, run) => {
    options.onProgress?.({ stage, done: 0, total: 1 });
    // Gives the process a chance to answer a signal between two stages.
    await setImmediate();
    const start = performance.now();
    try {
      return await run();
    } catch (error) {
      throw error instanceof UserError ? error : errorIn(`stage ${stage}`, error);
    } finally {
      timings[stage] = performance.now() - start;
    }
  };
  return { step, timings, isFatal: options.debug === true };
}

/** After each stage: hands its result out, and with `debug` asserts the laws and makes its result unchangeable. */
function checkFor(options: AuditOptions, root: string): (given: StageResult) => void {
  return (given) => {
    options.onStage?.(given);
    if (options.debug !== true) return;
    assertModel(given, root);
    freezeModel(given.result);
  };
}

const FILES_BETWEEN_PAUSES = 100;

interface BoundFiles {
  readonly modules: readonly SourceModule[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unread: readonly {
    readonly path: string;
    readonly why: DiagnosticCode;
    readonly specifiers: readonly string[];
  }[];
}

/** Reads, parses and lowers every file; of each, only the facts are kept. */
async function bindAll(found: Discovery, options: AuditOptions): Promise<BoundFiles> {
  const modules: SourceModule[] = [];
  const diagnostics: Diagnostic[] = [];
  const unread: BoundFiles['unread'][number][] = [];
  for (const [position, path] of found.files.entries()) {
    if (position % FILES_BETWEEN_PAUSES === 0) {
      options.onProgress?.({ stage: 'bind', done: position, total: found.files.length });
      await setImmediate();
    }
    const read = readSource(found.root, path);
    if ('diagnostic' in read) {
      diagnostics.push(read.diagnostic);
      if (read.diagnostic.code !== 'binary-file') unread.push({ path, why: read.diagnostic.code, specifiers: [] });
      continue;
    }
    const bound = bindSafely(read.source, options.debug === true);
    if (bound.module) modules.push(bound.module);
    else {
      diagnostics.push(bound.diagnostic);
      unread.push({ path, why: bound.diagnostic.code, specifiers: bound.specifiers });
    }
  }
  return { modules, unread, diagnostics };
}

/** An error of ours costs the module in which it happens, and not the others. With `isFatal` it stops the run. */
function bindSafely(source: SourceText, isFatal: boolean): BoundFile {
  try {
    return bindModule(source);
  } catch (error) {
    const { message } = errorIn('the analysis of this file failed', error);
    if (isFatal) throw errorIn(source.path, error);
    return { module: null, specifiers: [], diagnostic: { code: 'internal-error', file: source.path, message } };
  }
}
