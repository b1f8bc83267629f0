import yargs from 'yargs';
import { checkArguments } from './check-arguments.js';
import { COMMANDS, type Command, type CommandName } from './command-table.js';
import type { Flag } from './command-table.js';
import type { CliContext } from './context.js';
import { flagValues, type FlagValues } from './flag-values.js';
import { ownVersion } from './own-files.js';

export type ParsedArguments =
  /** Help or the version: to be printed. */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      readonly words: readonly string[];
      readonly flags: FlagValues;
    };

/** Widest help text. */
const WIDEST = 110;

/** Reads the command line with yargs. Throws UserError, with the nearest right word, for what it does not know. */
export async function parseArguments(argv: readonly string[], context: CliContext): Promise<ParsedArguments> {
  const asksForText = flagsOf(argv).some((token) => token === '--help' || token === '-h' || token === '--version');
  const checked = asksForText ? null : checkArguments(argv);
  const printed: string[] = [];
  const parser = configure(context);
  const values = await parser.parseAsync(
    withEmptyValues(argv),
    {},
    (_error: unknown, _argv: unknown, output: string) => {
      printed.push(output);
    },
  );
  if (checked === null) return { kind: 'text', text: `${printed.join('').trimEnd()}\n` };
  return { kind: 'command', command: checked.command.name, words: checked.words, flags: flagValues(values) };
}

/** `--no-baseline` is an empty `--baseline`, so that of the two the last one counts. */
function withEmptyValues(argv: readonly string[]): string[] {
  const names = COMMANDS.flatMap(({ flags }) => flags.filter(({ negatable }) => negatable).map(({ name }) => name));
  const end = flagsOf(argv).length;
  return argv.map((token, index) => {
    const name = names.find((candidate) => token === `--no-${candidate}`);
    return name === undefined || index >= end ? token : `--${name}=`;
  });
}

/** After `--` everything is a path. */
function flagsOf(argv: readonly string[]): readonly string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
}

function configure(context: CliContext) {
  const parser = yargs()
    .scriptName('stateless-migrate')
    .locale('en')
    .usage('Finds where JavaScript and TypeScript on ephemeral compute keeps state in memory that it will lose.')
    .exitProcess(false)
    .showHelpOnFail(false)
    .help('help', 'Show help')
    .alias('h', 'help')
    .version('version', 'Show the version', ownVersion(context.packageRoot))
    .wrap(Math.min(WIDEST, context.stdout.columns || WIDEST))
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new Error(message);
    })
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'greedy-arrays': false,
    });
  for (const command of COMMANDS) declare(parser, command);
  return parser;
}

function declare(parser: ReturnType<typeof yargs>, command: Command): void {
  const names = command === COMMANDS[0] ? [command.usage, '$0'] : [command.usage];
  parser.command(
    names,
    command.describe,
    (builder) => {
      const { positional } = command;
      if (positional) {
        builder.positional(positional.name, {
          type: 'string',
          describe: positional.describe,
          ...(positional.many ? { array: true } : {}),
        });
      }
      for (const flag of command.flags) {
        if (flag.name === 'help' || flag.name === 'version') builder.group(flag.name, flag.group);
        else declareFlag(builder, flag);
      }
      if (command.epilogue !== null) builder.epilogue(command.epilogue);
      for (const [example, does] of command.examples) builder.example(example, does);
    },
    () => {},
  );
}

function declareFlag(builder: ReturnType<typeof yargs>, flag: Flag): void {
  builder.option(flag.name, {
    ...(flag.kind === 'list'
      ? { string: true, array: true }
      : { type: flag.kind === 'boolean' ? 'boolean' : 'string' }),
    describe: flag.describe,
    group: flag.group,
    requiresArg: flag.kind !== 'boolean' && !flag.optional && !flag.negatable,
    ...(flag.alias === undefined ? {} : { alias: flag.alias }),
    ...(flag.choices === undefined ? {} : { choices: flag.choices }),
    ...(flag.byDefault === undefined ? {} : { defaultDescription: flag.byDefault }),
  });
}
