import { setImmediate } from 'node:timers/promises';
import { bindModule } from './analyzers/1-bind/index.js';
import type { BoundFile } from './analyzers/1-bind/index.js';
import { linkProgram } from './analyzers/2-link/index.js';
import { detectEntryPoints } from './analyzers/3-detect/index.js';
import { reachProgram } from './analyzers/4-reach/index.js';
import { classifyProgram } from './analyzers/5-classify/index.js';
import type { Diagnostic, DiagnosticCode } from './model/diagnostic.js';
import { assertModel } from './model/laws/assert-model.js';
import { freezeModel } from './model/laws/freeze-model.js';
import { printModel } from './model/print/print-model.js';
import type { Discovery, Resolution, SourceText } from './model/project.js';
import type { AuditReport } from './model/report.js';
import type { SourceModule } from './model/source-module.js';
import type { StageName, StageResult } from './model/stage.js';
import type { Target } from './model/target.js';
import { discover } from './project/discover.js';
import { ownVersion } from './project/own-version.js';
import { readDeployment } from './project/manifests/index.js';
import { readPackages } from './project/packages.js';
import { readSource } from './project/read-source.js';
import { createImportResolver } from './project/resolve-import.js';
import { auditReport } from './report/audit-report.js';
import { findAll } from './rules/find.js';
import { errorIn } from './support/invariant.js';
import { UserError } from './support/user-error.js';

/** What an audit is asked to do. */
export interface AuditOptions {
  /** Absolute path of the repository (or of the part of it) that is audited. */
  readonly root: string;
  /** Files, folders or globs below the root, relative to it; empty for everything. */
  readonly paths: readonly string[];
  /** Overrides what the manifests say. */
  readonly target?: Target;
  readonly includeTests?: boolean;
  /** Globs of files to leave out, beside those of `.gitignore` and the defaults. */
  readonly ignore?: readonly string[];
  /** Called between steps and, while files are read, about every hundred files. */
  readonly onProgress?: (progress: Progress) => void;
  /** Checks the laws of the model after every stage, and stops at the first error of our own. */
  readonly debug?: boolean;
  /** Called after each stage with what the stage knows, as text. */
  readonly onModel?: (stage: StageName, print: () => string) => void;
}

export interface Progress {
  readonly stage: 'discover' | 'bind' | 'link' | 'detect' | 'reach' | 'classify' | 'report';
  readonly done: number;
  readonly total: number;
}

export interface AuditResult {
  readonly report: AuditReport;
  /** Milliseconds per stage, for `--timing`. Never part of the report. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Runs the whole audit. Throws UserError where the input cannot be audited at all. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { step, timings, isFatal } = openRun(options);
  const diagnostics: Diagnostic[] = [];

  const found = await step('discover', () => discover(options));
  const check = checkFor(options, found.root);
  const { modules, unread } = await step('bind', () => bindAll(found, options, diagnostics));
  check({ stage: 'bind', result: modules });
  const known = new Set(modules.map(({ path }) => path));
  const linked = await step('link', () => {
    const missing = new Set(unread.map(({ path }) => path));
    const imports = createImportResolver(found.root, known, found.manifests, missing);
    diagnostics.push(...imports.diagnostics);
    const resolveAll = (from: string, specifiers: readonly string[]): Resolution[] =>
      specifiers.map((specifier) => imports.resolve(from, specifier));
    const resolutions = modules.map((module) =>
      resolveAll(
        module.path,
        module.imports.map(({ specifier }) => specifier),
      ),
    );
    const hidden = unread.map(({ path, why, specifiers }) => ({ path, why, imports: resolveAll(path, specifiers) }));
    return linkProgram(modules, resolutions, hidden, isFatal);
  });
  check({ stage: 'link', result: linked });
  const detected = await step('detect', () => {
    const { deployment, diagnostics: broken } = readDeployment({
      root: found.root,
      manifests: found.manifests,
      sources: known,
    });
    diagnostics.push(...broken);
    const { dependencyNames: dependenciesOf } = readPackages(found.root, found.manifests);
    return detectEntryPoints(linked, { deployment, dependenciesOf, target: options.target ?? null });
  });
  check({ stage: 'detect', result: detected });
  const reached = await step('reach', () => reachProgram(detected));
  check({ stage: 'reach', result: reached });
  const classified = await step('classify', () => classifyProgram(reached, isFatal));
  check({ stage: 'classify', result: classified });
  const report = await step('report', () =>
    auditReport({
      program: classified,
      findings: findAll(classified),
      diagnostics: [...found.diagnostics, ...diagnostics],
      version: ownVersion(),
      files: modules.length,
      leftOut: found.leftOut,
    }),
  );
  check({ stage: 'report', result: report });
  return { report, timings };
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

/** After each stage: prints what it knows, and with `debug` asserts the laws and makes its result unchangeable. */
function checkFor(options: AuditOptions, root: string): (given: StageResult) => void {
  return (given) => {
    options.onModel?.(given.stage, () => printModel(given));
    if (options.debug !== true) return;
    assertModel(given, root);
    freezeModel(given.result);
  };
}

const FILES_BETWEEN_PAUSES = 100;

interface BoundFiles {
  readonly modules: readonly SourceModule[];
  readonly unread: readonly {
    readonly path: string;
    readonly why: DiagnosticCode;
    readonly specifiers: readonly string[];
  }[];
}

/** Reads, parses and lowers every file; of each, only the facts are kept. */
async function bindAll(found: Discovery, options: AuditOptions, diagnostics: Diagnostic[]): Promise<BoundFiles> {
  const modules: SourceModule[] = [];
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
  return { modules, unread };
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
