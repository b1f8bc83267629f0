import type { DeclaredFunction } from '../../model/deployment.js';
import type { NotAnalysed } from '../../model/entry-point.js';
import { exportNames, exportedTokens, functionsOf } from '../../model/exported-values.js';
import { INPUTS } from './detection.js';
import type { Detection, DetectionInput } from './detection.js';

export interface DeclaredResult {
  readonly detections: readonly (Detection & { readonly declared: DeclaredFunction })[];
  readonly notAnalysed: readonly NotAnalysed[];
}

/** Functions that deployment manifests declare: each is an entry point, or is listed with the reason why not. */
export function detectDeclared(input: DetectionInput): DeclaredResult {
  const detections: (Detection & { declared: DeclaredFunction })[] = [];
  const notAnalysed: NotAnalysed[] = [];
  for (const declared of input.deployment.functions) {
    const { name, declaredIn, source } = declared;
    if (source.kind === 'none') {
      notAnalysed.push({ name, declaredIn, reason: source.reason });
      continue;
    }
    const module = input.program.index.byPath.get(source.file);
    if (module === undefined) {
      notAnalysed.push({ name, declaredIn, reason: `${source.file} was not read` });
      continue;
    }
    const wanted = source.kind === 'export' ? [source.exportName] : exportNames(input.program, module);
    const before = detections.length;
    for (const exported of wanted) {
      for (const fn of functionsOf(input.program, exportedTokens(input.program, module, exported))) {
        detections.push({
          fn,
          name: source.kind === 'export' ? exported : name,
          host: declared.host,
          detectedBy: declared.detectedBy,
          inputs: inputsOf(declared),
          confidence: 'high',
          declared,
        });
      }
    }
    if (detections.length === before && source.kind === 'export') {
      const reason = `${source.file} exports no function ${source.exportName} that could be followed`;
      notAnalysed.push({ name, declaredIn, reason });
    }
  }
  return { detections, notAnalysed };
}

function inputsOf(declared: DeclaredFunction): readonly number[] {
  return declared.host === 'azure-functions' ? INPUTS.firstTwo : INPUTS.first;
}
