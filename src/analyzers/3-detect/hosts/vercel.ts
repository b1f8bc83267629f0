import { detectConventions, dependsOn, either, runsOn, SCRIPT } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';

const VERBS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|default)$/;
const DEPENDS = dependsOn(/^(?:vercel|@vercel\/(?:node|edge|functions)|@now\/node)$/);
const IS_NEXT = dependsOn(/^(?:next|nuxt)$/);

/** Vercel functions: files of `api/` outside a framework that routes itself, and the project's middleware. */
export const vercel: HostDetector = {
  facts: [],
  detect: (input) =>
    detectConventions(input, 'vercel', [
      {
        // A part of the path that starts with `_` or `.` is no function.
        path: new RegExp(`^(?!.*(?:^|/)[_.])api/.+${SCRIPT}`),
        needs: (detection, path) => either(DEPENDS, runsOn('vercel'))(detection, path) && !IS_NEXT(detection, path),
        exports: VERBS,
        members: /^fetch$/,
        inputs: INPUTS.first,
        says: 'api folder',
      },
      {
        path: new RegExp(`^(?:src/)?middleware${SCRIPT}`),
        needs: (detection, path) => either(DEPENDS, runsOn('vercel'))(detection, path) && !IS_NEXT(detection, path),
        exports: /^(?:default|middleware)$/,
        inputs: INPUTS.first,
        says: 'middleware',
      },
    ]),
};
