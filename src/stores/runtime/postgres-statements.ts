/**
 * Who writes to a structure shares its lock, who changes all of it has the lock alone: so that nothing is written between
 * the parts of a transaction. `position` is the order of insertion; what expired and is written again is inserted anew.
 */
export const CREATE = `CREATE TABLE IF NOT EXISTS state_store (
  structure text NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  version text NOT NULL,
  expires_at double precision,
  position bigserial,
  PRIMARY KEY (structure, key)
);
CREATE INDEX IF NOT EXISTS state_store_expires_at ON state_store (expires_at) WHERE expires_at IS NOT NULL;`;

const SHARED = `guard AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(hashtextextended('state_store:' || $1, 0)))`;

const NEW = `INSERT INTO state_store AS s (structure, key, value, version, expires_at)
  SELECT $1, $2, $3, $4, $5::double precision FROM guard
  ON CONFLICT (structure, key) DO UPDATE SET version = excluded.version, expires_at = excluded.expires_at,
    position = CASE WHEN s.expires_at <= $6 THEN excluded.position ELSE s.position END`;

const ALIVE = '(s.expires_at IS NULL OR s.expires_at > ';

export const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))`;

export const READ = `SELECT key, value, version, expires_at FROM state_store s
  WHERE structure = $1 AND key = $2 AND ${ALIVE}$3)`;

export const READ_ALL = `SELECT key, value, version, expires_at FROM state_store s
  WHERE structure = $1 AND ${ALIVE}$2) ORDER BY position`;

export const COUNT = `SELECT count(*) AS count FROM state_store s WHERE structure = $1 AND ${ALIVE}$2)`;

export const PUT = `WITH ${SHARED} ${NEW}, value = excluded.value`;

/** Only where there is none, or its time has passed. */
export const CREATE_RECORD = `${PUT} WHERE s.expires_at <= $6`;

export const REPLACE = `WITH ${SHARED}
  UPDATE state_store s SET value = $3, version = $4, expires_at = $5::double precision FROM guard
  WHERE structure = $1 AND key = $2 AND version = $7 AND ${ALIVE}$6)`;

export const REMOVE = `WITH ${SHARED}
  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 RETURNING ${ALIVE}$3) AS alive`;

export const REMOVE_VERSION = `WITH ${SHARED}
  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 AND version = $3 AND ${ALIVE}$4)`;

export const REMOVE_ALL = 'DELETE FROM state_store WHERE structure = $1';

/** Of safe integers only: `numeric` would add anything else otherwise than JavaScript does. */
export const ADD = `WITH ${SHARED} ${NEW},
    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE (s.value::numeric + $7::numeric)::text END
  WHERE s.expires_at <= $6 OR CASE WHEN s.value ~ '^-?[0-9]{1,16}$'
    THEN abs(s.value::numeric) <= 9007199254740991 AND abs(s.value::numeric + $7::numeric) <= 9007199254740991
    ELSE false END
  RETURNING s.value`;

export const APPEND = `WITH ${SHARED} ${NEW},
    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE s.value || excluded.value END
  RETURNING length(s.value) - length(replace(s.value, E'\\n', '')) AS lines`;

const TAKEN = `WITH ${SHARED}, before AS (
    SELECT value FROM state_store, guard WHERE structure = $1 AND key = '' AND value <> '' FOR UPDATE OF state_store)`;

export const TAKE_FIRST = `${TAKEN}
  UPDATE state_store s SET version = $2, value = substr(before.value, position(E'\\n' IN before.value) + 1) FROM before
  WHERE structure = $1 AND key = '' RETURNING split_part(before.value, E'\\n', 1) AS line`;

const LAST_LINE = `substring(before.value FROM E'[^\\n]*\\n$')`;

export const TAKE_LAST = `${TAKEN}
  UPDATE state_store s SET version = $2, value = left(before.value, -length(${LAST_LINE})) FROM before
  WHERE structure = $1 AND key = '' RETURNING left(${LAST_LINE}, -1) AS line`;

/** The mark is a record of a structure that no name can be: every name has a namespace in front. */
export const SEED = `WITH guard AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))),
  mark AS (
    INSERT INTO state_store (structure, key, value, version)
    SELECT '@initial', $1,
      CASE WHEN EXISTS (SELECT 1 FROM state_store WHERE structure = $1) THEN '' ELSE $2 END, '' FROM guard
    ON CONFLICT DO NOTHING RETURNING value)
  INSERT INTO state_store (structure, key, value, version, expires_at)
  SELECT $1, r.key, r.value, r.version, r.expires_at
  FROM mark, unnest($3::text[], $4::text[], $5::text[], $6::double precision[])
    WITH ORDINALITY AS r (key, value, version, expires_at, number)
  WHERE mark.value <> '' ORDER BY r.number`;

export const READ_MARK = `SELECT value FROM state_store WHERE structure = '@initial' AND key = $1`;

export const COLLECT = `DELETE FROM state_store WHERE expires_at < $1 AND ctid IN (
  SELECT ctid FROM state_store WHERE expires_at < $1 LIMIT 500)`;
