import { spend, startBudget } from './budget.js';
import { readConfigDocument } from './config-document.js';
import { type ConfigValue, scalar, textOf, unknown, valueAt } from './config-value.js';
import type { ManifestContext } from './reader.js';
import { pathWithin } from './repository-path.js';

/** Fills in the variables of a Serverless Framework value: `${self:custom.dir}`, `${file(./functions.yml):api}`. */
export type FillVariables = (value: ConfigValue) => ConfigValue;

const INNERMOST = /\$\{([^${}]*)\}/;
const MOST_ROUNDS = 30;

const MOST_VARIABLES = 20_000;

/** No path or name is longer. */
const LONGEST_TEXT = 4096;

/** A filler for a configuration in a folder. Variables that only a deployment knows stay, as unknown values. */
export function createVariableFiller(root: ConfigValue, folder: string, context: ManifestContext): FillVariables {
  const budget = startBudget(MOST_VARIABLES);
  const documents = new Map<string, ConfigValue | null>();
  const fill: FillVariables = (value) => fillAt(value, 0);
  return fill;

  function fillAt(value: ConfigValue, depth: number): ConfigValue {
    if (value.kind === 'choice') return { ...value, options: value.options.map((option) => fillAt(option, depth)) };
    const text = textOf(value);
    if (text === null || !text.includes('${')) return value;
    let current = text;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const match = INNERMOST.exec(current);
      if (match === null) return current === text ? value : scalar(current, value.at);
      const found = depth > 10 || !spend(budget) ? null : variable(match[1] ?? '', value, depth);
      if (found === null) return unknown(text, value.at);
      if (match[0] === current) return found;
      const inner = textOf(found);
      if (inner === null || current.length + inner.length > LONGEST_TEXT) return unknown(text, value.at);
      current = current.slice(0, match.index) + inner + current.slice(match.index + match[0].length);
    }
    return unknown(text, value.at);
  }

  function variable(expression: string, value: ConfigValue, depth: number): ConfigValue | null {
    for (const alternative of expression.split(',').map((part) => part.trim())) {
      const found = alternativeValue(alternative, value);
      if (found !== null) return fillAt(found, depth + 1);
    }
    return null;
  }

  function alternativeValue(alternative: string, value: ConfigValue): ConfigValue | null {
    const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(alternative);
    if (quoted !== null) return scalar(quoted[1] ?? quoted[2] ?? '', value.at);
    if (alternative === 'sls:stage' || alternative === 'opt:stage') {
      return valueAt(root, 'provider', 'stage') ?? scalar('dev', value.at);
    }
    if (alternative.startsWith('self:')) {
      const path = alternative.slice(5);
      return path === '' ? root : valueAt(root, ...path.split('.'));
    }
    const file = /^file\(([^)]*)\)(?::(.*))?$/.exec(alternative);
    if (file?.[1] === undefined) return null;
    const document = documentAt(file[1].trim());
    return file[2] === undefined ? document : valueAt(document, ...file[2].split('.'));
  }

  function documentAt(written: string): ConfigValue | null {
    const path = pathWithin(folder, written);
    if (path === null || !/\.(?:ya?ml|json)$/.test(path)) return null;
    const known = documents.get(path);
    if (known !== undefined) return known;
    const text = context.files.read(path);
    const document = text === null ? null : readConfigDocument(text, path);
    const value = document?.ok === true ? document.value : null;
    documents.set(path, value);
    return value;
  }
}
