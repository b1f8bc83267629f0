import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { stateStoreFile } from '../../src/stores/state-store-file.js';
it('gen', () => {
  for (const store of ['redis', 'dynamodb', 'postgres'] as const)
    for (const client of ['ioredis', 'redis'] as const)
      for (const format of ['ts', 'esm', 'cjs'] as const) {
        if (store !== 'redis' && client === 'redis') continue;
        const dir = `/work/wt/stores/.bench/gen/${store}-${client}-${format}`;
        mkdirSync(dir, { recursive: true });
        const f = stateStoreFile({ store, client, format, namespace: "shop" });
        writeFileSync(`${dir}/${f.fileName}`, f.text);
        writeFileSync(`${dir}/package.json`, JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' }));
      }
});
