import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node as YamlNode,
  parseAllDocuments,
} from 'yaml';
import { lineStartsOf, positionAt } from '../../support/text-position.js';
import { choice, type ConfigValue, type Place, scalar, unknown } from './config-value.js';

/** A parsed document, or where and why it does not parse. */
export type ConfigDocument =
  | { readonly ok: true; readonly value: ConfigValue }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** Reads JSON (with comments and trailing commas), or YAML with the tags of CloudFormation, by the ending of the path. */
export function readConfigDocument(text: string, path: string): ConfigDocument {
  const json = /\.(?:json|jsonc)$/.test(path) || (!/\.ya?ml$/.test(path) && /^\s*\{/.test(text));
  return json ? readJson(text, path) : readYaml(text, path);
}

function readJson(text: string, path: string): ConfigDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const starts = lineStartsOf(text);
  const lineOf = (offset: number): number => positionAt(starts, offset).line;
  const error = errors[0];
  if (error !== undefined) return { ok: false, line: lineOf(error.offset), message: printParseErrorCode(error.error) };
  if (root === undefined) return { ok: false, line: 1, message: 'the file is empty' };
  return { ok: true, value: withIntrinsics(jsonValue(root, path, lineOf)) };
}

function jsonValue(node: JsonNode, file: string, lineOf: (offset: number) => number): ConfigValue {
  const at: Place = { file, line: lineOf(node.offset) };
  switch (node.type) {
    case 'object': {
      const entries = new Map<string, ConfigValue>();
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key === undefined || value === undefined) continue;
        const read = jsonValue(value, file, lineOf);
        // A value is shown where its key stands.
        entries.set(String(key.value), { ...read, at: { file, line: lineOf(key.offset) } });
      }
      return { kind: 'map', entries, at };
    }
    case 'array':
      return { kind: 'list', items: (node.children ?? []).map((child) => jsonValue(child, file, lineOf)), at };
    default:
      return scalar(node.value as string | number | boolean | null, at);
  }
}

function readYaml(text: string, path: string): ConfigDocument {
  const { document, lines } = parseTolerantly(text);
  if (document === undefined) return { ok: false, line: 1, message: 'the file is empty' };
  const error = document.errors[0];
  if (error !== undefined)
    return { ok: false, line: lines.linePos(error.pos[0]).line, message: firstSentence(error.message) };
  const read = new Map<YamlNode, ConfigValue>();
  // Filled in the order of the text, so an alias finds the nearest anchor before it.
  const anchors = new Map<string, YamlNode>();
  const lineOf = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const value = yamlValue(document.contents, 0);
  return { ok: true, value: withIntrinsics(value) };

  function yamlValue(node: unknown, line: number): ConfigValue {
    if (isAlias(node)) return yamlValue(anchors.get(node.source), line);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return scalar(null, { file: path, line });
    const known = read.get(node);
    if (known !== undefined) return known;
    const at: Place = { file: path, line: line > 0 ? line : lineOf(node.range?.[0] ?? 0) };
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    // An alias to something that it is part of would never end.
    read.set(node, unknown('recursive alias', at));
    const result = tagged(node.tag, untagged(node, at));
    read.set(node, result);
    return result;
  }

  function untagged(node: YamlNode, at: Place): ConfigValue {
    if (isScalar(node)) return scalar(plainScalar(node.value, node.source), at);
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => yamlValue(item, 0)), at };
    const entries = new Map<string, ConfigValue>();
    if (!isMap(node)) return unknown('?', at);
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const line = lineOf(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
      const read = yamlValue(value, line);
      if (name === '<<') merge(entries, read);
      else entries.set(name, read);
    }
    return { kind: 'map', entries, at };
  }
}

const MOST_REPAIRS = 50;

