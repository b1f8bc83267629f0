import { audit } from '../../pipeline.js';
import type { ClassifiedProgram } from '../../model/classified-program.js';
import type { AuditReport, ReportedBinding } from '../../model/report.js';
import type { RunNote } from '../../model/verification.js';
import { UserError } from '../../support/user-error.js';
import { makeTrace } from '../trace/make-trace.js';
import type { VerifyOptions } from '../verify-options.js';
import { findEntries, type FoundEntry } from './find-entries.js';
import type { TraceEvent } from './program.js';

/** What is known of the program before it runs. */
export interface Study {
  readonly report: AuditReport;
  readonly entries: readonly FoundEntry[];
  readonly trace: readonly TraceEvent[];
  readonly isMade: boolean;
  readonly bindings: readonly ReportedBinding[];
  /** Ids of the bindings that findings are about. */
  readonly suspected: ReadonlySet<string>;
}

/** Audits the folder, finds the entries, and reads or makes the trace. */
export async function studyProgram(options: VerifyOptions, note: (note: RunNote) => void): Promise<Study> {
  const { root, target, entries: named, kind = null, events } = options;
  if (named.length === 0) throw new UserError('nothing to verify', 'name a handler: src/handler.ts#handler');
  let classified: ClassifiedProgram | null = null;
  const { report } = await audit({
    root,
    paths: [],
    ...(target === undefined ? {} : { target }),
    onStage: (given) => {
      if (given.stage === 'classify') classified = given.result;
    },
  });
  const entries = findEntries(named, root, report, kind).map((entry) => ({ ...entry, target: target ?? entry.target }));
  const given = events === undefined ? null : events.map((event) => traceEvent(event, entries));
  if (given?.length === 0) throw new UserError('the trace has no event', 'a trace is a JSON array of events');
  const made = given === null ? makeTrace(classified, entries) : [];
  if (given === null) {
    note({
      code: 'trace-made',
      message: `no trace was given: ${made.length} events were made from what the program reads`,
    });
  }
  const suspected = new Set(report.findings.flatMap(({ binding }) => binding ?? []));
  return { report, entries, trace: given ?? made, isMade: given === null, bindings: report.bindings, suspected };
}

/** `{ "$entry": "login", "event": … }`, or the event of the only entry. */
function traceEvent(event: unknown, entries: readonly FoundEntry[]): TraceEvent {
  if (typeof event !== 'object' || event === null || !('$entry' in event)) return { entry: 0, payload: event };
  const wanted = String(event.$entry);
  const entry = entries.findIndex(
    ({ file, exportName }) => exportName === wanted || `${file}#${exportName ?? ''}` === wanted,
  );
  if (entry < 0) throw new UserError(`the trace names the entry \`${wanted}\``, 'name it on the command line too');
  return { entry, payload: 'event' in event ? event.event : null };
}
