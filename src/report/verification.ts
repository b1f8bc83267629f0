import type { Divergence, ModeSummary, Oracle, Verification } from '../model/verification.js';
import { assertNever } from '../support/invariant.js';
import { escapeControls } from './escape.js';
import { toJson } from './json.js';
import type { Paint } from './paint.js';
import { plural } from './wording.js';

/** What `verify --format json` prints. */
export function jsonVerification(verification: Verification): string {
  return toJson(verification);
}

/** What `verify` prints for a person: the claim first, then each divergence with its schedule, then what was run. */
export function prettyVerification(verification: Verification, paint: Paint): string {
  const lines = [
    headLine(verification, paint),
    '',
    ...verification.divergences.flatMap((divergence, index) => divergenceLines(divergence, index, paint)),
    ...modeLines(verification, paint),
    ...toleranceLines(verification, paint),
    ...bindingLines(verification, paint),
    ...noteLines(verification, paint),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function headLine({ outcome, entries, target, reference, divergences, modes }: Verification, paint: Paint): string {
  const what = entries.map(({ file, export: name }) => (name === null ? file : `${file}#${name}`)).join(', ');
  const schedules = modes.reduce((sum, mode) => sum + mode.schedules, 0);
  const claim =
    outcome === 'divergence'
      ? paint.red(`✖ ${plural(divergences.length, 'divergence')}`)
      : paint.green(`✔ no divergence in ${plural(schedules, 'schedule')}`);
  const against = reference === 'itself' ? '' : ` · compared with ${escapeControls(reference)}`;
  return `${claim} · ${escapeControls(what)} · target ${target}${against}`;
}

function divergenceLines(divergence: Divergence, index: number, paint: Paint): string[] {
  const { mode, oracle, binding, path, expected, got, message, schedule, step } = divergence;
  const place = path === '' ? 'answer' : `answer${escapeControls(path)}`;
  return [
    `${paint.bold(`${index + 1}. ${binding === null ? 'unexplained' : escapeControls(binding)}`)}  ${mode} · ${oracleWords(oracle)}`,
    `   ${escapeControls(message)}`,
    `   ${place}: expected ${paint.green(shown(expected))}, got ${paint.red(shown(got))}`,
    ...schedule.map((one, position) => {
      const mark = position === step ? paint.red('→') : ' ';
      return `   ${mark} ${paint.dim(`container ${one.container} +${(one.at / 1000).toFixed(1)} s`)}  event ${one.event} ${shown(one.payload)}`;
    }),
    '',
  ];
}

function oracleWords(oracle: Oracle): string {
  switch (oracle) {
    case 'one-immortal-container':
      return 'must answer as one immortal container';
    case 'container-per-event':
      return 'must answer as if each event had a container of its own';
    case 'bounded-age':
      return 'must answer as without the cache, up to its age';
    case 'no-influence':
      return 'must not influence answers';
    case 'serial-order':
      return 'must answer as in some serial order';
    default:
      return assertNever(oracle);
  }
}

const WIDEST = 100;

function shown(value: unknown): string {
  const text = escapeControls(JSON.stringify(value) ?? 'nothing');
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text;
}

function modeLines({ modes, trace, seed }: Verification, paint: Paint): string[] {
  const parts = modes.map(modeWords);
  return [
    `${paint.bold('ran')} ${plural(trace.events.length, 'event')} (${trace.source}), seed ${escapeControls(seed)}: ${parts.join(' · ')}`,
  ];
}

function modeWords({ mode, schedules, steps, orders, cut }: ModeSummary): string {
  const many =
    orders === null
      ? `${plural(schedules, 'schedule')}, ${plural(steps, 'event')}`
      : `${orders.covered} of ${orders.possible} orders`;
  return `${mode} ${many}${cut === null ? '' : ` (cut short: ${cut})`}`;
}

function toleranceLines({ tolerated }: Verification, paint: Paint): string[] {
  return tolerated.map(({ binding, classification, oldest }) => {
    const age = `answers were up to ${Math.round(oldest / 1000)} s old`;
    return `${paint.bold('allowed')} ${escapeControls(binding)}: ${classification}, ${age}`;
  });
}

function bindingLines({ bindings, attributionWithheld }: Verification, paint: Paint): string[] {
  if (attributionWithheld !== null)
    return [`${paint.yellow('bindings not attributed')}: ${escapeControls(attributionWithheld)}`];
  const kinds = ['observable', 'mutated-without-effect', 'never-mutated', 'residual'] as const;
  const listed = bindings.filter(
    ({ outcome, verdict }) => outcome !== 'never-mutated' && (outcome !== 'residual' || verdict !== 'benign'),
  );
  const counts = kinds.map(
    (kind) => `${bindings.filter(({ outcome }) => outcome === kind).length} ${kind.replaceAll('-', ' ')}`,
  );
  return [
    `${paint.bold('bindings')} ${counts.join(' · ')}`,
    ...listed.map(({ binding, outcome, verdict, classification }) => {
      return `  ${outcome.replaceAll('-', ' ').padEnd(22)} ${escapeControls(binding)} (audit: ${classification}, ${verdict})`;
    }),
  ];
}

function noteLines({ notes, masked }: Verification, paint: Paint): string[] {
  const places = masked.map(({ event, path }) => `event ${event}${path}`);
  const hidden =
    places.length === 0
      ? []
      : [
          `not compared, because equal runs differ there: ${places.slice(0, 8).join(', ')}${places.length > 8 ? ', …' : ''}`,
        ];
  return [...notes.map(({ message }) => message), ...hidden].map(
    (text) => `${paint.yellow('note')} ${escapeControls(text)}`,
  );
}
