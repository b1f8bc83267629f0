import { commonJsExports, exportNames } from '../../../model/exported-values.js';
import type { LinkedProgram } from '../../../model/linked-program.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';

const HANDLER = /^(?:handler|lambdaHandler|lambda_handler)$/;

/** AWS Lambda where no manifest says it: the exported names that its documentation uses. */
export const awsLambda: HostDetector = {
  facts: [],
  detect: (input) => {
    const commands = commandModules(input.program);
    return input.program.index.modules.flatMap((_, number) => (commands.has(number) ? [] : handlersOf(input, number)));
  },
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

/** Commands of a terminal program are modules with a handler too: they export `command`, `builder`, `handler`. */
function commandModules(program: LinkedProgram): ReadonlySet<number> {
  const { flow, index } = program;
  const found = new Set<number>();
  for (const candidate of flow.candidates) {
    if (candidate.k !== 'member-write' || candidate.member.name !== 'command') continue;
    const module = index.moduleOfFunction[candidate.fn] as number;
    const exported = new Set(flow.values[commonJsExports(program, module)] ?? []);
    if ((flow.values[candidate.object] ?? []).some((token) => exported.has(token))) found.add(module);
  }
  index.modules.forEach(({ exports }, number) => {
    if (exports.some((record) => record.kind === 'binding' && record.name === 'command')) found.add(number);
  });
  return found;
}
