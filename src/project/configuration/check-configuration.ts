import { CONFIDENCES } from '../../model/classification.js';
import type { Configuration, RuleOverride, RuleSetting, RuleSettings } from '../../model/configuration.js';
import { RULE_LEVELS, STORES } from '../../model/configuration.js';
import { TARGETS } from '../../model/target.js';
import { didYouMean } from '../../support/nearest.js';
import { joinInside } from '../relative-path.js';

/** Says what is wrong with a value, and throws. `path` leads to it: `['overrides', 0, 'files']`. */
export type Refuse = (path: ValuePath, problem: string, hint: string | null) => never;
export type ValuePath = readonly (string | number)[];

/** Checks what a configuration says and brings it into one form. `value` is plain data. */
export function checkConfiguration(value: unknown, ruleIds: readonly string[], refuse: Refuse): Configuration {
  const check: Check = { ruleIds, refuse };
  const given = recordAt(check, [], value, KEYS);
  const has = <T>(key: string, read: (check: Check, path: ValuePath, value: unknown) => T): T | undefined => {
    const found = given.get(key);
    return found === undefined ? undefined : read(check, [key], found);
  };
  has('$schema', textAt);
  return withoutMissing({
    target: has('target', (...at) => choiceAt(...at, TARGETS)),
    entries: has('entries', pathsAt),
    include: has('include', pathsAt),
    ignore: has('ignore', textsAt),
    rules: has('rules', rulesAt),
    overrides: has('overrides', overridesAt),
    store: has('store', (...at) => choiceAt(...at, STORES)),
    sessionTtlSeconds: has('sessionTtlSeconds', secondsAt),
    knownClients: has('knownClients', textsAt),
  });
}

/** The keys of a configuration, in the order in which documents list them. */
export const KEYS = [
  '$schema',
  'target',
  'entries',
  'include',
  'ignore',
  'rules',
  'overrides',
  'store',
  'sessionTtlSeconds',
  'knownClients',
] as const;

interface Check {
  readonly ruleIds: readonly string[];
  readonly refuse: Refuse;
}

function withoutMissing(value: { [K in keyof Configuration]: Configuration[K] | undefined }): Configuration {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

/** The own properties of an object; every key must be one of `keys`. */
function recordAt(
  { refuse }: Check,
  path: ValuePath,
  value: unknown,
  keys: readonly string[] | null,
): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(path, `${nameOf(path)} must be an object, not ${kindOf(value)}`, null);
  }
  const entries = Object.entries(value);
  for (const [key] of keys === null ? [] : entries) {
    if (keys?.includes(key)) continue;
    refuse([...path, key], `unknown key \`${key}\`${placeOf(path)}`, didYouMean(key, keys ?? [], listed(keys ?? [])));
  }
  return new Map(entries);
}

function rulesAt(check: Check, path: ValuePath, value: unknown): RuleSettings {
  const settings: [string, RuleSetting][] = [];
  for (const [rule, setting] of recordAt(check, path, value, null)) {
    if (!check.ruleIds.includes(rule)) {
      const hint = didYouMean(rule, check.ruleIds, '`stateless-migrate rules` lists them');
      check.refuse([...path, rule], `unknown rule \`${rule}\`${placeOf(path)}`, hint);
    }
    settings.push([rule, settingAt(check, [...path, rule], setting)]);
  }
  return Object.fromEntries(settings);
}

function settingAt(check: Check, path: ValuePath, value: unknown): RuleSetting {
  if (typeof value === 'string') return { severity: choiceAt(check, path, value, RULE_LEVELS) };
  const given = recordAt(check, path, value, ['severity', 'minConfidence']);
  const severity = given.get('severity');
  const minConfidence = given.get('minConfidence');
  return {
    ...(severity === undefined ? {} : { severity: choiceAt(check, [...path, 'severity'], severity, RULE_LEVELS) }),
    ...(minConfidence === undefined
      ? {}
      : { minConfidence: choiceAt(check, [...path, 'minConfidence'], minConfidence, CONFIDENCES) }),
  };
}

function overridesAt(check: Check, path: ValuePath, value: unknown): RuleOverride[] {
  return listAt(check, path, value).map((item, position) => {
    const at = [...path, position];
    const given = recordAt(check, at, item, ['files', 'rules']);
    const files = textsAt(check, [...at, 'files'], given.get('files') ?? []);
    if (files.length === 0) check.refuse([...at, 'files'], `${nameOf(at)} names no \`files\``, 'give a list of globs');
    return { files, rules: rulesAt(check, [...at, 'rules'], given.get('rules') ?? {}) };
  });
}

function listAt({ refuse }: Check, path: ValuePath, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return refuse(path, `${nameOf(path)} must be a list, not ${kindOf(value)}`, null);
}

function textsAt(check: Check, path: ValuePath, value: unknown): string[] {
  return listAt(check, path, value).map((item, position) => textAt(check, [...path, position], item));
}

function textAt({ refuse }: Check, path: ValuePath, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  return refuse(path, `${nameOf(path)} must be a text, not ${kindOf(value)}`, null);
}

/** Paths and globs below the root. */
function pathsAt(check: Check, path: ValuePath, value: unknown): string[] {
  const texts = textsAt(check, path, value);
  for (const [position, text] of texts.entries()) {
    if (!/^([a-z]:)?[\\/]/i.test(text) && joinInside('', text) !== null) continue;
    check.refuse(
      [...path, position],
      `\`${text}\` in ${nameOf(path)} is not below the root`,
      'paths are relative to it',
    );
  }
  return texts;
}

function secondsAt({ refuse }: Check, path: ValuePath, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  return refuse(path, `${nameOf(path)} must be a whole number of seconds above 0`, null);
}

function choiceAt<T extends string>({ refuse }: Check, path: ValuePath, value: unknown, choices: readonly T[]): T {
  const known = choices.find((choice) => choice === value);
  if (known !== undefined) return known;
  const fallback = listed(choices);
  const shown = typeof value === 'string' ? `\`${value}\`` : kindOf(value);
  const hint = typeof value === 'string' ? didYouMean(value, choices, fallback) : fallback;
  return refuse(path, `${nameOf(path)} cannot be ${shown}`, hint);
}

function listed(choices: readonly string[]): string {
  return `one of ${choices.join(', ')}`;
}

/** `overrides[0].files` as users write it. */
function nameOf(path: ValuePath): string {
  if (path.length === 0) return 'the configuration';
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `\`${text.replace(/^\./, '')}\``;
}

function placeOf(path: ValuePath): string {
  return path.length === 0 ? '' : ` in ${nameOf(path)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}
