/** Endings of sources, in the order in which they win: a compiled twin beside its TypeScript source loses. */
const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

const SCRIPT_ENDING = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** The source with a path that lacks its ending: `src/api` is `src/api.ts` or `src/api/index.ts`. */
export function sourceAt(stem: string, sources: ReadonlySet<string>): string | null {
  for (const ending of ENDINGS) if (sources.has(stem + ending)) return stem + ending;
  const index = stem === '' ? 'index' : `${stem}/index`;
  for (const ending of ENDINGS) if (sources.has(index + ending)) return index + ending;
  return null;
}

/** A path without the ending of a script: `src/api.ts` is `src/api`, `src/api.v2` stays. */
export function withoutEnding(path: string): string {
  return path.replace(SCRIPT_ENDING, '');
}
