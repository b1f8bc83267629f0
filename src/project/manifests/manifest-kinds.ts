import { readAzureFunction, readAzureHost } from './azure.js';
import { readCloudFormation } from './cloudformation.js';
import { readAppEngine, readCloudRun, readDockerfile, readProcess } from './container.js';
import { readFirebase } from './firebase.js';
import { adapterScopes } from './framework-adapter.js';
import { readFunctionsFramework } from './functions-framework.js';
import { readNetlify } from './netlify.js';
import { type ManifestReader, NOTHING } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { readServerless } from './serverless.js';
import { readTerraform } from './terraform.js';
import { readVercel, readVercelPackage } from './vercel.js';
import { packageJsonOf } from './package-folder.js';
import { readWrangler } from './wrangler.js';

/** Readers by the name of the file; the first that matches reads it. */
const KINDS: readonly { readonly name: RegExp; readonly read: ManifestReader }[] = [
  { name: /^serverless(?:[.-][\w-]+)*\.(?:ya?ml|json)$/, read: readServerless },
  { name: /^serverless\.[cm]?[jt]s$/, read: readServerless },
  { name: /\.tf$/, read: readTerraform },
  { name: /^wrangler(?:\.(?!e2e|test)[\w-]+)?\.(?:toml|jsonc?)$/, read: readWrangler },
  { name: /^(?:vercel|now)\.json$/, read: readVercel },
  { name: /^netlify\.toml$/, read: readNetlify },
  { name: /^firebase\.json$/, read: readFirebase },
  { name: /^host\.json$/, read: readAzureHost },
  { name: /^function\.json$/, read: readAzureFunction },
  { name: /^package\.json$/, read: readPackage },
  { name: /^(?:cdk|sst)\.json$|^sst\.config\.[cm]?[jt]s$/, read: readInfrastructureRoot },
  { name: /^(?:Dockerfile|Containerfile)(?:[.-].*)?$|\.[Dd]ockerfile$/, read: readDockerfile },
  { name: /^(?:Procfile|fly\.toml|render\.ya?ml)$/, read: readProcess },
  { name: /^app\.ya?ml$/, read: readAppEngine },
  { name: /^(?:cloudbuild|service)\.ya?ml$/, read: readCloudRun },
  { name: /^(?:tsconfig.*|package-lock|composer|lerna|turbo|nx|project)\.json$/, read: () => NOTHING },
  { name: /\.(?:ya?ml|json|template)$/, read: readCloudFormation },
];

/** The reader of a manifest, null for a file that is none. Any YAML or JSON may be a template of CloudFormation. */
export function readerOf(path: string): ManifestReader | null {
  const name = baseName(path);
  return KINDS.find((kind) => kind.name.test(name))?.read ?? null;
}

function readPackage(...[text, path, context]: Parameters<ManifestReader>): ReturnType<ManifestReader> {
  const read = readFunctionsFramework(text, path, context);
  const framework = { ...read, scopes: [...read.scopes, ...adapterScopes(path, context)] };
  const folder = folderOf(path);
  const dependencies = packageJsonOf(folder, context)?.dependencies;
  const onVercel = dependencies?.has('vercel') === true || dependencies?.has('@vercel/node') === true;
  const configured = ['vercel.json', 'now.json'].some(
    (name) => context.files.read(pathWithin(folder, name) ?? name) !== null,
  );
  if (!onVercel || configured) return framework;
  const vercel = readVercelPackage(text, path, context);
  return {
    functions: [...framework.functions, ...vercel.functions],
    scopes: [...framework.scopes, ...vercel.scopes],
    diagnostics: [],
  };
}

/** `cdk.json` and `sst.config.ts` mark the folder; the functions stand in ordinary sources. */
function readInfrastructureRoot(...[, path]: Parameters<ManifestReader>): ReturnType<ManifestReader> {
  return {
    functions: [],
    scopes: [{ folder: folderOf(path), target: 'lambda', detectedBy: path }],
    diagnostics: [],
  };
}
