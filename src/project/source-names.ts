import { baseNameOf } from './relative-path.js';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const JAVASCRIPT = /\.(?:[cm]?js|jsx)$/;
const DECLARATION = /\.d(?:\.[^./]+)?\.[cm]?ts$/;
const BUNDLE = /(?:[.-]min|\.bundle|\.chunk)\.(?:[cm]?js|jsx)$/i;
const TEST_FILE = /.\.(?:test|tests|spec|stories|e2e|e2e-spec|cy)\.(?:.*\.)?(?:[cm]?[jt]s|[jt]sx)$/;
const TEST_FOLDERS: ReadonlySet<string> = new Set([
  'test',
  'tests',
  '__test__',
  '__tests__',
  '__mocks__',
  '__fixtures__',
  '__snapshots__',
  'spec',
  'specs',
  'e2e',
  'playwright-tests',
  'cypress',
]);

/** Whether a file name ends like JavaScript or TypeScript. */
export function isSourceName(name: string): boolean {
  return SOURCE.test(name);
}

export function isJavaScriptName(name: string): boolean {
  return JAVASCRIPT.test(name);
}

/** `cart.d.ts`, `logo.d.svg.ts`. */
export function isDeclarationName(name: string): boolean {
  return DECLARATION.test(name);
}

/** `vue.min.js`, `app.bundle.js`. */
export function isBundleName(name: string): boolean {
  return BUNDLE.test(name);
}

export function isTestFolder(name: string): boolean {
  return TEST_FOLDERS.has(name);
}

/** Whether a path or a glob speaks of tests: by a folder on the way, or by the name of the file. */
export function isTestPath(path: string): boolean {
  return isTestFileName(baseNameOf(path)) || path.split('/').some(isTestFolder);
}

export function isTestFileName(name: string): boolean {
  return TEST_FILE.test(name);
}
