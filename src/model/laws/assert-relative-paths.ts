import type { Breach } from './breach.js';

/** M6: what names a file is a relative POSIX path inside the root, and nothing that is said to the user names the root. */
export function assertRelativePaths(result: unknown, root: string, fail: Breach): void {
  const seen = new Set<object>();
  const pending: object[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    // What is frozen was checked after the stage before.
    if (Object.isFrozen(value)) return;
    seen.add(value);
    pending.push(value);
  };
  look(result);
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value instanceof Map) for (const [key, part] of value) [key, part].forEach(look);
    else if (Array.isArray(value) || value instanceof Set) for (const part of value) look(part);
    else {
      for (const [key, part] of Object.entries(value)) {
        if (typeof part === 'string') checkText(key, part, root, fail);
        else look(part);
      }
    }
  }
}

const FILES: ReadonlySet<string> = new Set(['path', 'file', 'folder', 'declaredIn']);
const MESSAGES: ReadonlySet<string> = new Set(['message', 'reason', 'detectedBy', 'witness', 'targetDetectedBy']);
/** `/` or `/x` is part of many a text. */
const SHORTEST_ROOT = 4;

function checkText(key: string, text: string, root: string, fail: Breach): void {
  const isFile = FILES.has(key);
  if (isFile && !isRelative(text)) fail('M6', null, `${key} is ${JSON.stringify(text)}`);
  if (root.length < SHORTEST_ROOT || !(isFile || MESSAGES.has(key)) || !text.includes(root)) return;
  fail('M6', null, `${key} names the audited folder: ${JSON.stringify(text)}`);
}

/** A backslash is a legal character of a name where the separator is a slash. */
function isRelative(path: string): boolean {
  return !path.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(path) && !path.split('/').includes('..');
}
