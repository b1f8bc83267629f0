import { exportNames } from '../../../model/exported-values.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';

const HANDLER = /^(?:handler|lambdaHandler|lambda_handler)$/;

/** AWS Lambda where no manifest says it: the exported names that its documentation uses. */
export const awsLambda: HostDetector = {
  facts: [],
  detect: (input) => input.program.index.modules.flatMap((_, number) => handlersOf(input, number)),
};

/** `exports.handler`, `export const handler = middy(…)`, `awslambda.streamifyResponse(…)`. */
function handlersOf(input: DetectionInput, module: number): Detection[] {
  const { program } = input;
  const path = program.index.modules[module]?.path ?? '';
  return exportNames(program, module)
    .filter((name) => HANDLER.test(name))
    .flatMap((name) =>
      exportedFunctions(input, module, name)
        .filter((found) => found.path === '')
        .map(({ fn }): Detection => ({
          fn,
          name,
          host: 'aws-lambda',
          detectedBy: `export named ${name} in ${path}`,
          inputs: INPUTS.first,
          confidence: 'medium',
        })),
    );
}
