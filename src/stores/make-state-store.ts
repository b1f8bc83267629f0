import type { StateStoreFile, StateStoreRequest } from '../model/state-store.js';
import { stateStoreFile } from './state-store-file.js';

/** The state store file for a project, on the client that it has already where it has one. */
export function makeStateStore(request: StateStoreRequest): StateStoreFile {
  const { store, language, modules, dependencies, packageName } = request;
  const client = dependencies.has('redis') && !dependencies.has('ioredis') ? 'redis' : 'ioredis';
  const format = language === 'typescript' ? 'ts' : modules === 'esm' ? 'esm' : 'cjs';
  const made = stateStoreFile({ store, client, format, namespace: packageName ?? 'app' });
  return { text: made.text, dependencies: made.dependencies };
}
