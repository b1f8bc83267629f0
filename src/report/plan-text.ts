import type { NotMigrated, Plan, PlanStep, RippleNode } from '../model/plan.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import { type DiffedFile, unifiedDiff } from './unified-diff.js';
import { plural } from './wording.js';

/** The plan for people: what each step does and costs, the change as a diff, and what is left with its reason. */
export function planText(plan: Plan, files: readonly DiffedFile[], paint: Paint): string {
  const steps = plan.steps.map((step) => stepText(step, paint)).join('\n');
  const parts = [
    headText(plan),
    steps,
    files.length === 0 ? '' : paintedDiff(unifiedDiff(files), paint),
    leftText(plan.notMigrated, paint),
    needsText(plan, paint),
    closingText(plan, paint),
  ];
  return `${parts
    .filter((part) => part !== '')
    .join('\n')
    .trimEnd()}\n`;
}

/** One step, as it is shown in the plan and asked about. */
export function stepText(step: PlanStep, paint: Paint): string {
  const flags = [step.guarantee, ...(step.applicability === 'unsafe' ? [paint.yellow('unsafe')] : [])].join(', ');
  const lines = [
    `${paint.bold(step.transform)}  ${escapeControls(step.title)}  ${paint.dim(`(${flags})`)}`,
    ...(step.why === null ? [] : [`  unsafe: ${escapeControls(step.why)}`]),
    ...step.resolves.map(
      ({ rule, file, line, column }) => `  resolves ${rule} at ${escapeControls(file)}:${line}:${column}`,
    ),
    ...step.ripple.flatMap((node) => rippleLines(node, '  ')),
    ...step.roundTrips.map(({ entry, added, perElement }) => {
      return `  ${escapeControls(entry)}: ${plural(added, 'more store round trip')}${perElement ? ' for each element' : ''}`;
    }),
    ...step.shapes.map(({ shape, chosen, roundTrips, why }) => {
      return `  ${chosen ? 'chosen' : 'not chosen'}: ${shape}, ${plural(roundTrips, 'round trip')}: ${escapeControls(why)}`;
    }),
    ...step.notes.map((note) => `  note: ${escapeControls(note)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function rippleLines(node: RippleNode, indent: string): string[] {
  const own = `${indent}${escapeControls(node.name)} (${escapeControls(node.file)}:${node.line}): ${escapeControls(node.change)}`;
  return [own, ...node.children.flatMap((child) => rippleLines(child, `${indent}  `))];
}

function headText({ target, store, storeDetectedBy, summary }: Plan): string {
  return `target ${target} · store ${store} (${escapeControls(storeDetectedBy)}) · ${plural(summary.files, 'file')} looked at\n`;
}

/** Each line painted by its sign; no control character of a source reaches the terminal. */
export function paintedDiff(diff: string, paint: Paint): string {
  const lines = diff.split('\n').map((line) => {
    const safe = escapeControls(line.replace(/\r$/, ''));
    if (/^(?:diff|---|\+\+\+|new file)/.test(line)) return paint.bold(safe);
    if (line.startsWith('@@')) return paint.cyan(safe);
    return line.startsWith('+') ? paint.green(safe) : line.startsWith('-') ? paint.red(safe) : safe;
  });
  return lines.join('\n');
}

function leftText(left: readonly NotMigrated[], paint: Paint): string {
  if (left.length === 0) return '';
  const lines = left.map(({ rule, file, line, column, reason, kind, transform }) => {
    const by = transform === null ? '' : ` ${paint.dim(`(${transform})`)}`;
    const tag =
      kind === 'unsafe'
        ? `${paint.yellow('needs --unsafe')}: `
        : kind === 'gate'
          ? `${paint.red('did not pass')}: `
          : '';
    return `  ${escapeControls(file)}:${line}:${column}  ${rule}${by}\n      ${tag}${escapeControls(reason)}`;
  });
  return `${paint.bold('not migrated')}\n${lines.join('\n')}\n`;
}

function needsText({ dependencies, requirements }: Plan, paint: Paint): string {
  const added = dependencies.map(({ manifest, name, range }) => `  ${escapeControls(manifest)}: ${name}@${range}`);
  const functions = requirements.flatMap((one) => [
    `  ${escapeControls(one.function)} (${escapeControls(one.file)})`,
    ...one.variables.map(({ name, what }) => `    ${name}: ${what}`),
    ...(one.permissions.length === 0 ? [] : [`    permissions: ${one.permissions.join(', ')}`]),
    ...one.network.map((line) => `    network: ${line}`),
  ]);
  const snippets = new Map(
    requirements.flatMap(({ snippets: all }) => all.map(({ manifest, text }) => [manifest, text])),
  );
  const texts = [...snippets].map(([manifest, text]) => {
    return `${paint.bold(`for ${escapeControls(manifest)}`)}\n${text.replace(/^(?=.)/gm, '  ')}`;
  });
  return [
    ...(added.length === 0 ? [] : [`${paint.bold('dependencies to add')}\n${added.join('\n')}\n`]),
    ...(functions.length === 0 ? [] : [`${paint.bold('what the functions need')}\n${functions.join('\n')}\n`]),
    ...texts,
  ].join('\n');
}

function closingText({ summary }: Plan, paint: Paint): string {
  const { error, warning, note } = summary.remaining;
  const remaining = [
    ...(error > 0 ? [plural(error, 'error')] : []),
    ...(warning > 0 ? [plural(warning, 'warning')] : []),
    ...(note > 0 ? [plural(note, 'note')] : []),
  ].join(' · ');
  const created = summary.created === 0 ? '' : `, ${plural(summary.created, 'new file')}`;
  const steps = `${plural(summary.steps, 'step')} · ${plural(summary.changed, 'file')} to change${created}`;
  return `${paint.bold(steps)} · ${remaining === '' ? 'nothing would be left' : `would be left: ${remaining}`}`;
}
