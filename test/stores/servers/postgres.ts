import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { answering, ended, freePort, isMissing, isOnPath, type RunningServer } from './server.js';

export const postgresIsMissing = isMissing('PostgreSQL', binaryFolder() !== null);

/** Without what makes it durable: the data lives as long as a test. */
export async function startPostgres(): Promise<RunningServer> {
  const binaries = binaryFolder();
  if (binaries === null) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = serverUser();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const as = user === null ? {} : { uid: user.uid, gid: user.gid };
  const dataFolder = join(folder, 'data');
  const init = ['-D', dataFolder, '-U', 'shop', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), init, { stdio: 'ignore', cwd: folder, ...as });
  const port = await freePort();
  const settings = ['fsync=off', 'full_page_writes=off', 'shared_buffers=16MB', 'listen_addresses=127.0.0.1'];
  const options = ['-D', dataFolder, '-p', String(port), '-k', folder, ...settings.flatMap((s) => ['-c', s])];
  const child = spawn(join(binaries, 'postgres'), options, { stdio: 'ignore', cwd: folder, ...as });
  const url = `postgres://shop@127.0.0.1:${port}/postgres`;
  await answering('PostgreSQL', async () => {
    const client = new Client(url);
    try {
      await client.connect();
    } finally {
      await client.end();
    }
  });
  return {
    env: { DATABASE_URL: url },
    stop: async () => {
      await ended(child, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian keeps the server out of the path. */
function binaryFolder(): string | null {
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  if (newest !== undefined && existsSync(join(versions, newest, 'bin/initdb'))) return join(versions, newest, 'bin');
  return isOnPath('initdb') && isOnPath('postgres')
    ? join(execFileSync('which', ['initdb'], { encoding: 'utf8' }).trim(), '..')
    : null;
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (option: string): number => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
