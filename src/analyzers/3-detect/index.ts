/* eslint-disable @typescript-eslint/no-unnecessary-type-assertion -- the compiler needs it */
/**
 * 3-detect. Takes: a LinkedProgram and what the deployment manifests say. Gives: a DetectedProgram: the entry points, each
 * with how it was found, which modules run where they run, when hosts call back. Does not: follow calls or judge anything.
 */
import type { Deployment } from '../../model/deployment.js';
import type { DetectedProgram, Entry } from '../../model/detected-program.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { NotAnalysed } from '../../model/entry-point.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { functionAt, functionId, moduleOf } from '../../model/program-index.js';
import type { Target } from '../../model/target.js';
import { targetOf } from '../../model/target-of.js';
import { compareText } from '../../support/compare.js';
import { positionAt } from '../../support/text-position.js';
import { indexCalls } from './call-index.js';
import { detectDeclared } from './declared.js';
import type { Detection, DetectionInput } from './detection.js';
import { DETECTORS } from './detectors.js';
import type { Detectors } from './detectors.js';
import { hostTimings } from './host-timings.js';
import { followHostValues } from './host-values.js';
import { actorsIn } from './hosts/cloudflare.js';
import { detectExported } from './hosts/exported.js';
import { importClosure, targetsByDeclaration } from './import-closure.js';

export interface DetectOptions {
  readonly deployment: Deployment;
  readonly dependenciesOf: (path: string) => ReadonlySet<string>;
  /** The folder of the nearest package.json, `''` for the root. */
  readonly packageFolderOf: (path: string) => string;
  readonly target: Target | null;
  /** Functions that the user says are entry points: `src/jobs/*.ts#run`. */
  readonly entries: readonly string[];
}

/** Finds every function that a host calls. `detectors` is for tests, which take one away. */
export function detectEntryPoints(
  program: LinkedProgram,
  options: DetectOptions,
  detectors: Detectors = DETECTORS,
): DetectedProgram {
  const hosts = Object.values(detectors);
  const facts = hosts.flatMap((host) => host.facts);
  const values = followHostValues(program, facts);
  const input: DetectionInput = {
    program,
    values,
    calls: indexCalls(program),
    configured: options.entries,
    ...options,
  };
  const { detections: found, notAnalysed } = detectDeclared(
    input,
    hosts.flatMap((host) => host.detect(input)),
  );
  const detections = found.length > 0 ? found : detectExported(input);
  return {
    ...program,
    entries: uniqueEntries(program, detections, options),
    notAnalysed: sortNotAnalysed(notAnalysed),
    scopes: options.deployment.scopes,
    targetOption: options.target,
    deployed: importClosure(
      program,
      detections.map(({ fn }) => program.index.moduleOfFunction[fn] as number),
    ),
    timings: hostTimings(program, values, facts),
    isolatedClasses: new Set(actorsIn(input)),
    diagnostics: found.length > 0 ? [] : [noEntryPoint(detections.length)],
  };
}

function noEntryPoint(exported: number): Diagnostic {
  const message =
    exported === 0
      ? 'no entry point was found, and nothing is exported: only code that runs when a module loads was looked at'
      : `no entry point was found: ${exported} exported functions count as entry points, with low confidence`;
  return { code: 'no-entry-point', file: null, message };
}

/**
 * One entry per function and name, one for a function that serves many registrations. What a manifest declares comes before what a call registers, and what only a place or
 * the name of an export suggests counts for functions that nothing else claims.
 */
function uniqueEntries(program: LinkedProgram, detections: readonly Detection[], options: DetectOptions): Entry[] {
  const known = new Set<string>();
  const claimed = new Set<number>();
  const entries: Entry[] = [];
  const targets = targetsByDeclaration(program, options.deployment);
  for (const detection of detections) {
    const { fn, name, registeredIn, declared, shared = false } = detection;
    const key = `${fn} ${name} ${declared === undefined ? '' : declared.declaredIn + declared.name}`;
    const suggests = registeredIn === undefined && declared === undefined;
    if (known.has(key) || ((suggests || shared) && claimed.has(fn))) continue;
    known.add(key);
    claimed.add(fn);
    entries.push(entryOf(program, detection, options, targets));
  }
  return entries.sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.name, b.name) ||
      compareText(a.detectedBy, b.detectedBy),
  );
}

function entryOf(
  program: LinkedProgram,
  detection: Detection,
  options: DetectOptions,
  targets: ReadonlyMap<number, Target>,
): Entry {
  const module = moduleOf(program.index, detection.fn);
  const { line, column } = positionAt(module.lineStarts, functionAt(program.index, detection.fn).pos);
  return {
    file: module.path,
    line,
    column,
    name: detection.name,
    host: detection.host,
    target: targetOfDetection(program, detection, options, targets),
    detectedBy: detection.detectedBy,
    fn: functionId(program.index, detection.fn),
    number: detection.fn,
    inputs: detection.inputs,
    context: detection.context ?? [],
    confidence: detection.confidence,
  };
}

/** `--target`, else what the manifest of the function says, the folder, the function that loads the code, the host. */
function targetOfDetection(
  { index }: LinkedProgram,
  { fn, host, declared, registeredIn }: Detection,
  { target, deployment }: DetectOptions,
  targets: ReadonlyMap<number, Target>,
): Target {
  const stated = target ?? declared?.target;
  if (stated !== undefined) return stated;
  const module = registeredIn ?? (index.moduleOfFunction[fn] as number);
  const path = index.modules[module]?.path ?? '';
  const found = targetOf(path, host, deployment.scopes, null);
  return found.from === 'host' || found.from === 'default' ? (targets.get(module) ?? found.target) : found.target;
}

function sortNotAnalysed(list: readonly NotAnalysed[]): NotAnalysed[] {
  return [...list].sort((a, b) => compareText(a.declaredIn, b.declaredIn) || compareText(a.name, b.name));
}
