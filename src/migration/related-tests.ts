import { openTexts } from '../apply/open-texts.js';
import { discover } from '../project/discover.js';
import type { MigrateOptions } from './options.js';

const MOST = 200;

/** Test files that may name something in the files: their text holds the name of one of them. */
export function relatedTests(
  root: string,
  options: MigrateOptions,
  files: readonly string[],
  known: ReadonlySet<string>,
): string[] {
  if (options.includeTests === true || files.length === 0) return [];
  const all = discover({ root, paths: [], includeTests: true, ignore: options.ignore ?? [] }).files;
  const names = new Set(files.map(stemOf));
  const textOf = openTexts(root);
  return all
    .filter((file) => !known.has(file) && TEST.test(file))
    .filter((file) => {
      const text = textOf(file)?.text ?? '';
      return [...names].some((name) => text.includes(name));
    })
    .slice(0, MOST);
}

const TEST = /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e)\/|[.-](?:test|spec)\.[cm]?[jt]sx?$/;

/** `cart` for `src/cart.ts`; the folder for an index. */
function stemOf(file: string): string {
  const parts = file.replace(/\.[cm]?[jt]sx?$/, '').split('/');
  const last = parts.pop() ?? '';
  return last === 'index' ? `/${parts.pop() ?? ''}` : `/${last}`;
}
