import { STORES } from '../model/configuration.js';
import { SEVERITIES } from '../model/finding.js';
import { TRANSFORM_IDS } from '../model/transform-ids.js';
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

const STEPS = 'Which steps are planned:';
const WRITING = 'Writing:';

const MIGRATE: readonly Flag[] = [
  ...SCOPE,
  ...CONFIGURATION,
  {
    name: 'store',
    kind: 'value',
    choices: STORES,
    group: STEPS,
    describe: 'Where state moves to',
    byDefault:
      'configuration, else the one durable client in the dependencies, else dynamodb on lambda, redis elsewhere',
  },
  { name: 'only', kind: 'list', group: STEPS, describe: `Only these transforms: ${TRANSFORM_IDS.join(', ')}` },
  { name: 'unsafe', kind: 'boolean', group: STEPS, describe: 'Also steps that may change what the program answers' },
  {
    name: 'session-ttl',
    kind: 'value',
    group: STEPS,
    describe: 'Seconds that a session lives after its last write',
    byDefault: '3600',
  },
  { name: 'todo', kind: 'boolean', group: STEPS, describe: 'Leave a comment where something is not migrated' },
  { name: 'write', kind: 'boolean', group: WRITING, describe: 'Change the files; without it, they are only read' },
  { name: 'interactive', kind: 'boolean', group: WRITING, describe: 'Ask about each step, then write' },
  { name: 'patch', kind: 'value', group: WRITING, describe: 'Write the change as a patch to this file' },
  { name: 'check', kind: 'boolean', group: WRITING, describe: 'Write nothing; exit code 1 if a step could be applied' },
  {
    name: 'force',
    kind: 'boolean',
    group: WRITING,
    describe: 'Write also where git shows changes that are not committed in the files concerned',
  },
  BASELINE,
  {
    name: 'fail-on',
    kind: 'value',
    choices: [...SEVERITIES, 'never'],
    group: FINDINGS,
    describe: 'Lowest severity of what remains that makes the exit code 1',
    byDefault: 'error',
  },
  {
    name: 'format',
    kind: 'value',
    choices: ['pretty', 'json'],
    group: OUTPUT,
    describe: 'Form of the plan',
    byDefault: 'pretty',
  },
  COLOR,
  { name: 'timing', kind: 'boolean', group: OUTPUT, describe: 'Print the time of planning and of the audit on stderr' },
  ...HELP,
];

export const MIGRATE_COMMAND: Command = {
  name: 'migrate',
  usage: 'migrate [paths..]',
  describe: 'Plan the repairs and show them as a diff; --write applies them',
  positional: { name: 'paths', many: true, describe: 'Files, folders or globs, relative to the working directory' },
  flags: MIGRATE,
  epilogue: [
    'Exit code: 0 no finding at or above --fail-on remains; 1 some remain, or with --check a step could be applied; 2 wrong usage, or with --write a step did not pass its checks or a file could not be written; 130 interrupted. Nothing is installed or committed.',
    ROOT_RULE,
  ].join('\n\n'),
  examples: [
    ['$0 migrate', 'show what would change'],
    ['$0 migrate --write --store redis', 'apply it, state goes to Redis'],
    ['$0 migrate --only hoist-client --patch hoist.patch', 'one transform, as a patch'],
    ['$0 migrate --check', 'in CI: is there something that could be repaired?'],
  ],
};

export const UNDO_COMMAND: Command = {
  name: 'undo',
  usage: 'undo [id]',
  describe: 'Take back what `migrate --write` wrote',
  positional: {
    name: 'id',
    many: false,
    describe: 'What to take back, as `migrate` printed it; without it, the last',
  },
  flags: [
    {
      name: 'root',
      kind: 'value',
      group: SELECTION,
      describe: 'Folder of the repository that was migrated',
      byDefault: 'the working directory',
    },
    {
      name: 'force',
      kind: 'boolean',
      group: WRITING,
      describe: 'Put back the files that did not change since, and leave the others',
    },
    COLOR,
    ...HELP,
  ],
  epilogue: 'The old texts lie in .stateless-migrate in the root. A file that changed since is not touched.',
  examples: [
    ['$0 undo', 'the last write'],
    ['$0 undo 3', 'a certain one'],
  ],
};
