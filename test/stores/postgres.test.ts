import { postgresRecords } from '../../src/stores/runtime/postgres-records.js';
import { conformance } from './conformance.js';
import { fleetLaws } from './fleet-laws.js';
import { generated } from './generated-store.js';
import { recordLaws } from './record-laws.js';
import { postgresIsMissing, startPostgres } from './servers/postgres.js';

const isMissing = postgresIsMissing;

conformance('on PostgreSQL', {
  isMissing,
  transactions: 'any',
  isShared: true,
  start: generated({ store: 'postgres', format: 'esm' }, startPostgres),
});

recordLaws('in PostgreSQL', { isMissing, start: startPostgres, open: postgresRecords });

fleetLaws('on PostgreSQL', {
  isMissing,
  start: startPostgres,
  project: { store: 'postgres', format: 'cjs' },
  transactions: true,
  rounds: 20,
});
