import { RULES } from '../rules/index.js';
import { UserError } from '../support/user-error.js';
import { COMMANDS, commandNamed } from './command-table.js';
import type { Flag } from './command-table.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import { didYouMean } from '../support/nearest.js';

/** What the scripts call, with the words of the command line so far; the last one is being written. */
export const COMPLETE_WORDS = '--complete-words';

const SCRIPTS = {
  bash: `# stateless-migrate completion bash
_stateless_migrate() {
  local IFS=$'\\n'
  COMPREPLY=( $(compgen -W "$(stateless-migrate ${COMPLETE_WORDS} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -o default -o bashdefault -F _stateless_migrate stateless-migrate
`,
  zsh: `#compdef stateless-migrate
# stateless-migrate completion zsh
_stateless_migrate() {
  local -a found
  found=("\${(@f)$(stateless-migrate ${COMPLETE_WORDS} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
  _files
}
compdef _stateless_migrate stateless-migrate
`,
  fish: `# stateless-migrate completion fish
complete -c stateless-migrate -a '(stateless-migrate ${COMPLETE_WORDS} (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
} as const;

/** `completion [shell]`: the script for a shell, by default the one of $SHELL. */
export function completionCommand(shell: string | undefined, context: CliContext): ExitCode {
  const shells = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];
  const wanted = shell ?? context.env['SHELL']?.split('/').at(-1) ?? 'bash';
  const known = shells.find((candidate) => candidate === wanted);
  if (known === undefined) {
    const hint = didYouMean(wanted, shells, `one of ${shells.join(', ')}`);
    throw new UserError(`no completion for the shell \`${wanted}\``, hint);
  }
  context.stdout.write(SCRIPTS[known]);
  return 0;
}

/** What can stand for the last of the words. Files are left to the shell. */
export function completeWords(words: readonly string[]): string[] {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandNamed(before.find((word) => !word.startsWith('-')));
  const flag = command.flags.find(
    (candidate) => /^(value|list)$/.test(candidate.kind) && `--${candidate.name}` === before.at(-1),
  );
  if (flag) return startingWith(current, valuesOf(flag));
  if (current.startsWith('-'))
    return startingWith(
      current,
      command.flags.map((candidate) => `--${candidate.name}`),
    );
  if (before.length === 0)
    return startingWith(
      current,
      COMMANDS.map((candidate) => candidate.name),
    );
  switch (command.name) {
    case 'explain':
      return startingWith(
        current,
        RULES.map((rule) => rule.id),
      );
    case 'completion':
      return startingWith(current, Object.keys(SCRIPTS));
    default:
      return [];
  }
}

function valuesOf({ name, choices }: Flag): readonly string[] {
  return name === 'rule' || name === 'skip-rule' ? RULES.map((rule) => rule.id) : (choices ?? []);
}

function startingWith(start: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(start));
}
