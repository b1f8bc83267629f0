import { isBuiltin } from 'node:module';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Resolution, ResolveImport } from '../model/project.js';
import { type BuiltLookup, findSourceOfBuilt } from './built-path.js';
import { findPackageEntry, findSource, importTargets, splitBareSpecifier } from './package-entry.js';
import { type Packages, readPackages } from './packages.js';
import { groupBy } from './group-by.js';
import { createProbe, findOnDisk, type ProbeFile } from './probe-file.js';
import { baseNameOf, below, folderOf, foldersUpFrom, joinInside } from './relative-path.js';
import { applyMapping, readTsconfigs, type Tsconfig } from './tsconfig.js';
import { readWorkspaces, type Workspaces } from './workspaces.js';

export interface ImportResolver {
  /**
   * `kind: 'external'` also stands for what exists below the root and is no known source: `json:config/limits.json`
   * for JSON, `file:views/mail.hbs` for anything else (a template, a declaration, a file that was left out).
   */
  readonly resolve: ResolveImport;
  /** Manifests that could not be read; complete from the start. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Context {
  readonly root: string;
  readonly probe: ProbeFile;
  readonly packages: Packages;
  readonly workspaces: Workspaces;
  readonly tsconfigsOf: (folder: string) => readonly Tsconfig[];
  readonly entries: BuiltLookup;
  /** Folders that hold a manifest of this name, with the extension off: `svelte.config`. */
  readonly foldersWith: (manifest: string) => ReadonlySet<string>;
  readonly layerFiles: ReadonlyMap<string, string | null>;
}

/**
 * Reads the manifests once; an import is then resolved among the known files, mostly without touching the disk.
 *
 * @param unread sources of the program that could not be read or parsed
 */
