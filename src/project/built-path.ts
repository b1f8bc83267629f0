import type { ProbeFile } from './probe-file.js';
import { below, isInside } from './relative-path.js';
import type { Tsconfig } from './tsconfig.js';

export interface BuiltLookup {
  readonly probe: ProbeFile;
  /** Configurations that say where output comes from. */
  readonly tsconfigs: readonly Tsconfig[];
}

/**
 * The source of a path that a build writes (`dist/index.js`, `build/esm/cart.d.ts`) and that is not itself a source.
 * A tsconfig's `outDir` decides; without one, the same path below a source folder in place of the output folder.
 *
 * @param packageFolder folder of the package.json that the path belongs to
 */
export function findSourceOfBuilt(packageFolder: string, path: string, lookup: BuiltLookup): string | null {
  const stem = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  return findByOutDir(stem, lookup) ?? findByConvention(packageFolder, stem, lookup.probe);
}

function findByOutDir(stem: string, { probe, tsconfigs }: BuiltLookup): string | null {
  for (const { outDir, rootDir, folder } of tsconfigs) {
    if (outDir === null || isInside(outDir, folder) || !isInside(outDir, stem)) continue;
    const rest = stem.slice(outDir.length + 1);
    // TypeScript takes the common folder of all sources where `rootDir` is not set.
    for (const origin of [rootDir, below(folder, 'src'), folder]) {
      const source = origin === null ? null : probe(below(origin, rest));
      if (source !== null) return source;
    }
  }
  return null;
}

const OUTPUT_FOLDER = /^(?:dist|build|out|output|lib|es|esm|cjs|compiled|release)(?:[-_.].*)?$/;
const SOURCE_ROOTS = ['src', 'lib', 'source', ''];
/** `dist/esm/index`, `build/packages/cart/src/index` */
const DEEPEST = 4;

function findByConvention(folder: string, stem: string, probe: ProbeFile): string | null {
  if (!isInside(folder, stem)) return null;
  const segments = stem.slice(folder === '' ? 0 : folder.length + 1).split('/');
  if (!OUTPUT_FOLDER.test(segments[0] ?? '')) return null;
  for (let dropped = 1; dropped < Math.min(segments.length, DEEPEST + 1); dropped++) {
    const rest = segments.slice(dropped).join('/');
    for (const root of SOURCE_ROOTS) {
      const source = probe(below(folder, below(root, rest)));
      if (source !== null) return source;
    }
  }
  return null;
}
