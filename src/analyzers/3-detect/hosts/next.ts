import { exportNames } from '../../../model/exported-values.js';
import type { SourceModule } from '../../../model/source-module.js';
import { detectConventions, dependsOn, SCRIPT } from '../convention.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';

const IS_NEXT = dependsOn(/^next$/);
const runsInBrowser = ({ directives }: SourceModule): boolean => directives.includes('use client');

/** Next.js: API routes, route handlers, middleware, server components, server actions, props of pages. */
export const next: HostDetector = {
  facts: [],
  detect: (input) => [
    ...detectConventions(input, 'next', [
      {
        path: new RegExp(`(?:^|/)pages/api/.+${SCRIPT}`),
        needs: IS_NEXT,
        exports: /^default$/,
        inputs: INPUTS.first,
        says: 'pages/api',
      },
      {
        path: new RegExp(`(?:^|/)app/(?:.+/)?route${SCRIPT}`),
        needs: IS_NEXT,
        exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/,
        inputs: INPUTS.firstTwo,
        says: 'app route handler',
      },
      {
        path: new RegExp(`^(?:(?:apps|packages)/[^/]+/)?(?:src/)?(?:middleware|proxy)${SCRIPT}`),
        needs: IS_NEXT,
        exports: /^(?:default|middleware|proxy)$/,
        inputs: INPUTS.first,
        says: 'middleware',
      },
      {
        path: new RegExp(
          `(?:^|/)app/(?:.+/)?(?:page|layout|template|default|loading|not-found|forbidden|unauthorized|error|global-error)\\.(?:[cm]?[jt]s|mdx|[jt]sx)$`,
        ),
        needs: IS_NEXT,
        excludes: runsInBrowser,
        exports: /^(?:default|generateMetadata|generateViewport)$/,
        inputs: INPUTS.first,
        says: 'server component',
      },
      {
        path: new RegExp(
          `(?:^|/)app/(?:.+/)?(?:sitemap|robots|manifest|icon|apple-icon|opengraph-image|twitter-image)\\d*${SCRIPT}`,
        ),
        needs: IS_NEXT,
        exports: /^default$/,
        inputs: INPUTS.first,
        says: 'metadata route',
      },
      {
        path: new RegExp(`(?:^|/)pages/.+${SCRIPT}|(?:^|/)pages/index${SCRIPT}`),
        needs: IS_NEXT,
        exports: /^getServerSideProps$/,
        inputs: INPUTS.first,
        says: 'page',
      },
    ]),
    ...input.program.index.modules.flatMap((module, number) => actionsOf(input, module, number)),
  ],
};

/** Functions that a client calls over the network: `'use server'` at the top of a file, or of a function. */
function actionsOf(input: DetectionInput, module: SourceModule, number: number): Detection[] {
  const { program } = input;
  const { index } = program;
  const own = module.directives.includes('use server')
    ? exportNames(program, number).flatMap((name) =>
        exportedFunctions(input, number, name)
          .filter(({ path }) => path === '')
          .map(({ fn }) => ({ fn, name })),
      )
    : [];
  const inner = module.functions.flatMap((fn, local) =>
    fn.directives.includes('use server') ? [{ fn: (index.functionBase[number] as number) + local, name: fn.name }] : [],
  );
  return [...own, ...inner].map(({ fn, name }) => ({
    fn,
    name,
    host: 'next',
    detectedBy: `'use server': ${module.path}`,
    inputs: INPUTS.all,
    confidence: 'high',
  }));
}
