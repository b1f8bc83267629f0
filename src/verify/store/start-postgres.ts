import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../support/user-error.js';
import type { Reaper } from '../containers/reaper.js';
import { freePort, type StartedServer, startServer } from './started-server.js';

/** PostgreSQL as it is installed, with a database of its own and without what makes it durable. */
export async function startPostgres(folder: string, reaper: Reaper): Promise<StartedServer> {
  const binaries = binaryFolder();
  const home = join(folder, 'postgres');
  mkdirSync(home);
  const user = serverUser();
  if (user !== null) {
    chmodSync(folder, 0o755);
    chownSync(home, user.uid, user.gid);
  }
  const as = user ?? {};
  const settings = { cwd: home, ...as };
  const init = ['-D', join(home, 'data'), '-U', 'verify', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), init, { stdio: 'ignore', ...settings });
  const port = await freePort();
  const fast = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1'].flatMap((one) => ['-c', one]);
  const args = ['-D', join(home, 'data'), '-p', String(port), '-k', home, ...fast];
  const stop = await startServer(join(binaries, 'postgres'), args, port, settings, reaper);
  return { env: { DATABASE_URL: `postgres://verify@127.0.0.1:${port}/postgres` }, stop };
}

const VERSIONS = '/usr/lib/postgresql';

/** Debian keeps the server out of the path. */
function binaryFolder(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  const newest = versions
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (newest !== undefined) return newest;
  try {
    return join(
      execFileSync('which', ['initdb'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
      '..',
    );
  } catch {
    throw new UserError('PostgreSQL is not installed here', 'name a server in DATABASE_URL instead');
  }
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:') || one.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
