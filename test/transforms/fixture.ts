import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSource, VARIANTS, type Variant } from './variants.js';

const FOLDER = fileURLToPath(new URL('../fixtures/transforms/', import.meta.url));

/** One case of one transform: a small repository before and, unless it is refused, after. */
export interface TransformCase {
  readonly transform: string;
  readonly name: string;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** What the reason must hold, from `// refused: …`; null where a step is expected. */
  readonly refused: string | null;
  readonly options: { readonly store?: 'redis' | 'dynamodb' | 'postgres'; readonly unsafe?: boolean };
  readonly folder: string;
}

export function casesOf(transform: string): TransformCase[] {
  const folder = join(FOLDER, transform);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => readCase(transform, name, join(folder, name)));
}

function readCase(transform: string, name: string, folder: string): TransformCase {
  const before = filesIn(join(folder, 'before'));
  const after = name.startsWith('refuse-') ? before : filesIn(join(folder, 'after'));
  const reason = [...before.values()]
    .map((text) => /\/\/ refused: (.*)$/m.exec(text)?.[1])
    .find((one) => one !== undefined);
  const settings = join(folder, 'case.json');
  const options = existsSync(settings) ? (JSON.parse(readFileSync(settings, 'utf8')) as TransformCase['options']) : {};
  return {
    transform,
    name,
    before,
    after,
    refused: name.startsWith('refuse-') ? (reason ?? '') : null,
    options,
    folder,
  };
}

export function filesIn(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true }) as string[];
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')])
      .filter(([name]) => !name.startsWith('.stateless-migrate'))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A repository that holds a case once for each variant that it has, each in a folder with a manifest of its own. */
export function repositoryOf(one: TransformCase): { readonly root: string; readonly variants: readonly Variant[] } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'transform-')));
  const sources = [...one.before, ...one.after].filter(([path]) => isSource(path));
  const variants = VARIANTS.filter(({ applies }) => sources.every(([path, text]) => applies(text, path)));
  for (const variant of variants) {
    for (const [path, text] of inVariant(one.before, variant)) write(join(root, variant.name, path), text);
    const manifest = join(root, variant.name, 'package.json');
    if (!existsSync(manifest)) write(manifest, `${JSON.stringify({ name: one.name, private: true }, null, 2)}\n`);
  }
  return { root, variants };
}

export function inVariant(files: ReadonlyMap<string, string>, { change }: Variant): Map<string, string> {
  return new Map([...files].map(([path, text]) => [path, isSource(path) ? change(text) : text]));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** With UPDATE_FIXTURES set: what the transform makes becomes what is expected, to be read before it is committed. */
export function updateAfter(one: TransformCase, root: string): void {
  const target = join(one.folder, 'after');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, 'as-written'), target, {
    recursive: true,
    filter: (path) => !relative(root, path).includes('.stateless-migrate'),
  });
  if (!one.before.has('package.json') && !readFileSync(join(target, 'package.json'), 'utf8').includes('dependencies')) {
    rmSync(join(target, 'package.json'));
  }
}
