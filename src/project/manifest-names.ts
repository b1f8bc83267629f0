/** Names that are manifests wherever they stand. */
const EXACT: ReadonlySet<string> = new Set([
  'package.json',
  'samconfig.toml',
  'cdk.json',
  'vercel.json',
  'netlify.toml',
  'firebase.json',
  'host.json',
  'function.json',
  'Dockerfile',
  'fly.toml',
  'app.yaml',
  'app.yml',
  'Procfile',
  'pnpm-workspace.yaml',
  'lerna.json',
  'rush.json',
  'nx.json',
  'nest-cli.json',
]);

const PATTERNS: readonly RegExp[] = [
  /^[jt]sconfig(?:[.-].*)?\.json$/,
  /^serverless(?:[.-].*)?\.(?:ya?ml|json)$/,
  /^serverless\.[cm]?[jt]s$/,
  /^template\.(?:ya?ml|json)$/,
  /\.template\.(?:ya?ml|json)$/,
  /^sam.*\.ya?ml$/,
  /^sst\.config\.[cm]?[jt]s$/,
  /\.tf$/,
  /^wrangler\.(?:toml|jsonc?)$/,
  /^(?:Dockerfile\..*|.*\.Dockerfile)$/,
  /^(?:next|nuxt|svelte|astro|remix)\.config\.[cm]?[jt]s$/,
];

const LOCK_FILES: ReadonlySet<string> = new Set(['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml']);

/** Text that makes any YAML or JSON file a deployment manifest. */
export const MANIFEST_MARKERS: readonly string[] = ['AWS::Serverless', 'AWS::Lambda'];

/** Whether a file is a deployment, package or compiler manifest by its name alone. */
export function isManifestName(name: string): boolean {
  return EXACT.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}

/** Whether its content may make it one. */
export function mayBeManifest(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name) && !LOCK_FILES.has(name);
}