/** Deployment tools accept a closing bracket that is not indented enough: such lines are indented and read again. */
function parseTolerantly(text: string): { document: Document.Parsed | undefined; lines: LineCounter } {
  let current = text;
  for (let repairs = 0; ; repairs++) {
    const lines = new LineCounter();
    const documents = parseAllDocuments(current, {
      lineCounter: lines,
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    });
    const document = Array.isArray(documents) ? documents[0] : undefined;
    const error = document?.errors.find((each) => each.code === 'BAD_INDENT');
    if (error === undefined || repairs >= MOST_REPAIRS) return { document, lines };
    const start = current.lastIndexOf('\n', Math.max(0, error.pos[0] - 1)) + 1;
    current = `${current.slice(0, start)}${' '.repeat(80)}${current.slice(start)}`;
  }
}

/** The parser adds a place, which its repairs have moved, and an excerpt. */
function firstSentence(message: string): string {
  return message.replace(/ at line \d+, column \d+:[^]*$/, '');
}

function merge(entries: Map<string, ConfigValue>, from: ConfigValue): void {
  const maps = from.kind === 'list' ? from.items : [from];
  for (const map of maps) {
    if (map.kind !== 'map') continue;
    for (const [key, value] of map.entries) if (!entries.has(key)) entries.set(key, value);
  }
}

function plainScalar(value: unknown, source: string | undefined): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // `3.10` is a version here, not a number.
  return source ?? (typeof value === 'number' ? value : null);
}

/** `!Sub x` and `{ "Fn::Sub": x }` are the same thing: the latter is what remains. */
function tagged(tag: string | undefined, value: ConfigValue): ConfigValue {
  if (tag === undefined || !/^![A-Z]/.test(tag)) return value;
  const name = tag === '!Ref' || tag === '!Condition' ? tag.slice(1) : `Fn::${tag.slice(1)}`;
  return { kind: 'map', entries: new Map([[name, value]]), at: value.at };
}

/** Replaces the intrinsic functions of CloudFormation by what is known about their result. */
function withIntrinsics(value: ConfigValue): ConfigValue {
  const parameters = value.kind === 'map' ? value.entries.get('Parameters') : undefined;
  const defaults = new Map<string, ConfigValue>();
  if (parameters?.kind === 'map') {
    for (const [name, parameter] of parameters.entries) {
      const fallback = parameter.kind === 'map' ? parameter.entries.get('Default') : undefined;
      if (fallback !== undefined) defaults.set(name, fallback);
    }
  }
  const done = new Map<ConfigValue, ConfigValue>();
  return resolve(value);

  function resolve(each: ConfigValue): ConfigValue {
    const known = done.get(each);
    if (known !== undefined) return known;
    done.set(each, each);
    const result = resolved(each);
    done.set(each, result);
    return result;
  }

  function resolved(each: ConfigValue): ConfigValue {
    if (each.kind === 'list') return { ...each, items: each.items.map(resolve) };
    if (each.kind !== 'map') return each;
    const [first, second] = [...each.entries];
    if (first !== undefined && second === undefined && /^(?:Ref|Fn::\w+)$/.test(first[0])) {
      return intrinsic(first[0], resolve(first[1]), each.at, defaults);
    }
    return { ...each, entries: new Map([...each.entries].map(([key, entry]) => [key, resolve(entry)])) };
  }
}

function intrinsic(name: string, arg: ConfigValue, at: Place, defaults: ReadonlyMap<string, ConfigValue>): ConfigValue {
  const text = arg.kind === 'scalar' ? String(arg.value) : null;
  if (name === 'Ref' && text !== null) return defaults.get(text) ?? unknown(`!Ref ${text}`, at);
  if (name === 'Fn::If' && arg.kind === 'list') return choice(arg.items.slice(1), at);
  if (name === 'Fn::Sub' && text !== null) {
    const filled = text.replace(/\$\{(\w+)\}/g, (whole, key: string) => {
      const fallback = defaults.get(key);
      return fallback?.kind === 'scalar' ? String(fallback.value) : whole;
    });
    return filled.includes('${') ? unknown(text, at) : scalar(filled, at);
  }
  return unknown(text === null ? `!${name.replace('Fn::', '')}` : `!${name.replace('Fn::', '')} ${text}`, at);
}
