/** Where a value stands: the file that holds it and its line, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * A value of a manifest, whatever its syntax: YAML, JSON, TOML, HCL or a literal of JavaScript. What only a deployment
 * could compute is `unknown`, with the text as written.
 */
export type ConfigValue =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly at: Place }
  | { readonly kind: 'list'; readonly items: readonly ConfigValue[]; readonly at: Place }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, ConfigValue>; readonly at: Place }
  /** Either branch of a condition that the deployment decides. */
  | { readonly kind: 'choice'; readonly options: readonly ConfigValue[]; readonly at: Place }
  /** `Code.fromAsset('dist')`: the callee as written and its arguments. */
  | { readonly kind: 'call'; readonly callee: string; readonly args: readonly ConfigValue[]; readonly at: Place }
  /** `fromParameter`: it depends on a parameter of the surrounding function, so the caller decides. */
  | { readonly kind: 'unknown'; readonly text: string; readonly fromParameter: boolean; readonly at: Place };

/** The value below a path of keys, null where there is none. */
export function valueAt(value: ConfigValue | null, ...path: readonly string[]): ConfigValue | null {
  let current = value;
  for (const key of path) {
    if (current?.kind === 'choice') current = current.options.find((option) => option.kind === 'map') ?? null;
    if (current?.kind !== 'map') return null;
    current = current.entries.get(key) ?? null;
  }
  return current;
}

/** The key under which an object keeps what was spread into it and is not known. */
export const SPREAD = '...';

/** The value of a key; what was spread into the object and is not known, where the key is not written. */
export function propertyOf(value: ConfigValue | null, key: string): ConfigValue | null {
  return valueAt(value, key) ?? valueAt(value, SPREAD);
}

/** The text of a scalar, null for everything else. */
export function textOf(value: ConfigValue | null): string | null {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : null;
}

/** Every text that a value may have: one for a scalar, several for a condition. Empty where it is not known. */
export function textsOf(value: ConfigValue | null): readonly string[] {
  if (value === null) return [];
  if (value.kind === 'choice') return [...new Set(value.options.flatMap((option) => textsOf(option)))];
  const text = textOf(value);
  return text === null ? [] : [text];
}

/** The text below a path of keys. */
export function textAt(value: ConfigValue | null, ...path: readonly string[]): string | null {
  return textOf(valueAt(value, ...path));
}

/** The entries of a map; of a list of maps (or a condition), those of all its maps. */
export function entriesOf(value: ConfigValue | null): readonly (readonly [string, ConfigValue])[] {
  const maps = value?.kind === 'list' ? value.items : value?.kind === 'choice' ? value.options : [value];
  return maps.flatMap((map) => (map?.kind === 'map' ? [...map.entries] : []));
}

/** The items of a list; a value that is no list is its own single item. */
export function itemsOf(value: ConfigValue | null): readonly ConfigValue[] {
  if (value === null) return [];
  return value.kind === 'list' ? value.items : [value];
}

/** The first part of a value that is not known, as written: `${opt:stage}`. Null where all of it is known. */
export function unknownPartOf(value: ConfigValue | null): string | null {
  if (value === null) return null;
  switch (value.kind) {
    case 'unknown':
      return value.text;
    case 'call':
      return `${value.callee}()`;
    case 'choice':
      return value.options.map((option) => unknownPartOf(option)).find((part) => part !== null) ?? null;
    default:
      return null;
  }
}

/** Whether a value, or a part of it that matters, comes from a parameter of the surrounding function. */
export function dependsOnParameter(value: ConfigValue | null): boolean {
  if (value === null) return false;
  if (value.kind === 'unknown') return value.fromParameter;
  if (value.kind === 'call') return value.args.some((arg) => dependsOnParameter(arg));
  if (value.kind === 'choice') return value.options.some((option) => dependsOnParameter(option));
  return false;
}

export function scalar(value: string | number | boolean | null, at: Place): ConfigValue {
  return { kind: 'scalar', value, at };
}

export function unknown(text: string, at: Place, fromParameter = false): ConfigValue {
  return { kind: 'unknown', text: text.replace(/\s+/g, ' ').slice(0, 80), fromParameter, at };
}

/** One of several values: flattened, at most sixteen, and the value itself where there is only one. */
export function choice(options: readonly ConfigValue[], at: Place): ConfigValue {
  const flat = options.flatMap((option) => (option.kind === 'choice' ? option.options : [option])).slice(0, 16);
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { kind: 'choice', options: flat, at };
}

/** Applies a function to the text of a value, and to each text of a condition. */
export function mapText(value: ConfigValue, change: (text: string) => string): ConfigValue {
  if (value.kind === 'choice') return { ...value, options: value.options.map((option) => mapText(option, change)) };
  const text = textOf(value);
  return text === null ? value : scalar(change(text), value.at);
}

/** No path or name is longer. */
const LONGEST_TEXT = 4096;

/** The text of parts one after the other; unknown as soon as one part is. Conditions multiply, up to sixteen results. */
export function concatText(parts: readonly ConfigValue[], at: Place, asWritten: string): ConfigValue {
  let results: string[] = [''];
  for (const part of parts) {
    const texts = part.kind === 'choice' && unknownPartOf(part) !== null ? [] : textsOf(part);
    if (texts.length === 0) return unknown(asWritten, at, parts.some(dependsOnParameter));
    results = results.flatMap((prefix) => texts.map((text) => prefix + text)).slice(0, 16);
    if (results.some((text) => text.length > LONGEST_TEXT)) return unknown(asWritten, at);
  }
  return choice(
    results.map((text) => scalar(text, at)),
    at,
  );
}
