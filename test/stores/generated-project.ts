import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StateStore } from '../../src/stores/runtime/interface.js';
import { stateStoreFile, type StateStoreOptions } from '../../src/stores/state-store-file.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

export interface GeneratedProject {
  readonly folder: string;
  /** A new instance of the module, as another process has one. */
  load(): Promise<StateStore>;
  remove(): void;
}

/** A user's project with the file that it receives. */
export function generatedProject(options: Omit<StateStoreOptions, 'namespace'>): GeneratedProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shop-')));
  const { fileName, text } = stateStoreFile({ ...options, namespace: 'shop' });
  const type = options.format === 'cjs' ? 'commonjs' : 'module';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', type }));
  writeFileSync(join(folder, fileName), text);
  symlinkSync(MODULES, join(folder, 'node_modules'));
  let instances = 0;
  return {
    folder,
    load: async () => {
      // A CommonJS module is known by its path, so another instance needs another file.
      const name = `instance-${++instances}-${fileName}`;
      writeFileSync(join(folder, name), text);
      const loaded = (await import(pathToFileURL(join(folder, name)).href)) as StateStore & { default?: StateStore };
      return loaded.counter === undefined ? loaded.default! : loaded;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
