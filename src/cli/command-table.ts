import { CONFIDENCES } from '../model/classification.js';
import { SEVERITIES } from '../model/finding.js';
import { STAGES } from '../model/stage.js';
import {
  BASELINE,
  COLOR,
  type Command,
  CONFIGURATION,
  FINDINGS,
  type Flag,
  HELP,
  OUTPUT,
  ROOT_RULE,
  SCOPE,
  SELECTION,
} from './command-flags.js';
import { MIGRATE_COMMAND, UNDO_COMMAND } from './migrate-commands.js';
import { FORMATS } from './render.js';
import { STARTER_FORMATS } from './starter-configuration.js';
import { VERIFY_FLAGS } from './verify-flags.js';

export type { Command, CommandName, Flag } from './command-flags.js';

const AUDIT: readonly Flag[] = [
  ...SCOPE,
  ...CONFIGURATION,
  {
    name: 'changed',
    kind: 'value',
    optional: true,
    group: SELECTION,
    describe: 'Report only what concerns files that differ from a commit, and files that import them',
    byDefault: 'everything; without a commit, what differs from HEAD',
  },
  { name: 'rule', kind: 'list', group: FINDINGS, describe: 'Only this rule (repeatable)' },
  { name: 'skip-rule', kind: 'list', group: FINDINGS, describe: 'All but this rule (repeatable)' },
  {
    name: 'min-confidence',
    kind: 'value',
    choices: CONFIDENCES,
    group: FINDINGS,
    describe: 'Leave out findings that are less certain',
    byDefault: 'low',
  },
  BASELINE,
  {
    name: 'fail-on',
    kind: 'value',
    choices: [...SEVERITIES, 'never'],
    group: FINDINGS,
    describe: 'Lowest severity that makes the exit code 1',
    byDefault: 'error',
  },
  {
    name: 'verify',
    kind: 'boolean',
    group: FINDINGS,
    describe: 'Run what findings are about in simulated containers, and add what was seen (executes your code)',
  },
  {
    name: 'strict',
    kind: 'boolean',
    group: FINDINGS,
    describe: 'A file that cannot be read or parsed, or a malformed suppression, makes the exit code 2',
  },
  {
    name: 'format',
    kind: 'value',
    choices: FORMATS,
    group: OUTPUT,
    describe: 'Form of what is printed',
    byDefault: 'pretty',
  },
  {
    name: 'output',
    alias: 'o',
    kind: 'list',
    group: OUTPUT,
    describe: 'format=path: also write a report to a file (repeatable)',
  },
  {
    name: 'severity',
    kind: 'value',
    choices: SEVERITIES,
    group: OUTPUT,
    describe: 'Lowest severity that is listed; never changes the exit code',
    byDefault: 'warning; json lists all',
  },
  { name: 'all', kind: 'boolean', group: OUTPUT, describe: 'pretty: list every binding, the benign ones too' },
  COLOR,
  { name: 'timing', kind: 'boolean', group: OUTPUT, describe: 'Print the time of each stage on stderr' },
  {
    name: 'print-model',
    kind: 'value',
    optional: true,
    choices: STAGES,
    group: OUTPUT,
    describe: 'Instead of the report, print what the stages know, or one of them',
  },
  ...HELP,
];

const VERIFY: readonly Flag[] = [
  ...SCOPE.filter(({ name }) => name === 'root' || name === 'target'),
  ...VERIFY_FLAGS,
  COLOR,
  ...HELP,
];

const EXIT_CODES =
  'Exit code: 0 no finding at or above --fail-on; 1 findings; 2 wrong usage or configuration, a missing path, nothing to read or an internal error; 130 interrupted. Findings in the baseline and suppressed ones do not count.';

