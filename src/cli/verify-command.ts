import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { MODES, type Mode } from '../model/verification.js';
import { TARGETS } from '../model/target.js';
import { jsonVerification, prettyVerification } from '../report/verification.js';
import { didYouMean } from '../support/nearest.js';
import { UserError } from '../support/user-error.js';
import { STORES, type VerifyOptions } from '../verify/verify-options.js';
import { PROGRAM_KINDS } from '../verify/containers/protocol.js';
import { auditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { paintFor } from './paint-for.js';
import { textLine } from './progress-line.js';

/** `verify <path>[#export]`: 0 without a divergence, 1 with one; what cannot be run is an error of its user. */
export async function verifyCommand(
  words: readonly string[],
  flags: FlagValues,
  context: CliContext,
): Promise<ExitCode> {
  const options = verifyOptions(words, flags, context);
  const line = textLine(context);
  const controller = new AbortController();
  const stopListening = context.onInterrupt(() => {
    controller.abort();
    line.clear();
    context.exit(130);
  });
  try {
    const verification = await context.verify({
      ...options,
      signal: controller.signal,
      onProgress: ({ mode, done, total }) => line.show(`${mode} ${done}/${total}`),
    });
    line.clear();
    const paint = paintFor(context.stdout, context.env, flags.on('color'));
    const isJson = flags.value('format') === 'json';
    context.stdout.write(isJson ? jsonVerification(verification) : prettyVerification(verification, paint));
    return verification.outcome === 'divergence' ? 1 : 0;
  } finally {
    stopListening();
    line.clear();
  }
}

function verifyOptions(words: readonly string[], flags: FlagValues, context: CliContext): VerifyOptions {
  const { cwd, env } = context;
  if (words.length === 0) {
    throw new UserError('nothing to verify', 'name a handler: stateless-migrate verify src/handler.ts#handler');
  }
  const named = words.map(splitName);
  const scope = auditScope(
    named.map(({ path }) => path),
    flags.value('root'),
    cwd,
  );
  const entries = named.map(({ path, name }) => {
    const file = relative(scope.root, resolve(cwd, path)).split(sep).join('/');
    return name === null ? file : `${file}#${name}`;
  });
  const events = flags.value('events');
  const against = flags.value('against');
  const modes = modesOf(flags.list('mode', ','));
  return {
    root: scope.root,
    entries,
    callerEnv: env,
    env: variablesOf(flags.list('env')),
    startStore: flags.on('start-store') ?? false,
    ...(events === undefined ? {} : { events: readTrace(resolve(cwd, events), events) }),
    ...(against === undefined ? {} : { against }),
    ...(modes.length === 0 ? {} : { modes }),
    ...numbers(flags),
    ...chosen(flags),
  };
}

function splitName(word: string): { readonly path: string; readonly name: string | null } {
  const hash = word.indexOf('#');
  return hash < 0 ? { path: word, name: null } : { path: word.slice(0, hash), name: word.slice(hash + 1) };
}

function readTrace(file: string, asWritten: string): readonly unknown[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UserError(`no such trace \`${asWritten}\``, 'a trace is a JSON file with an array of events');
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (Array.isArray(value)) return value as unknown[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the trace \`${asWritten}\` is not JSON: ${reason}`, null);
  }
  throw new UserError(`the trace \`${asWritten}\` is no array`, 'a trace is a JSON array of events');
}

function modesOf(given: readonly string[]): readonly Mode[] {
  return given.map((name) => {
    const mode = MODES.find((one) => one === name);
    if (mode !== undefined) return mode;
    throw new UserError(`\`${name}\` is not a mode`, didYouMean(name, MODES, `one of ${MODES.join(', ')}`));
  });
}

function variablesOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const equals = text.indexOf('=');
      if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
      throw new UserError(`--env takes NAME=value, not \`${text}\``, null);
    }),
  );
}

function numbers(flags: FlagValues): Partial<VerifyOptions> {
  const runs = whole(flags, 'runs');
  const steps = whole(flags, 'steps');
  const budget = whole(flags, 'time-budget');
  const event = whole(flags, 'event-timeout');
  return {
    ...(runs === null ? {} : { runs }),
    ...(steps === null ? {} : { steps }),
    ...(budget === null ? {} : { timeBudgetMs: budget * 1000 }),
    ...(event === null ? {} : { eventTimeoutMs: event }),
  };
}

function whole(flags: FlagValues, name: string): number | null {
  const text = flags.value(name);
  if (text === undefined) return null;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UserError(`--${name} takes a whole number, not \`${text}\``, null);
}

function chosen(flags: FlagValues): Partial<VerifyOptions> {
  const seed = flags.value('seed');
  const store = STORES.find((one) => one === flags.value('store'));
  const target = TARGETS.find((one) => one === flags.value('target'));
  const kind = PROGRAM_KINDS.find((one) => one === flags.value('kind'));
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(store === undefined ? {} : { store }),
    ...(target === undefined ? {} : { target }),
    ...(kind === undefined ? {} : { kind }),
  };
}