export function createImportResolver(
  root: string,
  knownFiles: ReadonlySet<string>,
  manifests: readonly string[],
  unread: ReadonlySet<string> = new Set(),
): ImportResolver {
  const { context, diagnostics } = readContext(root, new Set([...knownFiles, ...unread]), manifests);
  const cache = new Map<string, Resolution>();
  const resolve: ResolveImport = (fromPath, specifier) => {
    const key = `${folderOf(fromPath)}\0${specifier}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const found = resolveOnce(context, fromPath, specifier);
    const isUnread = found.kind === 'file' && unread.has(found.path);
    const resolution: Resolution = isUnread ? { kind: 'unread', path: found.path } : found;
    cache.set(key, resolution);
    return resolution;
  };
  return { resolve, diagnostics };
}

function readContext(
  root: string,
  knownFiles: ReadonlySet<string>,
  manifests: readonly string[],
): { context: Context; diagnostics: readonly Diagnostic[] } {
  const packages = readPackages(root, manifests);
  const workspaces = readWorkspaces(root, manifests, packages);
  const folderOfName = new Map(packages.all.flatMap(({ name, folder }) => (name === null ? [] : [[name, folder]])));
  const tsconfigs = readTsconfigs(root, manifests, (name) => folderOfName.get(name) ?? null);
  const byFolder = groupBy(tsconfigs.all, (config) => config.folder);
  const probe = createProbe(knownFiles);
  const folders = groupBy(manifests, (path) => baseNameOf(path).replace(/\.[^.]+$/, ''));
  const context: Context = {
    root,
    probe,
    packages,
    workspaces,
    tsconfigsOf: (folder) => foldersUpFrom(folder).flatMap((above) => byFolder.get(above) ?? []),
    entries: { probe, tsconfigs: tsconfigs.all.filter((config) => config.outDir !== null) },
    foldersWith: (manifest) => new Set((folders.get(manifest) ?? []).map(folderOf)),
    layerFiles: filesOfLayers(knownFiles),
  };
  return { context, diagnostics: [...packages.diagnostics, ...workspaces.diagnostics, ...tsconfigs.diagnostics] };
}

function resolveOnce(context: Context, fromPath: string, specifier: string): Resolution {
  const exact = resolveSpecifier(context, fromPath, specifier);
  // `./worker.js?url`, `./logo.svg?raw`: bundlers take the rest as an instruction.
  const query = specifier.indexOf('?');
  return exact.kind === 'unresolved' && query > 0
    ? resolveSpecifier(context, fromPath, specifier.slice(0, query))
    : exact;
}

function resolveSpecifier(context: Context, fromPath: string, specifier: string): Resolution {
  const folder = folderOf(fromPath);
  if (specifier === '' || specifier.includes('\0')) return UNRESOLVED;
  if (/^\.\.?(?:\/|$)/.test(specifier)) return resolvePath(context, joinInside(folder, specifier));
  if (specifier.startsWith('/')) return resolveAbsolute(context, folder, specifier);
  if (specifier.startsWith('node:')) return { kind: 'external', name: specifier.slice('node:'.length) };
  if (isBuiltin(specifier)) return external(specifier);
  if (specifier.startsWith('#')) return resolvePackageImport(context, fromPath, specifier);
  const mapped = resolveMapped(context, folder, specifier) ?? resolvePackage(context, fromPath, specifier);
  return mapped ?? resolveFrameworkAlias(context, folder, specifier) ?? external(specifier);
}

const UNRESOLVED: Resolution = { kind: 'unresolved' };

function external(name: string): Resolution {
  return { kind: 'external', name };
}

/** A path below the root: a known file, the entry of a package folder, the source of built code, else what lies on disk. */
function resolvePath(context: Context, path: string | null): Resolution {
  if (path === null) return UNRESOLVED;
  const known = context.probe(path) ?? folderEntry(context, path) ?? builtFrom(context, path);
  if (known !== null) return { kind: 'file', path: known };
  return resolveOnDisk(context, path) ?? UNRESOLVED;
}

/** `require('../lib')` where `lib/package.json` names the entry. */
function folderEntry(context: Context, folder: string): string | null {
  const manifest = context.packages.packageOf(below(folder, 'package.json'));
  return manifest?.folder === folder && manifest.main !== null
    ? findSource(folder, manifest.main, context.entries)
    : null;
}

/** Written code that imports its own build output (`bin/cart.js`, `wrapper.mjs`) means the source of it. */
function builtFrom(context: Context, path: string): string | null {
  const manifest = context.packages.packageOf(path);
  return findSourceOfBuilt(manifest?.folder ?? '', path, context.entries);
}

function resolveOnDisk(context: Context, path: string): Resolution | null {
  const found = findOnDisk(context.root, path);
  if (found === null) return null;
  const known = context.probe(found);
  if (known !== null) return { kind: 'file', path: known };
  return external(found.endsWith('.json') ? `json:${found}` : `file:${found}`);
}

/** `/opt/nodejs/db` is where AWS Lambda mounts a layer; any other `/src/db` starts at the folder of a bundler's root. */
function resolveAbsolute(context: Context, folder: string, specifier: string): Resolution {
  const layer = /^\/opt\/(?:nodejs\/)?(.+)$/.exec(specifier);
  if (layer?.[1] !== undefined) {
    const file = context.layerFiles.get(stemOf(layer[1]));
    return file === undefined || file === null ? external(specifier) : { kind: 'file', path: file };
  }
  const relative = joinInside('', specifier);
  for (const above of relative === null ? [] : packageFolders(context, folder)) {
    const known = context.probe(below(above, relative as string));
    if (known !== null) return { kind: 'file', path: known };
  }
  return UNRESOLVED;
}

/** Files of Lambda layers by their path below `nodejs`, without extension; null where two layers hold the same. */
function filesOfLayers(knownFiles: ReadonlySet<string>): ReadonlyMap<string, string | null> {
  const files = new Map<string, string | null>();
  for (const path of knownFiles) {
    const at = path.startsWith('nodejs/') ? 0 : path.indexOf('/nodejs/') + 1;
    if (at === 0 && !path.startsWith('nodejs/')) continue;
    const name = stemOf(path.slice(at + 'nodejs/'.length));
    files.set(name, files.has(name) ? null : path);
  }
  return files;
}

function stemOf(path: string): string {
  return path.replace(/(?:\/index)?(?:\.[cm]?[jt]sx?)?$/, '');
}

function packageFolders(context: Context, folder: string): string[] {
  const own = context.packages.packageOf(below(folder, 'package.json'))?.folder;
  return own === undefined ? [''] : [...new Set([own, ''])];
}

/** `#db`: the field `imports` of the nearest package.json, else a mapping of a tsconfig. */
function resolvePackageImport(context: Context, fromPath: string, specifier: string): Resolution {
  const own = context.packages.packageOf(fromPath);
  for (const target of own === null ? [] : importTargets(own, specifier)) {
    if (!target.startsWith('.')) {
      return target.startsWith('#') ? UNRESOLVED : resolveSpecifier(context, fromPath, target);
    }
    const source = findSource(own?.folder ?? '', target, context.entries);
    if (source !== null) return { kind: 'file', path: source };
    const path = joinInside(own?.folder ?? '', target);
    const onDisk = path === null ? null : resolveOnDisk(context, path);
    if (onDisk !== null) return onDisk;
  }
  const mapped = resolveMapped(context, folderOf(fromPath), specifier);
  return mapped ?? resolveNuxtShared(context, folderOf(fromPath), specifier) ?? UNRESOLVED;
}

/** `#shared/cart` is `shared/cart` beside `nuxt.config.ts`; the tsconfig that says so is there only after a build. */
function resolveNuxtShared(context: Context, folder: string, specifier: string): Resolution | null {
  if (!specifier.startsWith('#shared/')) return null;
  const owner = foldersUpFrom(folder).find((above) => context.foldersWith('nuxt.config').has(above));
  return owner === undefined ? null : resolvePath(context, joinInside(owner, specifier.slice(1)));
}

/** `paths` and `baseUrl` of the nearest tsconfig, then of those above it. */
function resolveMapped(context: Context, folder: string, specifier: string): Resolution | null {
  let onDisk: string | null = null;
  for (const config of context.tsconfigsOf(folder)) {
    const mapping = config.paths.find((item) => applyMapping(item, specifier) !== null);
    const targets = mapping === undefined ? [] : (applyMapping(mapping, specifier) ?? []);
    const fromBase = config.baseUrl === null ? null : joinInside(config.baseUrl, specifier);
    for (const target of fromBase === null ? targets : [...targets, fromBase]) {
      const known = context.probe(target) ?? folderEntry(context, target);
      if (known !== null) return { kind: 'file', path: known };
    }
    if (mapping?.pattern !== '*') onDisk ??= targets[0] ?? null;
  }
  return onDisk === null ? null : resolveOnDisk(context, onDisk);
}

function resolvePackage(context: Context, fromPath: string, specifier: string): Resolution | null {
  const { name, subpath } = splitBareSpecifier(specifier);
  const manifest = context.workspaces.packageFor(fromPath, name);
  if (manifest === null) return null;
  const source = findPackageEntry(manifest, subpath, context.entries);
  return source === null ? external(specifier) : { kind: 'file', path: source };
}

/** Aliases that frameworks set in a tsconfig which is there only after a build, and the usual `@/` and `~/`. */
function resolveFrameworkAlias(context: Context, folder: string, specifier: string): Resolution | null {
  const svelte = /^\$lib(?:\/(.*))?$/.exec(specifier);
  if (svelte !== null) {
    const owner = foldersUpFrom(folder).find((above) => context.foldersWith('svelte.config').has(above));
    return owner === undefined ? null : resolvePath(context, below(owner, below('src/lib', svelte[1] ?? '')));
  }
  const rooted = /^(?:@@?|~~?)\/(.+)$/.exec(specifier);
  if (rooted?.[1] === undefined) return null;
  for (const start of packageFolders(context, folder).flatMap((own) => ALIAS_ROOTS.map((root) => below(own, root)))) {
    const path = joinInside(start, rooted[1]);
    const known = path === null ? null : context.probe(path);
    if (known !== null) return { kind: 'file', path: known };
    const data = path === null || !/\.\w+$/.test(path) ? null : resolveOnDisk(context, path);
    if (data !== null) return data;
  }
  return UNRESOLVED;
}

const ALIAS_ROOTS = ['src', '', 'app'];
