import type { ExportRecord } from '../../model/source-module.js';
import type { Resolution } from '../../model/project.js';
import { exportsNode, variableNode } from './linker.js';
import type { Linker } from './linker.js';
import { addToken, copy, load } from './solver.js';
import { dataToken, externalToken, namespaceToken } from './tokens.js';

/** Connects what `module` exports as `name` to `node`, through re-exports and stars. False where there is no such export. */
export function connectExport(
  linker: Linker,
  module: number,
  name: string,
  node: number,
  seen = new Set<string>(),
): boolean {
  const key = `${module}:${name}`;
  if (seen.has(key)) return false;
  seen.add(key);
  const source = linker.index.modules[module];
  if (!source) return false;
  let found = false;
  for (const record of source.exports) {
    if (record.kind !== 'star' && record.name === name) {
      found = true;
      connectRecord(linker, module, record, node, seen);
    }
  }
  if (found || name === 'default') return found;
  for (const record of source.exports) {
    if (record.kind !== 'star') continue;
    const resolution = linker.resolutions[module]?.[record.import];
    if (resolution && connectStar(linker, resolution, name, node, seen)) return true;
  }
  return false;
}

function connectRecord(linker: Linker, module: number, record: ExportRecord, node: number, seen: Set<string>): void {
  if (record.kind === 'binding') {
    copy(linker.solver, variableNode((linker.index.bindingBase[module] as number) + record.binding), node);
  } else if (record.kind === 'reexport') {
    const resolution = linker.resolutions[module]?.[record.import];
    if (resolution) connectImport(linker, resolution, record.imported, node, seen);
  }
}

function connectStar(linker: Linker, resolution: Resolution, name: string, node: number, seen: Set<string>): boolean {
  if (resolution.kind !== 'file') return false;
  const target = linker.index.byPath.get(resolution.path);
  if (target === undefined) return false;
  if (isCommonJs(linker, target)) {
    load(linker.solver, exportsNode(linker, target), name, node);
    return false;
  }
  return connectExport(linker, target, name, node, seen);
}

/** Connects an imported name (`*` for the namespace) to `node`. */
export function connectImport(
  linker: Linker,
  resolution: Resolution,
  imported: string,
  node: number,
  seen = new Set<string>(),
): void {
  if (resolution.kind === 'unresolved' || resolution.kind === 'unread') return;
  if (
    resolution.kind === 'external' &&
    resolution.name.startsWith('json:') &&
    (imported === '*' || imported === 'default')
  ) {
    addToken(linker.solver, node, dataToken(linker, resolution.name));
    return;
  }
  if (resolution.kind === 'external') {
    const origin = imported === '*' || imported === 'default' ? resolution.name : `${resolution.name}.${imported}`;
    const token = externalToken(linker, origin);
    if (token >= 0) addToken(linker.solver, node, token);
    return;
  }
  const target = linker.index.byPath.get(resolution.path);
  if (target === undefined) return;
  if (isCommonJs(linker, target)) {
    const whole = exportsNode(linker, target);
    if (imported === '*' || imported === 'default') copy(linker.solver, whole, node);
    if (imported !== '*') load(linker.solver, whole, imported, node);
  } else if (imported === '*') addToken(linker.solver, node, namespaceToken(linker, target));
  else connectExport(linker, target, imported, node, seen);
}

/** What `require(x)` or `await import(x)` yields. */
export function connectWhole(linker: Linker, resolution: Resolution, node: number): void {
  connectImport(linker, resolution, '*', node);
}

/** Reads a member of a module's namespace object. */
export function readNamespace(linker: Linker, module: number, name: string, node: number): void {
  if (name !== '*') {
    connectExport(linker, module, name, node);
    return;
  }
  for (const record of linker.index.modules[module]?.exports ?? []) {
    if (record.kind !== 'star') connectExport(linker, module, record.name, node);
  }
}

/** Whether importing the module yields its `module.exports`. */
export function isCommonJs(linker: Linker, module: number): boolean {
  return linker.index.modules[module]?.format !== 'esm';
}
