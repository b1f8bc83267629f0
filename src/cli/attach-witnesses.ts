import type { SeenWitness } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import type { Divergence } from '../model/verification.js';
import { escapeControls } from '../report/escape.js';
import { UserError } from '../support/user-error.js';
import type { CliContext } from './context.js';
import { textLine } from './progress-line.js';

/** Hosts whose functions are called one by one; everything else is a program that answers requests. */
const FUNCTIONS: ReadonlySet<string> = new Set(['aws-lambda', 'alexa', 'google-cloud-functions', 'netlify']);

/** Milliseconds for the entry points of one file. */
const BUDGET_MS = 60_000;

/** The report with what was seen when its entry points ran. One that cannot be run is told of on stderr. */
export async function attachWitnesses(report: AuditReport, root: string, context: CliContext): Promise<AuditReport> {
  const line = textLine(context);
  const seen = new Map<string, SeenWitness>();
  const programs = programsOf(report);
  for (const [position, entries] of programs.entries()) {
    line.show(`running ${entries.join(', ')} (${position + 1} of ${programs.length})`);
    try {
      const options = { root, entries, callerEnv: context.env, timeBudgetMs: BUDGET_MS };
      const { divergences } = await context.verify(options);
      for (const divergence of divergences) {
        for (const id of divergence.bindings) if (!seen.has(id)) seen.set(id, witnessOf(divergence));
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      line.clear();
      context.stderr.write(`not run: ${escapeControls(`${entries.join(', ')}: ${error.message}`)}\n`);
    }
  }
  line.clear();
  const findings = report.findings.map((finding) => {
    return { ...finding, seen: finding.binding === null ? null : (seen.get(finding.binding) ?? null) };
  });
  return { ...report, findings };
}

/** What is run together: the functions of one file, or the application in it. */
function programsOf({ entryPoints }: AuditReport): readonly (readonly string[])[] {
  const programs = new Map<string, Set<string>>();
  for (const { file, name, host } of entryPoints) {
    const entries = programs.get(file) ?? new Set<string>();
    entries.add(FUNCTIONS.has(host) && /^[\w$]+$/.test(name) ? `${file}#${name}` : file);
    programs.set(file, entries);
  }
  return [...programs.values()].map((entries) => [...entries].sort());
}

function witnessOf({ message, path, expected, got, schedule }: Divergence): SeenWitness {
  return { message, path, expected, got, events: schedule.map(({ payload, container }) => ({ payload, container })) };
}
