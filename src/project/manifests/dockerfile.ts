import { parse } from 'jsonc-parser';
import type { ManifestContext } from './reader.js';
import { pathWithin } from './repository-path.js';

/** One instruction of a Dockerfile, its continuation lines joined. */
interface DockerInstruction {
  /** Upper case: `FROM`, `CMD`. */
  readonly name: string;
  readonly rest: string;
}

export function dockerInstructions(text: string): readonly DockerInstruction[] {
  const joined = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\[ \t]*\n/g, ' ');
  return joined.split('\n').flatMap((line) => {
    const match = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [{ name: match[1].toUpperCase(), rest: (match[2] ?? '').trim() }];
  });
}

/** The first word of the last `CMD` of a Dockerfile in a folder; null where there is none in list form. */
export function imageCommand(folder: string, dockerfile: string, context: ManifestContext): string | null {
  const path = pathWithin(folder, dockerfile);
  const text = path === null ? null : context.files.read(path);
  const command = text === null ? undefined : dockerInstructions(text).findLast((each) => each.name === 'CMD');
  if (command === undefined) return null;
  const words: unknown = parse(command.rest);
  return Array.isArray(words) && typeof words[0] === 'string' ? words[0] : null;
}
