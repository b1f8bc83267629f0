/**
 * 3-detect. Takes: a LinkedProgram and what the deployment manifests say. Gives: a DetectedProgram: the entry points, each
 * with how it was found, and which modules run where they run. Does not: follow calls or judge anything.
 */
import type { Deployment } from '../../model/deployment.js';
import type { DetectedProgram, Entry } from '../../model/detected-program.js';
import type { NotAnalysed } from '../../model/entry-point.js';
import { exportNames, exportedTokens, functionsOf } from '../../model/exported-values.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { functionAt, functionId, moduleOf } from '../../model/program-index.js';
import type { Target } from '../../model/target.js';
import { targetOf } from '../../model/target-of.js';
import { compareText } from '../../support/compare.js';
import { positionAt } from '../../support/text-position.js';
import { detectConventions, detectLambdaExports, detectWorkerExports } from './conventions.js';
import { detectDeclared } from './declared.js';
import type { Detection } from './detection.js';
import { detectRegistrations } from './registrations.js';

export interface DetectOptions {
  readonly deployment: Deployment;
  readonly dependenciesOf: (path: string) => ReadonlySet<string>;
  readonly target: Target | null;
  /** Functions that the user says are entry points: `src/jobs/nightly.ts#run`. */
  readonly entries: readonly string[];
}

export function detectEntryPoints(program: LinkedProgram, options: DetectOptions): DetectedProgram {
  const input = { program, ...options };
  const declared = detectDeclared(input);
  const found = [
    ...declared.detections,
    ...detectRegistrations(input),
    ...detectConventions(input),
    ...detectWorkerExports(input),
    ...detectLambdaExports(input),
  ];
  const detections = found.length > 0 ? found : detectAnyExport(program);
  const entries = uniqueEntries(program, detections, options);
  return {
    ...program,
    entries,
    notAnalysed: sortNotAnalysed(declared.notAnalysed),
    scopes: options.deployment.scopes,
    targetOption: options.target,
    deployed: importClosure(program, detections),
  };
}

/** One entry per function and name; what a manifest declares comes before what a convention suggests. */
function uniqueEntries(program: LinkedProgram, detections: readonly Detection[], options: DetectOptions): Entry[] {
  const byFunction = new Map<number, Entry>();
  for (const detection of detections) {
    if (byFunction.has(detection.fn)) continue;
    byFunction.set(detection.fn, entryOf(program, detection, options));
  }
  return [...byFunction.values()].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.name, b.name),
  );
}

function entryOf(program: LinkedProgram, detection: Detection, options: DetectOptions): Entry {
  const module = moduleOf(program.index, detection.fn);
  const { line, column } = positionAt(module.lineStarts, functionAt(program.index, detection.fn).pos);
  return {
    file: module.path,
    line,
    column,
    name: detection.name,
    host: detection.host,
    target: targetOf(module.path, detection.host, options.deployment.scopes, options.target).target,
    detectedBy: detection.detectedBy,
    fn: functionId(program.index, detection.fn),
    number: detection.fn,
    inputs: detection.inputs,
    confidence: detection.confidence,
  };
}

/** Without any entry point every exported function may be one, with little confidence. */
function detectAnyExport(program: LinkedProgram): Detection[] {
  return program.index.modules.flatMap((module, number) =>
    exportNames(program, number).flatMap((name) =>
      functionsOf(program, exportedTokens(program, number, name)).map((fn): Detection => {
        const detectedBy = `exported by ${module.path}`;
        return { fn, name, host: 'exported', detectedBy, inputs: [0, 1, 2, 3], confidence: 'low' };
      }),
    ),
  );
}

function importClosure(program: LinkedProgram, detections: readonly Detection[]): Set<number> {
  const { index, resolutions } = program;
  const closure = new Set<number>();
  const pending = detections.map(({ fn }) => index.moduleOfFunction[fn] as number);
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    if (closure.has(module)) continue;
    closure.add(module);
    const imports = index.modules[module]?.imports ?? [];
    imports.forEach((record, position) => {
      const resolution = resolutions[module]?.[position];
      if (record.typeOnly || resolution?.kind !== 'file') return;
      const target = index.byPath.get(resolution.path);
      if (target !== undefined) pending.push(target);
    });
  }
  return closure;
}

function sortNotAnalysed(list: readonly NotAnalysed[]): NotAnalysed[] {
  return [...list].sort((a, b) => compareText(a.declaredIn, b.declaredIn) || compareText(a.name, b.name));
}
