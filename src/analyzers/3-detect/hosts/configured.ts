import picomatch from 'picomatch';
import { exportNames } from '../../../model/exported-values.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';

/** Entry points that the configuration names: `src/jobs/*.ts#run`, `src/worker.ts` for all exports. */
export const configured: HostDetector = {
  facts: [],
  detect: (input) => input.configured.flatMap((item) => detectionsOf(input, item)),
};

function detectionsOf(input: DetectionInput, item: string): Detection[] {
  const { program } = input;
  const hash = item.lastIndexOf('#');
  const matches = picomatch((hash < 0 ? item : item.slice(0, hash)).replace(/^\.\//, ''), { dot: true });
  const wanted = hash < 0 ? null : item.slice(hash + 1);
  return program.index.modules.flatMap((module, number) => {
    if (!matches(module.path)) return [];
    const names = exportNames(program, number).filter((name) => wanted === null || name === wanted);
    return names.flatMap((name) =>
      exportedFunctions(input, number, name).map((found): Detection => ({
        fn: found.fn,
        name: found.path === '' ? name : `${name}.${found.path}`,
        host: 'configured',
        detectedBy: `configuration: ${item}`,
        inputs: INPUTS.all,
        confidence: 'high',
      })),
    );
  });
}
