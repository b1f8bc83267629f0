import { exportNames } from '../../../model/exported-values.js';
import type { Detection, DetectionInput } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';

/** Without any entry point every exported function may be one, with little confidence. */
export function detectExported(input: DetectionInput): Detection[] {
  const { program } = input;
  return program.index.modules.flatMap((module, number) =>
    exportNames(program, number).flatMap((name) =>
      exportedFunctions(input, number, name).map((found): Detection => ({
        fn: found.fn,
        name: found.path === '' ? name : `${name}.${found.path}`,
        host: 'exported',
        detectedBy: `exported by ${module.path}`,
        inputs: INPUTS.all,
        confidence: 'low',
      })),
    ),
  );
}
