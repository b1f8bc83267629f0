import { UserError } from '../support/user-error.js';
import { COMMANDS, commandNamed, type Command } from './command-table.js';
import type { Flag } from './command-table.js';
import { didYouMean } from '../support/nearest.js';

export interface CheckedArguments {
  readonly command: Command;
  /** Words that are neither flags nor their values, without the command. */
  readonly words: readonly string[];
}

/**
 * Reads the command line as its user wrote it and refuses what no command knows: unknown flags, missing values and wrong
 * choices, each with the nearest right one. What passes here means the same to yargs.
 */
export function checkArguments(argv: readonly string[]): CheckedArguments {
  const words = freeWords(argv);
  const command = commandNamed(words[0]);
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  for (let index = 0; index < end; index++) {
    const token = argv[index] as string;
    if (!isFlag(token)) continue;
    const [written, value] = split(token);
    const flag = knownFlag(written, command);
    if (flag.kind === 'boolean' || isNegation(written, flag)) continue;
    if (flag.optional && value === null && !isWord(argv[index + 1])) continue;
    const given = value ?? argv[++index];
    if (given === undefined || given === '' || (value === null && isFlag(given))) throw missingValue(written, flag);
    checkChoice(flag, given);
  }
  return { command, words: words[0] === command.name ? words.slice(1) : words };
}

/** Throws UserError, with the nearest right value, where `given` is not one of the flag's choices. */
function checkChoice({ name, choices }: Flag, given: string): void {
  if (choices === undefined || choices.includes(given)) return;
  const hint = didYouMean(given, choices, `one of ${choices.join(', ')}`);
  throw new UserError(`\`${given}\` is not a value of --${name}`, hint);
}

/** A lone `-` is a word, as everywhere. */
function isFlag(token: string): boolean {
  return token.startsWith('-') && token !== '-';
}

function isWord(token: string | undefined): boolean {
  return token !== undefined && !isFlag(token);
}

/** `--no-baseline`, where `--baseline` takes a value. */
function isNegation(written: string, { name, kind }: Flag): boolean {
  return kind !== 'boolean' && written === `--no-${name}`;
}

/** `--format=json` → `--format`, `json`. Of a short flag the value may follow at once: `-ojson=x` → `-o`, `json=x`. */
function split(token: string): [written: string, value: string | null] {
  const equals = token.indexOf('=');
  if (token.startsWith('--')) return equals < 0 ? [token, null] : [token.slice(0, equals), token.slice(equals + 1)];
  const short = everyFlag().find((flag) => flag.kind !== 'boolean' && flag.alias === token[1]);
  if (short && token.length > 2) return [token.slice(0, 2), token.slice(token[2] === '=' ? 3 : 2)];
  return [token, null];
}

function knownFlag(written: string, command: Command): Flag {
  const flag = findFlag(written, command.flags);
  if (flag) return flag;
  const elsewhere = COMMANDS.find((other) => findFlag(written, other.flags));
  if (elsewhere) throw new UserError(`\`${command.name}\` has no flag ${written}`, `\`${elsewhere.name}\` has it`);
  const start = written.startsWith('--no-') ? '--no-' : '--';
  const fitting = start === '--' ? command.flags : command.flags.filter(canBeNegated);
  const names = fitting.map((candidate) => `${start}${candidate.name}`);
  const fallback = `stateless-migrate ${command.name} --help lists the flags`;
  throw new UserError(`unknown flag ${written}`, didYouMean(written.replace(/^-(?!-)/, '--'), names, fallback));
}

function findFlag(written: string, flags: readonly Flag[]): Flag | undefined {
  if (!written.startsWith('--')) return flags.find((flag) => flag.alias !== undefined && written === `-${flag.alias}`);
  const negated = written.startsWith('--no-') ? written.slice('--no-'.length) : null;
  const name = written.slice(2);
  return flags.find((flag) => flag.name === name || (canBeNegated(flag) && flag.name === negated));
}

function canBeNegated({ kind, negatable }: Flag): boolean {
  return kind === 'boolean' || negatable === true;
}

function missingValue(written: string, { choices }: Flag): UserError {
  return new UserError(`${written} needs a value`, choices ? `one of ${choices.join(', ')}` : null);
}

/** Words before and after `--`. The value of a flag that any command knows is not a word. */
function freeWords(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const token = argv[index] as string;
    if (token === '--') return [...words, ...argv.slice(index + 1)];
    if (!isFlag(token)) words.push(token);
    else if (takesNext(token, argv[index + 1])) index++;
  }
  return words;
}

function takesNext(token: string, next: string | undefined): boolean {
  const [written, value] = split(token);
  const flag = findFlag(written, everyFlag());
  if (flag === undefined || flag.kind === 'boolean' || isNegation(written, flag) || value !== null) return false;
  return !flag.optional || isWord(next);
}

function everyFlag(): Flag[] {
  return COMMANDS.flatMap((command) => command.flags);
}
