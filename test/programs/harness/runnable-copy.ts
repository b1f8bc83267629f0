import { ts } from '@ts-morph/common';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Copies a program to where it can run: TypeScript is made JavaScript there, and packages are those of this repository. */
export function runnableCopy(from: string, to: string, modules: string): void {
  cpSync(from, to, { recursive: true });
  if (!existsSync(join(to, 'node_modules'))) symlinkSync(modules, join(to, 'node_modules'));
  const isModule = (JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as { type?: string }).type === 'module';
  const module = isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.parentPath.includes('node_modules')) continue;
    const path = join(entry.parentPath, entry.name);
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    writeFileSync(path.replace(/\.ts$/, '.js'), outputText);
  }
}
