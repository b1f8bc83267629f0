import type { Grade } from '../../../model/classified-program.js';
import type { ClassifiedPlace } from '../../../model/classified-program.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { compareText } from '../../../support/compare.js';
import type { Commits } from '../commits/commits.js';
import { isInvoked } from '../commits/commit-index.js';
import { loadingModule } from '../commits/loading-module.js';
import { placeAt } from '../commits/place.js';
import { labelsOf } from '../judge.js';
import { fileAccessOf } from './file-access.js';
import type { FileAccess } from './file-access.js';
import { isOnlyForDevelopment, isWhereMissing, precedes } from './file-order.js';
import { pathsOf } from './file-path.js';
import type { FilePath } from './file-path.js';
import type { FileUse } from './file-use.js';

/** Files of the local disk that one invocation leaves for another, or in another's way. */
export function judgeFiles(commits: Commits): ClassifiedPlace[] {
  const uses = collectUses(commits);
  const byText = new Map<string, FileUse[]>();
  for (const use of uses) {
    const list = byText.get(use.path.text);
    if (list) list.push(use);
    else byText.set(use.path.text, [use]);
  }
  const places: ClassifiedPlace[] = [];
  for (const text of [...byText.keys()].sort(compareText)) {
    const place = judgeFile(commits, text, byText.get(text) ?? [], uses);
    if (place) places.push(place);
  }
  return unique(places);
}

/** A helper that writes to several paths is one place. */
function unique(places: readonly ClassifiedPlace[]): ClassifiedPlace[] {
  const byPlace = new Map<string, ClassifiedPlace>();
  const order: readonly Grade[] = ['none', 'low', 'medium', 'high', 'critical'];
  for (const place of places) {
    const key = `${place.fn}:${place.pos}`;
    const known = byPlace.get(key);
    if (!known || order.indexOf(place.grade) > order.indexOf(known.grade)) byPlace.set(key, place);
  }
  return [...byPlace.values()];
}

function collectUses(commits: Commits): FileUse[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site): FileUse[] => {
    const access = site.externals.length === 0 ? null : fileAccessOf(site);
    if (!access) return [];
    if (!isInvoked(commits, site.fn) && (isChange(access) || loadingModule(commits, site.fn) === null)) return [];
    return pathsOf(commits.judge, site.fn, access.path).map((path) => ({ access, path, fn: site.fn }));
  });
}

function isChange({ kind }: FileAccess): boolean {
  return kind === 'write' || kind === 'append';
}

/** Lambda mounts file systems below /mnt, and devices are no files. */
const NOT_LOCAL = /^\/(mnt|efs|dev|proc)\//;

function judgeFile(
  commits: Commits,
  text: string,
  here: readonly FileUse[],
  all: readonly FileUse[],
): ClassifiedPlace | null {
  const writes = here.filter(({ access }) => isChange(access));
  const [first] = writes;
  if (!first || first.path.unknown || first.path.unique || NOT_LOCAL.test(text)) return null;
  if (writes.every((write) => isOnlyForDevelopment(commits, write))) return null;
  const verdict = weigh(commits, text, here, writes, all);
  if (verdict === null) return null;
  const { grade, message, at } = verdict;
  const isContainer = commits.entriesOf(at.fn).every(({ target }) => target === 'container');
  return placeAt(commits, at.access.site, {
    rule: 'local-file-state',
    grade,
    confidence: isContainer || grade === 'low' ? 'medium' : 'high',
    message,
  });
}

interface Weighed {
  readonly grade: Grade;
  readonly message: string;
  readonly at: FileUse;
}

function weigh(
  commits: Commits,
  text: string,
  here: readonly FileUse[],
  writes: readonly FileUse[],
  all: readonly FileUse[],
): Weighed | null {
  const free = writes.filter((write) => !isCopy(commits, write));
  const at = free[0] ?? writes[0];
  if (!at) return null;
  const what = `\`${at.access.shown}\` to \`${text}\``;
  if (free.length === 0) {
    return {
      grade: 'low',
      at,
      message: `${what} keeps a copy where it is missing: every environment makes its own, and nothing bounds what they take`,
    };
  }
  const reads = all.filter(({ access, path }) => isReadOf(access, path, text));
  const late = reads.find((read) => !free.some((write) => precedes(commits, write, read)));
  if (late) {
    return {
      grade: 'high',
      at,
      message: `${what} is read by other invocations, which find it only in the same environment, and not after that has stopped`,
    };
  }
  if (writes.every(({ access }) => access.kind === 'append')) {
    return { grade: 'medium', at, message: `${what} collects over invocations what is lost with the environment` };
  }
  return at.path.input ? null : weighScratch(commits, what, at, here, all);
}

/** A read of the file, or of the folder that it is in. */
function isReadOf(access: FileAccess, path: FilePath, text: string): boolean {
  if (access.kind === 'read') return path.text === text;
  return access.kind === 'list' && !path.unknown && text.startsWith(`${path.text.replace(/\/$/, '')}/`);
}

/** Written where it was missing, with what does not come from the one invocation that wrote it. */
function isCopy(commits: Commits, write: FileUse): boolean {
  if (write.access.kind !== 'write' || !isWhereMissing(commits, write)) return false;
  return write.path.input || labelsOf(commits.judge, write.fn, write.access.content).size === 0;
}

function weighScratch(
  commits: Commits,
  what: string,
  at: FileUse,
  here: readonly FileUse[],
  all: readonly FileUse[],
): Weighed | null {
  const removed = [...here, ...all].some(
    ({ access, path }) =>
      access.kind === 'remove' && (path.text === at.path.text || at.path.text.startsWith(`${path.text}/`)),
  );
  const shared = commits.entriesOf(at.fn).some(({ target }) => PLATFORMS[target].concurrent);
  if (removed && !shared) return null;
  const message = removed
    ? `${what}: invocations side by side in one environment use the same name`
    : `${what} has the same name in every invocation and is never removed: the next one may find what this one left`;
  return { grade: 'medium', message, at };
}
