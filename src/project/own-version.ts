import { readFileSync } from 'node:fs';
import { property, stringOrNull } from './json-file.js';
import type { JsonValue } from './json-file.js';

/** The version in our own package.json, which stands two folders above this file, built or not. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as JsonValue;
  return stringOrNull(property(manifest, 'version')) ?? 'unknown';
}
