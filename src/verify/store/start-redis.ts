import type { Reaper } from '../containers/reaper.js';
import { freePort, type StartedServer, startServer } from './started-server.js';

/** `redis-server` from the path, in memory alone. */
export async function startRedis(folder: string, reaper: Reaper): Promise<StartedServer> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const stop = await startServer('redis-server', args, port, {}, reaper);
  return { env: { REDIS_URL: `redis://127.0.0.1:${port}` }, stop };
}
