import { escapeControls } from '../report/escape.js';
import { assertNever } from '../support/invariant.js';
import { UserError } from '../support/user-error.js';
import { auditCommand } from './audit-command.js';
import { baselineCommand } from './baseline-command.js';
import { COMPLETE_WORDS, completeWords, completionCommand } from './completion-command.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import { explainCommand } from './explain-command.js';
import { initCommand } from './init-command.js';
import { migrateCommand } from './migrate-command.js';
import { paintFor } from './paint-for.js';
import { parseArguments, type ParsedArguments } from './parse-arguments.js';
import { processContext } from './process-context.js';
import { rulesCommand } from './rules-command.js';
import { verifyCommand } from './verify-command.js';
import { undoCommand } from './undo-command.js';

/** Runs the command line of this process. The exit code is set, not forced: what was written still reaches its reader. */
export async function runProcess(): Promise<void> {
  const code = await main(process.argv.slice(2), processContext());
  process.exitCode ||= code;
}

/** Runs one command line. Everything it takes from outside is in the context. Gives the exit code, and never throws. */
export async function main(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  try {
    if (argv[0] === COMPLETE_WORDS) {
      context.stdout.write(
        completeWords(argv.slice(1))
          .map((word) => `${word}\n`)
          .join(''),
      );
      return 0;
    }
    return await run(await parseArguments(argv, context), context);
  } catch (error) {
    context.stderr.write(errorText(error, argv, context));
    return 2;
  }
}

async function run(parsed: ParsedArguments, context: CliContext): Promise<ExitCode> {
  if (parsed.kind === 'text') {
    context.stdout.write(parsed.text);
    return 0;
  }
  const { command, words, flags } = parsed;
  switch (command) {
    case 'audit':
      return auditCommand(words, flags, context);
    case 'verify':
      return verifyCommand(words, flags, context);
    case 'migrate':
      return migrateCommand(words, flags, context);
    case 'undo':
      return undoCommand(single(words, 'name one write, as `migrate` printed it'), flags, context);
    case 'explain':
      return explainCommand(single(words, EXPLAIN_WHAT) ?? failWith(EXPLAIN_WHAT), flags, context);
    case 'baseline':
      noWords('baseline', words, 'the whole root is audited; name it with --root');
      return baselineCommand(flags, context);
    case 'rules':
      noWords('rules', words, `did you mean \`stateless-migrate explain ${words[0]}\`?`);
      return rulesCommand(flags, context);
    case 'init':
      noWords('init', words, 'name the folder with --root');
      return initCommand(flags, context);
    case 'completion':
      return completionCommand(single(words, 'name one shell: bash, zsh or fish'), context);
    default:
      return assertNever(command);
  }
}

const EXPLAIN_WHAT = 'name one rule (`stateless-migrate rules` lists them) or one binding as file#name';

function single(words: readonly string[], hint: string): string | undefined {
  if (words.length > 1) throw new UserError(`\`${words[1]}\` is one argument too many`, hint);
  return words[0];
}

function failWith(hint: string): never {
  throw new UserError('explain what?', hint);
}

function noWords(command: string, words: readonly string[], hint: string): void {
  if (words.length > 0) throw new UserError(`\`${command}\` takes no argument \`${words[0]}\``, hint);
}

function errorText(error: unknown, argv: readonly string[], context: CliContext): string {
  const paint = paintFor(context.stderr, context.env, colorFlag(argv));
  const message = escapeControls(error instanceof Error ? error.message : String(error));
  if (error instanceof UserError) {
    const hint = error.hint === null ? '' : `${paint.cyan('hint:')} ${escapeControls(error.hint)}\n`;
    return `${paint.red('error:')} ${message}\n${hint}`;
  }
  const stack = argv.includes('--debug') ? stackText(stackOf(error)) : '';
  const hint = `please report this as a bug of stateless-migrate${stack === '' ? '; --debug shows the stack' : ''}`;
  return `${paint.red('error:')} internal error: ${message}\n${paint.cyan('hint:')} ${hint}\n${stack}`;
}

/** Errors can come before the flags are read, so they look for this one themselves. */
function colorFlag(argv: readonly string[]): boolean | undefined {
  const last = argv.findLast((token) => token === '--color' || token === '--no-color');
  return last === undefined ? undefined : last === '--color';
}

/** Where it began: the innermost cause. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? stackOf(error.cause) : (error.stack ?? '');
}

function stackText(stack: string): string {
  return `${stack.split('\n').map(escapeControls).join('\n')}\n`;
}
