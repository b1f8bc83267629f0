import { type Budget, spend } from './budget.js';
import { choice, concatText, type ConfigValue, mapText, scalar, unknown, valueAt } from './config-value.js';
import type { HclBlock, HclExpression } from './hcl.js';

/** What the names of one Terraform folder stand for. */
export interface TerraformScope {
  /** Relative POSIX folder: `path.module`. */
  readonly folder: string;
  /** Every block of every file of the folder. */
  readonly blocks: readonly HclBlock[];
  /** Arguments of the module call that leads here; null for a folder that is applied by itself. */
  readonly inputs: ReadonlyMap<string, ConfigValue> | null;
  /** `each` of a resource with `for_each`. */
  readonly each: { readonly key: ConfigValue; readonly value: ConfigValue } | null;
  readonly file: string;
  readonly budget: Budget;
}

const DEEPEST = 30;

/** The value of an expression: literals, `path.module`, locals, variables with a default, archives. */
export function terraformValue(
  expression: HclExpression | undefined,
  scope: TerraformScope,
  depth = 0,
): ConfigValue | null {
  if (expression === undefined) return null;
  const at = { file: scope.file, line: expression.line };
  if (depth > DEEPEST || !spend(scope.budget)) return unknown('…', at);
  switch (expression.kind) {
    case 'template': {
      const parts = expression.parts.map((part) =>
        typeof part === 'string' ? scalar(part, at) : codeValue(part.code, expression.line, scope, depth + 1),
      );
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : concatText(parts, at, written(expression.parts));
    }
    case 'list':
      return {
        kind: 'list',
        items: expression.items.map((item) => terraformValue(item, scope, depth + 1) ?? scalar(null, at)),
        at,
      };
    case 'object': {
      const entries = expression.entries.map(
        ([key, value]) => [key, terraformValue(value, scope, depth + 1) ?? scalar(null, at)] as const,
      );
      return { kind: 'map', entries: new Map(entries), at };
    }
    case 'code':
      return codeValue(expression.code, expression.line, scope, depth + 1);
  }
}

function written(parts: readonly (string | { readonly code: string })[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.code}}`)).join('');
}

function codeValue(code: string, line: number, scope: TerraformScope, depth: number): ConfigValue {
  const at = { file: scope.file, line };
  if (depth > DEEPEST) return unknown(code, at);
  if (/^-?\d+(?:\.\d+)?$/.test(code)) return scalar(Number(code), at);
  if (code === 'true' || code === 'false') return scalar(code === 'true', at);
  if (code === 'null') return scalar(null, at);
  const text = /^"([^"$\\]*)"$/.exec(code);
  if (text?.[1] !== undefined) return scalar(text[1], at);
  const condition = /^[^?]+\?([^?:]+):([^?:]+)$/.exec(code);
  if (condition?.[1] !== undefined && condition[2] !== undefined) {
    const branches = [condition[1], condition[2]].map((each) => codeValue(each.trim(), line, scope, depth + 1));
    return choice(branches, at);
  }
  const call = /^(\w+)\((.*)\)$/s.exec(code);
  if (call?.[1] !== undefined && call[2] !== undefined) {
    return callValue(call[1], call[2], line, scope, depth) ?? unknown(code, at);
  }
  if (/^[\w-]+(?:\.[\w-]+|\[[^\]]*\])+$/.test(code)) return referenceValue(code, line, scope, depth);
  return unknown(code, at);
}

/** Functions that leave a path or a set as it is. */
function callValue(name: string, args: string, line: number, scope: TerraformScope, depth: number): ConfigValue | null {
  if (!['abspath', 'pathexpand', 'toset', 'tolist', 'tostring'].includes(name)) return null;
  const list = /^\[(.*)\]$/s.exec(args.trim());
  if (list?.[1] === undefined) return codeValue(args.trim(), line, scope, depth + 1);
  const written = list[1].split(',').map((item) => item.trim());
  const items = written.filter((item) => item !== '').map((item) => codeValue(item, line, scope, depth + 1));
  return { kind: 'list', items, at: { file: scope.file, line } };
}

function referenceValue(code: string, line: number, scope: TerraformScope, depth: number): ConfigValue {
  const at = { file: scope.file, line };
  const [root = '', name = '', ...rest] = code.replace(/\[[^\]]*\]/g, '').split('.');
  const below = (value: ConfigValue | null): ConfigValue | null =>
    rest.length === 0 ? value : valueAt(value, ...rest);
  switch (root) {
    case 'path':
      // Modules are read in their own folder, so all three stand for it; the slash marks a path of the repository.
      return scalar(name === 'module' ? `/${scope.folder}` : '.', at);
    case 'each':
      return (name === 'key' ? scope.each?.key : below(scope.each?.value ?? null)) ?? unknown(code, at);
    case 'local':
      return below(localValue(name, scope, depth)) ?? unknown(code, at);
    case 'var':
      return below(variableValue(name, scope, depth)) ?? unknown(code, at, true);
    case 'data':
      return archiveValue(name, rest[0] ?? '', rest[1] ?? '', scope, depth) ?? unknown(code, at);
    default:
      return root === 'archive_file'
        ? (archiveValue(root, name, rest[0] ?? '', scope, depth) ?? unknown(code, at))
        : unknown(code, at);
  }
}

function localValue(name: string, scope: TerraformScope, depth: number): ConfigValue | null {
  const locals = scope.blocks.filter((block) => block.type === 'locals').find((block) => block.attributes.has(name));
  return locals === undefined ? null : terraformValue(locals.attributes.get(name), scope, depth + 1);
}

function variableValue(name: string, scope: TerraformScope, depth: number): ConfigValue | null {
  const input = scope.inputs?.get(name);
  if (input !== undefined) return input;
  const variable = scope.blocks.find((block) => block.type === 'variable' && block.labels[0] === name);
  return variable === undefined ? null : terraformValue(variable.attributes.get('default'), scope, depth + 1);
}

/** `data.archive_file.api.output_path` stands for the folder or the file that is packed. */
function archiveValue(
  type: string,
  name: string,
  attribute: string,
  scope: TerraformScope,
  depth: number,
): ConfigValue | null {
  if (type !== 'archive_file' || attribute !== 'output_path') return null;
  const archive = scope.blocks.find((block) => block.labels[0] === 'archive_file' && block.labels[1] === name);
  if (archive === undefined) return null;
  const folder = terraformValue(archive.attributes.get('source_dir'), scope, depth + 1);
  if (folder !== null) return folder;
  const file = terraformValue(archive.attributes.get('source_file'), scope, depth + 1);
  return file === null ? null : mapText(file, (text) => text.slice(0, Math.max(0, text.lastIndexOf('/'))) || '.');
}
