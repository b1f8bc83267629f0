import type { StateAccess } from '../../../model/state.js';
import { clientKindOf } from '../clients.js';
import type { Judge } from '../judge.js';
import { tokensAt } from '../values.js';

const TRANSACTION = /\.(startSession|transaction|beginTransaction|startTransaction|begin|createQueryRunner)\(\)$/;

export function holdsTransaction(judge: Judge, write: StateAccess): boolean {
  return externalsAt(judge, write).some((origin) => TRANSACTION.test(origin));
}

export function holdsConnection(judge: Judge, write: StateAccess): boolean {
  return externalsAt(judge, write).some(
    (origin) => clientKindOf(origin.replace(/\(\)$/, ''), judge.knownClients) === 'connection',
  );
}

function externalsAt(judge: Judge, write: StateAccess): string[] {
  if (!write.value) return [];
  return tokensAt(judge, write.fn, write.value).flatMap((token) =>
    token.t === 'object' && token.what === 'external' ? [token.origin] : [],
  );
}
