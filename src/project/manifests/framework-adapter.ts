import type { TargetScope } from '../../model/deployment.js';
import type { Target } from '../../model/target.js';
import { packageJsonOf } from './package-folder.js';
import type { ManifestContext } from './reader.js';
import { folderOf } from './repository-path.js';

/** Packages that build a framework's application for one platform. */
const ADAPTERS: readonly { readonly name: RegExp; readonly target: Target }[] = [
  { name: /^(?:@sveltejs\/adapter-vercel|@astrojs\/vercel|@vercel\/(?:remix|react-router))$/, target: 'vercel' },
  {
    name: /^(?:@sveltejs\/adapter-netlify|@astrojs\/netlify|@netlify\/(?:remix-adapter|remix-edge-adapter|plugin-nextjs|vite-plugin-react-router))$/,
    target: 'netlify',
  },
  {
    name: /^(?:@sveltejs\/adapter-cloudflare(?:-workers)?|@astrojs\/cloudflare|@remix-run\/cloudflare(?:-\w+)?|@react-router\/cloudflare|@opennextjs\/cloudflare|@cloudflare\/next-on-pages)$/,
    target: 'cloudflare',
  },
  { name: /^(?:@opennextjs\/aws|open-next|@remix-run\/architect|@react-router\/architect)$/, target: 'lambda' },
  {
    name: /^(?:@sveltejs\/adapter-node|@astrojs\/node|@remix-run\/(?:serve|express)|@react-router\/(?:serve|express))$/,
    target: 'container',
  },
];

/** Where the adapter among the dependencies of a package says that it runs. */
export function adapterScopes(path: string, context: ManifestContext): readonly TargetScope[] {
  const folder = folderOf(path);
  const dependencies = [...(packageJsonOf(folder, context)?.dependencies.keys() ?? [])];
  return ADAPTERS.flatMap(({ name, target }) => {
    const adapter = dependencies.find((each) => name.test(each));
    return adapter === undefined ? [] : [{ folder, target, detectedBy: `${path}: ${adapter}` }];
  });
}
