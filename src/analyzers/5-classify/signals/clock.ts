import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import { walkFunction } from '../../../model/walk-code.js';
import { walkDeep } from '../judge.js';
import type { Judge } from '../judge.js';

const CLOCK =
  /^(new )?(@Date(\.now)?$|@performance\.now|@process\.(hrtime|uptime)|perf_hooks\.performance\.now|(dayjs|moment|luxon\.DateTime\.(now|utc|local)|date-fns\.\w+))/;

/** Whether a value is computed from the time of day. */
export function readsClock(judge: Judge, fn: number, expr: Expr): boolean {
  return dependsOn(judge, fn, expr, CLOCK, 1);
}

/** Whether a call itself gives the time, or something random: made on the spot, and not to be had again. */
export function isMadeOnTheSpot(judge: Judge, call: Expr): boolean {
  return judge.siteOf.get(call)?.externals.some((origin) => CLOCK.test(origin) || ENTROPY.test(origin)) === true;
}

const ENTROPY =
  /^(@Math\.random|@crypto\.(randomUUID|getRandomValues)|crypto\.(randomUUID|randomBytes|randomInt|getRandomValues|generateKeyPairSync)|uuid(\.v\d)?|nanoid(\.nanoid)?|ulid(\.ulid)?|cuid|@paralleldrive\/cuid2\.createId)$/;

/** Whether a value is random or an id made on the spot. */
export function isRandom(judge: Judge, fn: number, expr: Expr): boolean {
  return dependsOn(judge, fn, expr, ENTROPY, 1);
}

function dependsOn(judge: Judge, fn: number, expr: Expr, origins: RegExp, depth: number): boolean {
  let found = false;
  walkDeep(judge, fn, expr, (part) => {
    if (found || (part.k !== 'call' && part.k !== 'new')) return;
    const site = judge.siteOf.get(part);
    if (!site) return;
    found = site.externals.some((origin) => origins.test(origin));
    // One step into the program's own functions: `now()`, `makeId()`, `isExpired(entry)`.
    if (!found && depth > 0) found = site.targets.some((target) => calls(judge, target, origins));
  });
  return found;
}

function calls(judge: Judge, fn: number, origins: RegExp): boolean {
  let found = false;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (part.k !== 'call' && part.k !== 'new') return;
    if (judge.siteOf.get(part)?.externals.some((origin) => origins.test(origin)) === true) found = true;
  });
  return found;
}
