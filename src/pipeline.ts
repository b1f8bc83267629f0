import { setImmediate } from 'node:timers/promises';
import { bindModule } from './analyzers/1-bind/index.js';
import { linkProgram } from './analyzers/2-link/index.js';
import { detectEntryPoints } from './analyzers/3-detect/index.js';
import { reachProgram } from './analyzers/4-reach/index.js';
import { classifyProgram } from './analyzers/5-classify/index.js';
import { affectedBy, type Affected } from './gate/affected-files.js';
import { gateFindings, type BaselineState, type GateInput } from './gate/index.js';
import type { FindingIdentity } from './model/baseline.js';
import type { ClassifiedProgram } from './model/classified-program.js';
import type { RuleOverride, RuleSettings } from './model/configuration.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { Discovery } from './model/project.js';
import type { AuditReport } from './model/report.js';
import type { SourceModule } from './model/source-module.js';
import type { Target } from './model/target.js';
import { openCodeAround } from './project/code-around.js';
import { discover } from './project/discover.js';
import { ownVersion } from './project/own-version.js';
import { readDeployment } from './project/manifests/index.js';
import { readPackages } from './project/packages.js';
import { realFile } from './project/probe-file.js';
import { readSource } from './project/read-source.js';
import { createImportResolver } from './project/resolve-import.js';
import { auditReport } from './report/audit-report.js';
import { findAll } from './rules/find.js';
import { RULES } from './rules/index.js';

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
  /** Checks the laws of the model after every stage. */
  readonly debug?: boolean;
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

/** Runs the whole audit. Throws UserError where the input cannot be audited at all. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const timings: Record<string, number> = {};
  const step = async <T>(stage: Progress['stage'], run: () => T | Promise<T>): Promise<T> => {
    options.onProgress?.({ stage, done: 0, total: 1 });
    // Gives the process a chance to answer a signal between two stages.
    await setImmediate();
    const start = performance.now();
    const result = await run();
    timings[stage] = performance.now() - start;
    return result;
  };
  const diagnostics: Diagnostic[] = [];

  const found = await step('discover', () =>
    discover({ ...options, paths: options.paths.length > 0 ? options.paths : (options.include ?? []) }),
  );
  const modules = await step('bind', () => bindAll(found, options, diagnostics));
  const known = new Set(modules.map(({ path }) => path));
  const linked = await step('link', () => {
    const imports = createImportResolver(found.root, known, found.manifests);
    diagnostics.push(...imports.diagnostics);
    const resolutions = modules.map((module) =>
      module.imports.map(({ specifier }) => imports.resolve(module.path, specifier)),
    );
    return linkProgram(modules, resolutions);
  });
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
  const reached = await step('reach', () => reachProgram(detected));
  const classified = await step('classify', () => classifyProgram(reached, options.knownClients ?? []));
  const affected = affectedBy(classified, options.changed?.files ?? null);
  const gated = await step('gate', () => gateFindings(gateInput(options, found, modules, classified, affected)));
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
  return { report, baseline: gated.baseline, timings };
}

function gateInput(
  options: AuditOptions,
  found: Discovery,
  modules: readonly SourceModule[],
  program: ClassifiedProgram,
  affected: Affected,
): GateInput {
  const known = new Set(modules.map(({ path }) => path));
  return {
    drafts: findAll(program),
    codeAround: openCodeAround(found.root),
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

const FILES_BETWEEN_PAUSES = 100;

/** Reads, parses and lowers every file; of each, only the facts are kept. */
async function bindAll(found: Discovery, options: AuditOptions, diagnostics: Diagnostic[]): Promise<SourceModule[]> {
  const modules: SourceModule[] = [];
  for (const [position, path] of found.files.entries()) {
    if (position % FILES_BETWEEN_PAUSES === 0) {
      options.onProgress?.({ stage: 'bind', done: position, total: found.files.length });
      await setImmediate();
    }
    const read = readSource(found.root, path);
    if ('diagnostic' in read) {
      diagnostics.push(read.diagnostic);
      continue;
    }
    const bound = bindModule(read.source);
    diagnostics.push(...bound.diagnostics);
    if (bound.module) modules.push(bound.module);
  }
  return modules;
}
