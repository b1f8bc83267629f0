import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { answering, ended, freePort, isMissing, isOnPath, type RunningServer } from './server.js';

export const redisIsMissing = isMissing('redis-server', isOnPath('redis-server'));

/** With `cluster`, one node that has all slots: commands that reach over slots fail as they do on many nodes. */
export async function startRedis({ cluster = false } = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--loglevel',
    'warning',
  ];
  const clusterOptions = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'];
  clusterOptions.push('--cluster-port', String(await freePort()));
  const child = spawn('redis-server', [...options, ...(cluster ? clusterOptions : [])], { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => null);
  await answering('redis-server', () => client.ping());
  if (cluster) {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await answering('the cluster', async () => {
      if (!String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) throw new Error('not ready');
    });
  }
  client.disconnect();
  return {
    env: { REDIS_URL: `redis://127.0.0.1:${port}${cluster ? '?cluster=true' : ''}` },
    stop: async () => {
      await ended(child, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
