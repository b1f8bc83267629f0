import type { Expr } from '../../model/code.js';
import type { StateAccess } from '../../model/state.js';
import { destinationsOf } from './init-values/destination.js';
import type { Destination } from './init-values/destination.js';
import { gatesWork } from './init-values/gated-work.js';
import { initOriginOf } from './init-values/init-origin.js';
import type { InitOrigin } from './init-values/init-origin.js';
import { functionAt } from '../../model/program-index.js';
import { walkFunction } from '../../model/walk-code.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { isLate } from './slots.js';
import { assignedIn } from './state/definitions.js';

/**
 * Judges a value that is taken once, when the module loads, and differs from one load to the next: a random value, the
 * time, the name of the host, something that expires. Null where it is none of these.
 */
export function judgeInitValue(judge: Judge, slot: Slot, first: StateAccess | null): Opinion | null {
  const value = valueOf(judge, slot, first);
  const origin = value && initOriginOf(judge, value.fn, value.expr);
  if (!origin) return null;
  const reads = slot.accesses.filter(({ kind }) => kind === 'read');
  const late = reads.filter(isLate);
  if (origin.kind === 'expiring') return judgeExpiring(origin, late);
  const ends = new Map<Destination, StateAccess | null>();
  for (const read of late) {
    for (const end of destinationsOf(judge, read.fn, read.expr)) if (!ends.has(end)) ends.set(end, read);
  }
  if (!ends.has('signature') && origin.kind === 'entropy' && signsAtLoad(judge, slot)) ends.set('signature', first);
  switch (origin.kind) {
    case 'entropy':
      return judgeEntropy(origin, ends, first);
    case 'clock':
      return judgeClock(origin, ends, first);
    case 'host':
      return judgeHost(judge, origin, ends, reads, first);
  }
}

type Ends = ReadonlyMap<Destination, StateAccess | null>;

/** The module's own body hands it to what signs: `app.use(session({ secret }))`. */
function signsAtLoad(judge: Judge, slot: Slot): boolean {
  const { index } = judge.program;
  const { module, variable } = slot.root;
  if (variable < 0) return false;
  const body = index.functionBase[module] as number;
  const binding = variable - (index.bindingBase[module] as number);
  let signs = false;
  walkFunction(functionAt(index, body), (part) => {
    if (part.k === 'name' && part.binding === binding && destinationsOf(judge, body, part).has('signature'))
      signs = true;
  });
  return signs;
}

/** The initial value of a binding, or of the property of an object literal that a slot is about. */
function valueOf(judge: Judge, slot: Slot, first: StateAccess | null): { fn: number; expr: Expr } | null {
  if (first?.value) return { fn: first.fn, expr: first.value };
  const { index } = judge.program;
  const { module, variable } = slot.root;
  if (slot.path === '' || variable < 0) return null;
  const body = index.functionBase[module] as number;
  const [declared] = assignedIn(judge.definitions, body, variable - (index.bindingBase[module] as number));
  let expr: Expr | undefined = declared;
  for (const name of slot.path.split('.')) {
    expr = expr?.k === 'object' ? expr.properties.find((property) => property.name === name)?.value : undefined;
  }
  return expr ? { fn: body, expr } : null;
}

function judgeExpiring(origin: InitOrigin, late: readonly StateAccess[]): Opinion {
  const [read] = late;
  if (!read) return opinion('init-snapshot', 'none', 'made when the module loads, and used only then');
  return opinion(
    'init-snapshot',
    'high',
    `is made by \`${origin.shown}\` when the module loads and expires: later invocations use it when it no longer holds`,
    read,
  );
}

function judgeEntropy(origin: InitOrigin, ends: Ends, first: StateAccess | null): Opinion {
  const signed = ends.get('signature') ?? null;
  if (ends.has('signature') && origin.fallback) {
    return opinion(
      'init-snapshot',
      'medium',
      `is \`${origin.shown}\` where nothing is configured: then every environment signs with a key of its own, and rejects what another one has signed`,
      signed,
    );
  }
  if (ends.has('signature')) {
    return opinion(
      'init-snapshot',
      'critical',
      `is \`${origin.shown}\` of one environment: what it signs, another environment rejects`,
      signed,
    );
  }
  const committed = ends.get('commit');
  if (committed) {
    return opinion(
      'init-snapshot',
      'high',
      `is taken once by \`${origin.shown}\`, when the module loads: every invocation of the environment writes the same`,
      committed,
    );
  }
  const answered = ends.get('answer');
  if (answered) {
    return opinion(
      'init-snapshot',
      'high',
      `is taken once by \`${origin.shown}\`, when the module loads: every invocation of the environment answers with the same`,
      answered,
    );
  }
  return opinion(
    'init-snapshot',
    'none',
    `\`${origin.shown}\` of the environment, which reaches no answer and no store`,
    first,
  );
}

function judgeClock(origin: InitOrigin, ends: Ends, first: StateAccess | null): Opinion {
  const used = ends.get('commit') ?? ends.get('branch') ?? ends.get('answer');
  if (!used) return opinion('init-snapshot', 'none', 'when the environment started, for its age and for logs', first);
  const message = `is the time at which the module was loaded (\`${origin.shown}\`), which later invocations take for the present`;
  if (origin.calendar === 'year') return opinion('init-snapshot', 'low', message, used, { confidence: 'medium' });
  // A start that is answered beside the age that is counted from it describes the environment.
  const describes = ends.has('age') && !ends.has('commit') && !ends.has('branch');
  if (describes) return opinion('init-snapshot', 'none', 'when the environment started, for its age', first);
  const onlyAnswered = !ends.has('commit') && !ends.has('branch') && origin.calendar === 'instant';
  return opinion('init-snapshot', onlyAnswered ? 'medium' : 'high', message, used, { harmful: true });
}

function judgeHost(
  judge: Judge,
  origin: InitOrigin,
  ends: Ends,
  reads: readonly StateAccess[],
  first: StateAccess | null,
): Opinion | null {
  if (origin.test) {
    const gate = reads.find((read) => gatesWork(judge, read));
    if (!gate) return null;
    return opinion(
      'init-snapshot',
      'high',
      `makes \`${origin.shown}\` decide which instance does the work: with other names, or other numbers of instances, none does it, or several`,
      gate,
    );
  }
  const committed = ends.get('commit');
  if (!committed) return opinion('init-snapshot', 'none', `\`${origin.shown}\`, which reaches no store`, first);
  return opinion(
    'init-snapshot',
    'medium',
    `is \`${origin.shown}\`, which a new instance may have again and a stopped one leaves behind: as an owner or an identity in a store it outlives what it names`,
    committed,
    { harmful: true },
  );
}
