import { required } from './settings.js';

export interface RedisAddress {
  /** One address, or the nodes of a cluster that are known at the start. */
  readonly urls: readonly string[];
  readonly isCluster: boolean;
  /** For messages: without the password. */
  readonly shown: string;
}

/** `redis://host:6379`, `rediss://…` for TLS; several addresses with commas between, or `?cluster=true`, are a cluster. */
export function redisAddress(): RedisAddress {
  const given = required('REDIS_URL', 'the address of the Redis server, such as redis://localhost:6379');
  const urls = given.split(',').map((part) => part.trim().replace(/[?&]cluster=true\b/, ''));
  return {
    urls,
    isCluster: urls.length > 1 || /[?&]cluster=true\b/.test(given),
    shown: urls.map((url) => url.replace(/\/\/[^@/]*@/, '//')).join(', '),
  };
}
