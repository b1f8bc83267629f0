import type { Host, TargetScope } from './deployment.js';
import type { Target } from './target.js';

/** Hosts that run on one platform only. */
const TARGET_OF_HOST: Partial<Record<Host, Target>> = {
  'aws-lambda': 'lambda',
  alexa: 'lambda',
  vercel: 'vercel',
  netlify: 'netlify',
  cloudflare: 'cloudflare',
  firebase: 'firebase',
  'google-cloud-functions': 'cloud-run',
  'azure-functions': 'azure',
};

/** Hosts that are long-lived servers: on a function platform only where a manifest says so. */
const SERVERS: ReadonlySet<Host> = new Set([
  'express',
  'fastify',
  'koa',
  'hono',
  'http',
  'nestjs',
  'socket.io',
  'ws',
  'queue',
  'graphql',
  'trpc',
  'telegram',
  'discord',
  'slack',
  'nuxt',
]);

/** A target, and what decided: `--target`, a manifest, the host, the default. */
export interface FoundTarget {
  readonly target: Target;
  readonly from: 'option' | 'manifest' | 'host' | 'default';
  /** As reports say it: `wrangler.toml`. */
  readonly detectedBy: string;
}

/** The platform that a file's verdicts are for. */
export function targetOf(
  path: string,
  host: Host | null,
  scopes: readonly TargetScope[],
  option: Target | null,
): FoundTarget {
  if (option !== null) return { target: option, from: 'option', detectedBy: '--target' };
  let best: TargetScope | null = null;
  for (const scope of scopes) {
    const covers = scope.folder === '' || path === scope.folder || path.startsWith(`${scope.folder}/`);
    if (covers && (best === null || scope.folder.length > best.folder.length)) best = scope;
  }
  const own = host === null ? undefined : TARGET_OF_HOST[host];
  if (own !== undefined && (best === null || best.target === 'container' || host !== 'aws-lambda')) {
    return { target: own, from: 'host', detectedBy: `${host} entry point` };
  }
  if (best !== null) return { target: best.target, from: 'manifest', detectedBy: best.detectedBy };
  if (host === 'next') return { target: 'vercel', from: 'host', detectedBy: 'Next.js entry point' };
  if (host !== null && SERVERS.has(host)) return { target: 'container', from: 'host', detectedBy: `${host} server` };
  return { target: 'lambda', from: 'default', detectedBy: 'default' };
}
