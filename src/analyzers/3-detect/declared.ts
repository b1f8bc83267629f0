/* eslint-disable @typescript-eslint/no-unnecessary-type-assertion -- the compiler needs it */
import type { DeclaredFunction, Host } from '../../model/deployment.js';
import type { NotAnalysed } from '../../model/entry-point.js';
import { exportNames } from '../../model/exported-values.js';
import { INPUTS } from './detection.js';
import type { Detection, DetectionInput } from './detection.js';
import { exportedFunctions } from './exported-functions.js';
import { importClosure } from './import-closure.js';

export interface DeclaredResult {
  /** What the code itself shows, those that a declared function leads to marked, after the declared functions. */
  readonly detections: readonly Detection[];
  readonly notAnalysed: readonly NotAnalysed[];
}

/**
 * Functions that deployment manifests declare: each is an entry point, or leads to some (`exports.handler =
 * serverless(app)` leads to the routes of the application), or is listed with the reason why not.
 */
export function detectDeclared(input: DetectionInput, found: readonly Detection[]): DeclaredResult {
  const detections: Detection[] = [];
  const notAnalysed: NotAnalysed[] = [];
  const claims = new Map<Detection, DeclaredFunction[]>();
  for (const declared of input.deployment.functions) {
    const reason = detectOne(input, declared, found, detections, claims);
    if (reason !== null) notAnalysed.push({ name: declared.name, declaredIn: declared.declaredIn, reason });
  }
  const marked = found.map((detection) => {
    const by = claims.get(detection);
    const [declared] = by ?? [];
    if (!by || !declared) return detection;
    const names = [...new Set(by.map(({ detectedBy }) => detectedBy))].join(', ');
    return { ...detection, declared, detectedBy: `${names} → ${detection.detectedBy}`, confidence: 'high' as const };
  });
  return { detections: [...detections, ...marked], notAnalysed };
}

/** Adds what a declared function is or leads to; the reason where that is nothing. */
function detectOne(
  input: DetectionInput,
  declared: DeclaredFunction,
  found: readonly Detection[],
  into: Detection[],
  claims: Map<Detection, DeclaredFunction[]>,
): string | null {
  const { source } = declared;
  if (source.kind === 'none') return source.reason;
  const module = input.program.index.byPath.get(source.file);
  if (module === undefined) return `${source.file} was not read`;
  const own = ownFunctions(input, declared, module);
  into.push(...own);
  if (own.length > 0) return null;
  const closure = importClosure(input.program, [module]);
  const led = found.filter((detection) => leadsTo(input, declared, detection, closure));
  for (const detection of led) {
    const known = claims.get(detection);
    if (known) known.push(declared);
    else claims.set(detection, [declared]);
  }
  return led.length > 0 ? null : reasonFor(declared);
}

/** Which exports of a file a host calls where its manifest names the file alone. */
const CALLED: Partial<Record<Host, { readonly exports: RegExp; readonly members: RegExp | null }>> = {
  vercel: { exports: /^(?:default|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/, members: /^fetch$/ },
  netlify: { exports: /^(?:default|handler)$/, members: null },
  cloudflare: {
    exports: /^(?:default|onRequest(?:Get|Post|Put|Patch|Delete|Head|Options)?)$/,
    members: /^(?:fetch|scheduled|queue|email|tail|trace)$/,
  },
  'azure-functions': { exports: /^(?:default|run|index)$/, members: /^(?:run|index)$/ },
};

function ownFunctions(input: DetectionInput, declared: DeclaredFunction, module: number): Detection[] {
  const { source } = declared;
  if (source.kind === 'none' || source.kind === 'class') return [];
  const called = source.kind === 'file' ? CALLED[declared.host] : null;
  if (called === undefined) return [];
  const names = source.kind === 'export' ? [source.exportName] : namesCalled(input, declared, module);
  return names.flatMap((name) =>
    exportedFunctions(input, module, name)
      .filter(({ path }) => path === '' || called?.members?.test(path) === true)
      .map(({ fn, path }) => ({
        fn,
        name: source.kind === 'export' ? name : [declared.name, path].filter((part) => part !== '').join(' '),
        host: declared.host,
        detectedBy: declared.detectedBy,
        inputs: declared.host === 'azure-functions' ? INPUTS.firstTwo : INPUTS.first,
        confidence: 'high',
        declared,
      })),
  );
}

/** The earlier models of Azure Functions take the only export, whatever its name. */
function namesCalled(input: DetectionInput, { host }: DeclaredFunction, module: number): readonly string[] {
  const names = exportNames(input.program, module);
  const called = names.filter((name) => CALLED[host]?.exports.test(name));
  if (called.length > 0 || host !== 'azure-functions') return called;
  const functions = names.filter((name) => exportedFunctions(input, module, name).length > 0);
  return functions.length === 1 ? functions : [];
}

/** Whether something that the code registers runs because of a declared function: it is in what that loads. */
function leadsTo(
  { program }: DetectionInput,
  declared: DeclaredFunction,
  detection: Detection,
  closure: ReadonlySet<number>,
): boolean {
  const module = detection.registeredIn ?? (program.index.moduleOfFunction[detection.fn] as number);
  if (!closure.has(module)) return false;
  if (declared.source.kind === 'class') return detection.name.startsWith(`${declared.source.className}.`);
  return detection.host === declared.host || detection.registeredIn !== undefined || detection.host === 'nestjs';
}

function reasonFor({ source }: DeclaredFunction): string {
  switch (source.kind) {
    case 'export':
      return `${source.file} exports no function ${source.exportName} that could be followed`;
    case 'class':
      return `${source.file} exports no class ${source.className} that could be followed`;
    case 'file':
      return `no function of ${source.file} that the platform would call could be followed`;
    case 'none':
      return source.reason;
  }
}
