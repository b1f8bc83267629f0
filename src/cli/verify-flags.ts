import { MODES } from '../model/verification.js';
import { PROGRAM_KINDS } from '../verify/containers/protocol.js';
import { STORES } from '../verify/verify-options.js';
import type { Flag } from './command-flags.js';

const RUNNING = 'How it is run:';

/** What only `verify` has: how the program is run, and the form of what is printed. */
export const VERIFY_FLAGS: readonly Flag[] = [
  {
    name: 'events',
    kind: 'value',
    group: RUNNING,
    describe: 'JSON file with an array of events: payloads, or { method, path, headers, body }',
    byDefault: 'events made from what the program reads',
  },
  {
    name: 'against',
    kind: 'value',
    group: RUNNING,
    describe: 'Version to compare with: a folder or a git ref',
    byDefault: 'the same code in one immortal container',
  },
  {
    name: 'mode',
    kind: 'list',
    group: RUNNING,
    describe: `Modes to run: ${MODES.join(', ')} (repeatable)`,
    byDefault: 'immortal, fresh, fleet; concurrent where the target serves several events at once',
  },
  { name: 'runs', kind: 'value', group: RUNNING, describe: 'Random schedules of the fleet', byDefault: '4' },
  { name: 'steps', kind: 'value', group: RUNNING, describe: 'Events in each of them', byDefault: '120' },
  {
    name: 'seed',
    kind: 'value',
    group: RUNNING,
    describe: 'Seed of schedules, clocks and draws',
    byDefault: 'stateless',
  },
  {
    name: 'kind',
    kind: 'value',
    choices: PROGRAM_KINDS,
    group: RUNNING,
    describe: 'How the program is invoked',
    byDefault: 'found out from what it exports',
  },
  {
    name: 'store',
    kind: 'value',
    choices: STORES,
    group: RUNNING,
    describe: 'Hand the variables of this store on to the program',
  },
  {
    name: 'start-store',
    kind: 'boolean',
    group: RUNNING,
    describe: 'Start the server of --store on the loopback, and stop it afterwards',
  },
  { name: 'env', kind: 'list', group: RUNNING, describe: 'NAME=value: a variable of the program (repeatable)' },
  {
    name: 'time-budget',
    kind: 'value',
    group: RUNNING,
    describe: 'Seconds after which no new schedule is begun',
    byDefault: '120',
  },
  {
    name: 'event-timeout',
    kind: 'value',
    group: RUNNING,
    describe: 'Milliseconds that one event may take',
    byDefault: '5000',
  },
  {
    name: 'format',
    kind: 'value',
    choices: ['pretty', 'json'],
    group: 'Output:',
    describe: 'Form of what is printed',
    byDefault: 'pretty',
  },
];
