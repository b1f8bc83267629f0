import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MigrateOptions } from '../migration/options.js';
import type { PlannedMigration } from '../migration/plan-migration.js';
import { STORES } from '../model/configuration.js';
import { SEVERITIES, type Severity } from '../model/finding.js';
import type { Plan } from '../model/plan.js';
import { TRANSFORM_IDS } from '../model/transform-ids.js';
import { escapeControls } from '../report/escape.js';
import { planJson } from '../report/plan-json.js';
import { planText, stepText } from '../report/plan-text.js';
import { unifiedDiff } from '../report/unified-diff.js';
import { atLeast, plural } from '../report/wording.js';
import { didYouMean } from '../support/nearest.js';
import { UserError } from '../support/user-error.js';
import { auditScope } from './audit-scope.js';
import { configurationOf } from './configuration-of.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { mustBeCommitted } from './git-guard.js';
import { paintFor } from './paint-for.js';
import { progressLine } from './progress-line.js';
import { auditOptions } from './run-audit.js';
import { writeOutput } from './write-outputs.js';

/** `migrate [paths..]`: plans, shows, and with `--write` or `--interactive` applies. */
export async function migrateCommand(
  words: readonly string[],
  flags: FlagValues,
  context: CliContext,
): Promise<ExitCode> {
  const mode = modeOf(flags, context);
  const scope = auditScope(words, flags.value('root'), context.cwd);
  const options = await migrateOptions(scope, flags, context);
  const start = context.now();
  let planned = await planWithProgress(options, context);
  if (flags.on('timing')) context.stderr.write(timingText(planned, context.now() - start));
  if (planned.audit.report.summary.files === 0) {
    throw new UserError('no JavaScript or TypeScript file to look at', 'is it the right folder?');
  }
  const isJson = flags.value('format') === 'json';
  const paint = paintFor(context.stdout, context.env, flags.on('color'));
  const writes = (mode === 'write' || mode === 'interactive') && planned.changed.length > 0;
  if (writes && flags.on('force') !== true) {
    mustBeCommitted(
      scope.root,
      planned.changed.flatMap(({ path, before }) => (before ? [path] : [])),
      context.env,
    );
  }
  if (mode === 'interactive' && context.ask) planned = await askAboutSteps(planned, options, context, flags);
  const { plan } = planned;
  const files = planned.changed.map(({ path, before, after }) => ({
    path,
    before: before?.text ?? null,
    after: after.text,
  }));
  if (mode !== 'interactive' || isJson) {
    context.stdout.write(isJson ? planJson(plan) : planText(plan, mode === 'write' ? [] : files, paint));
  }
  const patch = flags.value('patch');
  if (patch !== undefined && files.length > 0) writeOutput(resolve(context.cwd, patch), unifiedDiff(files), '--patch');
  if (mode === 'check') return plan.summary.steps > 0 ? 1 : 0;
  const isWritten = writes && planned.changed.length > 0;
  if (isWritten) await write(plan, scope.root, isJson, context);
  const failed = plan.notMigrated.filter(({ kind }) => kind === 'gate');
  if (mode !== 'show' && failed.length > 0) {
    const [first] = failed;
    throw new UserError(
      `${plural(new Set(failed.map(({ reason }) => reason)).size, 'step')} did not pass the checks and left no trace: ${first?.reason ?? ''}`,
      'the rest was applied; please report a step that fails a check as a bug',
    );
  }
  return exitCode(isWritten ? plan.summary.remaining : planned.audit.report.summary.findings, flags);
}

type Mode = 'show' | 'check' | 'write' | 'interactive';

function modeOf(flags: FlagValues, context: CliContext): Mode {
  const modes = (['check', 'write', 'interactive'] as const).filter((name) => flags.on(name) === true);
  if (modes.length > 1 && modes.includes('check')) {
    throw new UserError('--check writes nothing', 'leave it out, or --write');
  }
  if (modes.includes('interactive')) {
    if (context.ask === null) throw new UserError('--interactive needs a terminal', 'use --write, or --only to choose');
    return 'interactive';
  }
  return modes[0] ?? 'show';
}

async function migrateOptions(
  scope: ReturnType<typeof auditScope>,
  flags: FlagValues,
  context: CliContext,
): Promise<MigrateOptions> {
  const { name, configuration } = await configurationOf(scope, flags, context);
  const given = STORES.find((store) => store === flags.value('store'));
  const store = given ?? configuration.store;
  const ttl = ttlOf(flags.value('session-ttl')) ?? configuration.sessionTtlSeconds;
  return {
    ...(await auditOptions(scope, flags, context, undefined)),
    ...(store === undefined ? {} : { store, storeDetectedBy: given === undefined ? (name ?? '') : '--store' }),
    ...(ttl === undefined ? {} : { sessionTtlSeconds: ttl }),
    allowUnsafe: flags.on('unsafe') ?? false,
    only: knownTransforms(flags.list('only', ',')),
    todo: flags.on('todo') ?? false,
  };
}

function ttlOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new UserError(`--session-ttl takes whole seconds, not \`${given}\``, 'for example --session-ttl 3600');
}

