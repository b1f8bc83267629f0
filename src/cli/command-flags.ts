import { TARGETS } from '../model/target.js';

export type CommandName =
  'audit' | 'verify' | 'migrate' | 'undo' | 'explain' | 'baseline' | 'rules' | 'init' | 'completion';

/** A flag as help, parsing, checking and completion see it. */
export interface Flag {
  readonly name: string;
  readonly alias?: string;
  readonly kind: 'boolean' | 'value' | 'list';
  /** The values that are right; any where it is missing. */
  readonly choices?: readonly string[];
  readonly group: string;
  readonly describe: string;
  /** What holds without the flag, as help shows it. */
  readonly byDefault?: string;
  /** A value that may be left out: `--changed`, `--changed origin/main`. */
  readonly optional?: boolean;
  /** Where `--no-<name>` stands for "none": the value is then empty. */
  readonly negatable?: boolean;
}

export interface Command {
  readonly name: CommandName;
  /** With the positional arguments, as yargs reads it: `audit [paths..]`. */
  readonly usage: string;
  readonly describe: string;
  readonly positional: { readonly name: string; readonly many: boolean; readonly describe: string } | null;
  readonly flags: readonly Flag[];
  /** What stands below the flags. */
  readonly epilogue: string | null;
  readonly examples: readonly (readonly [command: string, does: string])[];
}

export const SELECTION = 'What is looked at:';
export const FINDINGS = 'Which findings count:';
export const OUTPUT = 'Output:';
export const OTHER = 'Other:';

export const HELP: readonly Flag[] = [
  { name: 'help', alias: 'h', kind: 'boolean', group: OTHER, describe: 'Show help' },
  { name: 'version', kind: 'boolean', group: OTHER, describe: 'Show the version' },
  {
    name: 'debug',
    kind: 'boolean',
    group: OTHER,
    describe: 'Check the model after every stage; show the stack of errors',
  },
];

export const COLOR: Flag = {
  name: 'color',
  kind: 'boolean',
  group: OUTPUT,
  describe: 'Colour, or none with --no-color',
  byDefault: 'on a terminal; NO_COLOR, FORCE_COLOR and CI are respected',
};

export const SCOPE: readonly Flag[] = [
  {
    name: 'root',
    kind: 'value',
    group: SELECTION,
    describe: 'Folder of the repository: reports are relative to it',
    byDefault: 'the working directory; see below for paths outside',
  },
  {
    name: 'target',
    kind: 'value',
    choices: TARGETS,
    group: SELECTION,
    describe: 'Platform that verdicts are for',
    byDefault: 'what the manifests say, else lambda',
  },
  { name: 'include-tests', kind: 'boolean', group: SELECTION, describe: 'Look at test files too' },
  { name: 'ignore', kind: 'list', group: SELECTION, describe: 'Glob of files to leave out (repeatable)' },
];

export const CONFIGURATION: readonly Flag[] = [
  {
    name: 'config',
    kind: 'value',
    negatable: true,
    group: SELECTION,
    describe: 'Configuration file; --no-config for none',
    byDefault: 'stateless.config.{json,jsonc,js,mjs,cjs,ts} or package.json#stateless in the root',
  },
  {
    name: 'config-json-only',
    kind: 'boolean',
    group: SELECTION,
    describe: 'Run no configuration that is code',
  },
];

export const BASELINE: Flag = {
  name: 'baseline',
  kind: 'value',
  negatable: true,
  group: FINDINGS,
  describe: 'List of old findings, which do not count; --no-baseline for none',
  byDefault: '.stateless-baseline.json in the root, where it is there',
};

export const ROOT_RULE =
  'Root: --root, else the working directory where all paths lie inside it, else the git root (without git: the package root) around the first path outside. Paths in reports are relative to it, and the same root gives the same report.';
