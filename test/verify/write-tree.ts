import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN_PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Writes files into a folder, and links the packages of this repository into it. */
export function writeTree(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const packages = join(root, 'node_modules');
  if (!existsSync(packages)) symlinkSync(OWN_PACKAGES, packages);
}