function knownTransforms(given: readonly string[]): readonly string[] {
  const unknown = given.find((id) => !TRANSFORM_IDS.some((known) => known === id));
  if (unknown === undefined) return given;
  throw new UserError(`unknown transform \`${unknown}\``, didYouMean(unknown, TRANSFORM_IDS, TRANSFORM_IDS.join(', ')));
}

async function planWithProgress(options: MigrateOptions, context: CliContext): Promise<PlannedMigration> {
  const progress = progressLine(context);
  const stopListening = context.onInterrupt(() => {
    progress.clear();
    context.exit(130);
  });
  try {
    return await context.plan({ ...options, onProgress: progress.show });
  } finally {
    stopListening();
    progress.clear();
  }
}

/** Asks step by step. What is left out can change what else is possible, so then all is planned again. */
async function askAboutSteps(
  planned: PlannedMigration,
  options: MigrateOptions,
  context: CliContext,
  flags: FlagValues,
): Promise<PlannedMigration> {
  const paint = paintFor(context.stdout, context.env, flags.on('color'));
  const skip: string[] = [];
  let isAll = false;
  for (const step of planned.plan.steps) {
    if (isAll || step.transform === 'todo-comments') continue;
    context.stdout.write(`\n${stepText(step, paint)}`);
    const answer = await answerTo(step, context);
    if (answer === 'quit') return { ...planned, changed: [], plan: { ...planned.plan, steps: [] } };
    if (answer === 'all') isAll = true;
    if (answer === 'skip') skip.push(step.id);
  }
  return skip.length === 0 ? planned : planWithProgress({ ...options, skip }, context);
}

async function answerTo(step: Plan['steps'][number], context: CliContext): Promise<'accept' | 'skip' | 'all' | 'quit'> {
  for (;;) {
    const given = (await context.ask?.('apply? [y]es [n]o [w]hy [a]ll [q]uit '))?.trim().toLowerCase() ?? 'q';
    switch (given.slice(0, 1)) {
      case 'y':
        return 'accept';
      case 'n':
        return 'skip';
      case 'a':
        return 'all';
      case 'q':
        return 'quit';
      case 'w':
        for (const { rule } of step.resolves) context.stdout.write(`  npx stateless-migrate explain ${rule}\n`);
        for (const edit of step.edits) {
          if (edit.kind === 'replace-text') {
            context.stdout.write(`  ${escapeControls(edit.file)}: ${escapeControls(edit.text.trim())}\n`);
          }
        }
    }
  }
}

/** What was checked, how to format, how to get back, what to install. */
async function write(plan: Plan, root: string, isJson: boolean, context: CliContext): Promise<void> {
  const applied = await context.apply(plan, root);
  const say = (line: string): unknown => (isJson ? context.stderr : context.stdout).write(`${escapeControls(line)}\n`);
  for (const id of applied.recovered) say(`write ${id} had been interrupted: its files were put back first`);
  say(`\nwrote ${plural(applied.files.length, 'file')}`);
  for (const line of CHECKED) say(`  ✓ ${line}`);
  const formatter = formatterFor(root, applied.files);
  if (formatter !== null) say(`  format: ${formatter}`);
  const install = installFor(root, plan.dependencies.length);
  if (install !== null) say(`  install: ${install}`);
  if (applied.id !== null) say(`  undo: npx stateless-migrate undo ${applied.id}`);
}

const CHECKED = [
  'every changed file parses, in two parsers',
  'only the planned ranges changed; comments, directives and line ends are kept',
  'no new type error',
  'a second run has nothing to do',
  'the audit no longer reports what was repaired, and nothing new',
];

function formatterFor(root: string, files: readonly string[]): string | null {
  const sources = files
    .filter((file) => !file.endsWith('package.json'))
    .map((file) => (/[^\w./-]/.test(file) ? `'${file}'` : file));
  const manifest = readManifest(root);
  const tools = { prettier: 'prettier --write', '@biomejs/biome': 'biome format --write', dprint: 'dprint fmt' };
  const found = Object.entries(tools).find(([name]) => manifest.includes(`"${name}"`));
  return found === undefined || sources.length === 0 ? null : `npx ${found[1]} ${sources.join(' ')}`;
}

function readManifest(root: string): string {
  const file = join(root, 'package.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The package manager that the lock file shows. */
function installFor(root: string, dependencies: number): string | null {
  if (dependencies === 0) return null;
  const locks = { 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun', 'bun.lockb': 'bun' };
  const found = Object.entries(locks).find(([file]) => existsSync(join(root, file)));
  return `${found?.[1] ?? 'npm'} install`;
}

function exitCode(remaining: Readonly<Record<Severity, number>>, flags: FlagValues): ExitCode {
  const given = flags.value('fail-on') ?? 'error';
  if (given === 'never') return 0;
  const lowest = SEVERITIES.find((severity) => severity === given) ?? 'error';
  return SEVERITIES.some((severity) => atLeast(severity, lowest) && remaining[severity] > 0) ? 1 : 0;
}

function timingText({ audit }: PlannedMigration, total: number): string {
  const auditing = Object.values(audit.timings).reduce((sum, ms) => sum + ms, 0);
  return `audit ${auditing.toFixed(1)} ms\nplan, with the audit ${total.toFixed(1)} ms\n`;
}