/** Every command, the default one first. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'audit',
    usage: 'audit [paths..]',
    describe: 'List the state that lives in memory, what is wrong with it, and why (reads only)',
    positional: { name: 'paths', many: true, describe: 'Files, folders or globs, relative to the working directory' },
    flags: AUDIT,
    epilogue: [EXIT_CODES, ROOT_RULE].join('\n\n'),
    examples: [
      ['$0', 'audit the working directory'],
      ['$0 src/api --fail-on warning', 'one folder; warnings fail too'],
      ['$0 --format json -o compact=findings.txt', 'JSON on stdout, one line per finding in a file'],
      ['$0 --changed origin/main', 'what a branch changes, and what reaches it'],
      ['$0 --rule in-memory-counter,in-memory-session', 'two rules'],
      ['$0 --min-confidence high --strict', 'only what is certain; and everything must be readable'],
      ['$0 --root ../shop --target cloud-run', 'another repository, for another platform'],
    ],
  },
  MIGRATE_COMMAND,
  UNDO_COMMAND,
  {
    name: 'verify',
    usage: 'verify [handlers..]',
    describe: 'Run a handler in simulated short-lived containers and compare its answers (executes your code)',
    positional: {
      name: 'handlers',
      many: true,
      describe: 'Handlers or applications: src/handler.ts#handler, src/app.js',
    },
    flags: VERIFY,
    epilogue: [
      'Exit code: 0 no divergence; 1 a divergence, with the shortest schedule that was found and the binding that explains it; 2 the program could not be run.',
      'The program is copied, and its processes get only a few of your variables. No divergence is no proof: the report says how much was run.',
    ].join('\n\n'),
    examples: [
      ['$0 verify src/handler.ts#handler', 'with events made from what the handler reads'],
      ['$0 verify src/app.js --events trace.json', 'an application, with requests of your own'],
      ['$0 verify src/handler.ts --against main', 'what a branch answers, compared with main'],
      ['$0 verify src/handler.ts --store redis --start-store', 'with a Redis server of its own'],
    ],
  },
  {
    name: 'explain',
    usage: 'explain [subject]',
    describe: 'Explain a rule, or the verdict on one binding with its evidence',
    positional: { name: 'subject', many: false, describe: 'A rule, or file#binding as reports name it' },
    flags: [...SCOPE, ...CONFIGURATION, BASELINE, COLOR, ...HELP],
    epilogue: ROOT_RULE,
    examples: [
      ['$0 explain in-memory-counter', 'what the rule finds, why, and the fix'],
      ["$0 explain 'src/api.ts#hits'", 'verdict and evidence, with the source lines'],
    ],
  },
  {
    name: 'baseline',
    usage: 'baseline',
    describe: 'Write the findings of today into a list: later audits fail for new ones only',
    positional: null,
    flags: [
      ...SCOPE,
      ...CONFIGURATION,
      {
        ...BASELINE,
        negatable: false,
        describe: 'The file to write',
        byDefault: '.stateless-baseline.json in the root',
      },
      { name: 'prune', kind: 'boolean', group: FINDINGS, describe: 'Only take out what is not found any more' },
      COLOR,
      ...HELP,
    ],
    epilogue: 'The whole root is audited. Suppressed findings are not written. Commit the file.',
    examples: [
      ['$0 baseline', 'from now on only new findings count'],
      ['$0 baseline --prune', 'after repairs: the list can only get shorter'],
    ],
  },
  {
    name: 'rules',
    usage: 'rules',
    describe: 'List the rules with their highest severity',
    positional: null,
    flags: [
      {
        name: 'format',
        kind: 'value',
        choices: ['pretty', 'json'],
        group: OUTPUT,
        describe: 'Form of the list',
        byDefault: 'pretty',
      },
      COLOR,
      ...HELP,
    ],
    epilogue: null,
    examples: [
      ['$0 rules', 'a table'],
      ['$0 rules --format json', 'for scripts'],
    ],
  },
  {
    name: 'init',
    usage: 'init',
    describe: 'Write a commented configuration to start from',
    positional: null,
    flags: [
      {
        name: 'root',
        kind: 'value',
        group: SELECTION,
        describe: 'Folder to write it into',
        byDefault: 'the working directory',
      },
      {
        name: 'format',
        kind: 'value',
        choices: STARTER_FORMATS,
        group: OUTPUT,
        describe: 'Kind of file',
        byDefault: 'jsonc',
      },
      COLOR,
      ...HELP,
    ],
    epilogue: 'Nothing is overwritten: where a configuration is there already, nothing is written.',
    examples: [
      ['$0 init', 'stateless.config.jsonc'],
      ['$0 init --format ts', 'stateless.config.ts, with types'],
    ],
  },
  {
    name: 'completion',
    usage: 'completion [shell]',
    describe: 'Print a completion script for bash, zsh or fish',
    positional: { name: 'shell', many: false, describe: 'bash, zsh or fish; without it, the shell of $SHELL' },
    flags: HELP,
    epilogue: null,
    examples: [
      ['source <($0 completion bash)', 'for this session of bash'],
      ['$0 completion fish | source', 'for this session of fish'],
    ],
  },
];

/** The command of that name, else the default one. */
export function commandNamed(name: string | undefined): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name) ?? COMMANDS[0];
  if (!command) throw new RangeError('no command');
  return command;
}
