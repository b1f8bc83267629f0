import type { Store } from './configuration.js';
import type { FileStyle } from './file-style.js';

/** What the state store file of a project has to be like. */
export interface StateStoreRequest {
  readonly store: Store;
  readonly language: FileStyle['language'];
  readonly modules: FileStyle['modules'];
  /** Names of everything that the package of the file depends on: the client that the project has already is kept. */
  readonly dependencies: ReadonlySet<string>;
  /** Name of the package, for the namespace of keys; null where it has none. */
  readonly packageName: string | null;
}

/** The state store file as it is written into a project. */
export interface StateStoreFile {
  readonly text: string;
  readonly dependencies: readonly { readonly name: string; readonly range: string }[];
}

export type MakeStateStore = (request: StateStoreRequest) => StateStoreFile;
