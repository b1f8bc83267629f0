import type { ReportedBinding } from '../../model/report.js';
import type { Oracle } from '../../model/verification.js';
import { assertNever } from '../../support/invariant.js';

/** What a program must answer like, as far as this binding is concerned (the table of oracles). */
export function oracleOf({ classification }: Pick<ReportedBinding, 'classification'>): Oracle {
  switch (classification) {
    case 'counter':
    case 'accumulator':
    case 'session-store':
    case 'queue':
    case 'flag':
    case 'library-state':
    case 'undetermined':
      return 'one-immortal-container';
    case 'request-state':
    case 'init-snapshot':
    case 'mis-keyed-cache':
    case 'regex-cursor':
    case 'listener':
      return 'container-per-event';
    case 'ttl-cache':
    case 'bounded-cache':
    case 'unbounded-cache':
      return 'bounded-age';
    case 'client':
    case 'lazy-client':
    case 'memo':
    case 'configuration':
    case 'registry':
    case 'cold-start-flag':
    case 'timer':
      return 'no-influence';
    default:
      return assertNever(classification);
  }
}

/**
 * Whether an answer may differ because of it: a cache that expires may be as old as it says, and a circuit breaker
 * decides for its own container.
 */
export function isTolerated(binding: ReportedBinding): boolean {
  if (binding.verdict !== 'benign') return false;
  if (binding.classification === 'ttl-cache' || binding.classification === 'bounded-cache') return true;
  return binding.evidence.some(({ message }) => /circuit breaker|chooses among equivalents/i.test(message));
}
