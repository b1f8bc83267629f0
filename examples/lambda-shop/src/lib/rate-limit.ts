import { LIMITS } from './config.js';

const requests = new Map<string, { count: number; since: number }>();

/** At most so many requests per address and minute. */
export function isTooFast(address: string): boolean {
  const now = Date.now();
  const window = requests.get(address);
  if (!window || now - window.since > 60_000) {
    requests.set(address, { count: 1, since: now });
    return false;
  }
  window.count += 1;
  return window.count > LIMITS.requestsPerMinute;
}
