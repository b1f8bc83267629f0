import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';

/** What a call does to a file of the local disk. */
export interface FileAccess {
  readonly kind: 'exists' | 'read' | 'list' | 'write' | 'append' | 'remove' | 'unique';
  readonly site: CallSite;
  readonly path: Expr;
  /** What is written, where an argument says it. */
  readonly content: Expr | null;
  readonly shown: string;
}

const FILE_SYSTEM = /^(?:fs|fs\.promises|fs\/promises|fs-extra|graceful-fs|fs-jetpack|jsonfile|@Bun|@Deno)\.(\w+)$/;

/** Position of the path and of the content among the arguments; -1 for none. */
const OPERATIONS: Readonly<Record<string, readonly [FileAccess['kind'], number, number]>> = {
  existsSync: ['exists', 0, -1],
  exists: ['exists', 0, -1],
  pathExists: ['exists', 0, -1],
  pathExistsSync: ['exists', 0, -1],
  access: ['exists', 0, -1],
  accessSync: ['exists', 0, -1],
  stat: ['exists', 0, -1],
  statSync: ['exists', 0, -1],
  readFile: ['read', 0, -1],
  readFileSync: ['read', 0, -1],
  readJson: ['read', 0, -1],
  readJsonSync: ['read', 0, -1],
  readJSON: ['read', 0, -1],
  readTextFile: ['read', 0, -1],
  readTextFileSync: ['read', 0, -1],
  createReadStream: ['read', 0, -1],
  readdir: ['list', 0, -1],
  readdirSync: ['list', 0, -1],
  writeFile: ['write', 0, 1],
  writeFileSync: ['write', 0, 1],
  outputFile: ['write', 0, 1],
  outputFileSync: ['write', 0, 1],
  writeJson: ['write', 0, 1],
  writeJsonSync: ['write', 0, 1],
  writeJSON: ['write', 0, 1],
  outputJson: ['write', 0, 1],
  outputJsonSync: ['write', 0, 1],
  writeTextFile: ['write', 0, 1],
  writeTextFileSync: ['write', 0, 1],
  createWriteStream: ['write', 0, -1],
  copyFile: ['write', 1, -1],
  copyFileSync: ['write', 1, -1],
  copy: ['write', 1, -1],
  copySync: ['write', 1, -1],
  rename: ['write', 1, -1],
  renameSync: ['write', 1, -1],
  move: ['write', 1, -1],
  moveSync: ['write', 1, -1],
  write: ['write', 0, 1],
  appendFile: ['append', 0, 1],
  appendFileSync: ['append', 0, 1],
  unlink: ['remove', 0, -1],
  unlinkSync: ['remove', 0, -1],
  rm: ['remove', 0, -1],
  rmSync: ['remove', 0, -1],
  rmdir: ['remove', 0, -1],
  rmdirSync: ['remove', 0, -1],
  remove: ['remove', 0, -1],
  removeSync: ['remove', 0, -1],
  emptyDir: ['remove', 0, -1],
  emptyDirSync: ['remove', 0, -1],
  mkdtemp: ['unique', 0, -1],
  mkdtempSync: ['unique', 0, -1],
};

/** The access to a file that a call of a file system's API makes; null where it makes none. */
export function fileAccessOf(site: CallSite): FileAccess | null {
  for (const origin of site.externals) {
    const name = FILE_SYSTEM.exec(origin)?.[1];
    if (name === undefined || !Object.hasOwn(OPERATIONS, name)) continue;
    // `fs.write` takes a descriptor; `Bun.write` a path.
    if (name === 'write' && !origin.startsWith('@Bun')) continue;
    const [kind, pathAt, contentAt] = OPERATIONS[name] as readonly [FileAccess['kind'], number, number];
    const path = site.expr.args[pathAt];
    if (!path) continue;
    return { kind, site, path, content: site.expr.args[contentAt] ?? null, shown: `${name}()` };
  }
  return null;
}

/** Whether a call writes to the local disk. */
export function writesFile(site: CallSite): boolean {
  const kind = fileAccessOf(site)?.kind;
  return kind === 'write' || kind === 'append';
}
