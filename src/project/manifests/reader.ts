import type { ts } from '../compiler.js';
import type { DeclaredFunction, TargetScope } from '../../model/deployment.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { RepositoryFiles } from './repository-files.js';

/** What a reader may look at beside the text of its manifest. */
export interface ManifestContext {
  /** Relative POSIX paths of the sources that are analysed. */
  readonly sources: ReadonlySet<string>;
  /** Relative POSIX paths of all manifests, sorted. */
  readonly manifests: readonly string[];
  readonly files: RepositoryFiles;
  /** The syntax tree of a script, with parent pointers; null where there is no such file. */
  parse(path: string): ts.SourceFile | null;
  /** What the bundler scripts of a package make of which source. */
  bundlesOf(packageFolder: string): readonly BundledFile[];
}

/** A source and what a bundler makes of it, both relative to the repository, the output without its extension. */
export interface BundledFile {
  readonly source: string;
  readonly output: string;
}

/** What one manifest says. */
export interface ManifestReading {
  readonly functions: readonly DeclaredFunction[];
  readonly scopes: readonly TargetScope[];
  readonly diagnostics: readonly Diagnostic[];
}

export type ManifestReader = (text: string, path: string, context: ManifestContext) => ManifestReading;

export const NOTHING: ManifestReading = { functions: [], scopes: [], diagnostics: [] };

/** The reading of a manifest that cannot be parsed. */
export function unreadable(path: string, line: number, message: string): ManifestReading {
  const firstLine = message.split('\n')[0] ?? '';
  return {
    functions: [],
    scopes: [],
    diagnostics: [{ code: 'manifest-error', file: path, message: `line ${line}: ${firstLine}` }],
  };
}
