import { parse } from 'jsonc-parser';
import type { ManifestContext } from './reader.js';
import { foldersUpwards, pathWithin } from './repository-path.js';

/** The fields of a package.json that the readers use. */
interface PackageJson {
  readonly main: string | null;
  readonly scripts: ReadonlyMap<string, string>;
  /** Names and ranges of dependencies and development dependencies. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** The nearest folder at or above a folder that has a package.json; the root where none has. */
export function packageFolderOf(folder: string, context: ManifestContext): string {
  return foldersUpwards(folder).find((each) => context.files.read(inFolder(each, 'package.json')) !== null) ?? '';
}

/** The package.json of a folder, null where there is none that reads as an object. */
export function packageJsonOf(folder: string, context: ManifestContext): PackageJson | null {
  const text = context.files.read(inFolder(folder, 'package.json'));
  if (text === null) return null;
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isRecord(json)) return null;
  return {
    main: typeof json['main'] === 'string' ? json['main'] : null,
    scripts: textEntries(json['scripts']),
    dependencies: new Map([...textEntries(json['devDependencies']), ...textEntries(json['dependencies'])]),
  };
}

export function inFolder(folder: string, name: string): string {
  return pathWithin(folder, name) ?? name;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textEntries(value: unknown): ReadonlyMap<string, string> {
  if (!isRecord(value)) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
