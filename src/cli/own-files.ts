import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in our own package.json. */
export function ownVersion(packageRoot: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
}

/** The page of a rule, null where it has none. */
export function rulePage(packageRoot: string, rule: string): string | null {
  const file = join(packageRoot, 'docs', 'rules', `${rule}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
