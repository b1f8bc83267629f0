import { detectConventions, dependsOn } from '../convention.js';
import type { DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const FRAMEWORK = dependsOn(/^@google-cloud\/functions-framework$/);

/** Google Cloud Functions: what the functions framework registers, else the exports of the package's main file. */
export const googleCloudFunctions: HostDetector = {
  facts: [],
  detect: (input) => {
    const registered = detectRegistrations(input, 'google-cloud-functions', [
      {
        callee: /^@google-cloud\/functions-framework\.(?:http|cloudEvent|typed)$/,
        inputs: INPUTS.first,
        name: ({ method, first }) => first ?? method,
      },
    ]);
    const folders = new Set(
      registered.map(({ registeredIn = 0 }) =>
        input.packageFolderOf(input.program.index.modules[registeredIn]?.path ?? ''),
      ),
    );
    const declared = input.deployment.functions.some(({ host }) => host === 'google-cloud-functions');
    const unclaimed = (detection: DetectionInput, path: string): boolean =>
      FRAMEWORK(detection, path) && !folders.has(detection.packageFolderOf(path));
    if (declared) return registered;
    return [
      ...registered,
      ...detectConventions(input, 'google-cloud-functions', [
        {
          path: /^(?:src\/)?(?:index|function)\.[cm]?[jt]s$/,
          needs: unclaimed,
          exports: /^(?!default$)/,
          inputs: INPUTS.first,
          says: 'export of the main file',
          confidence: 'medium',
        },
      ]),
    ];
  },
};
