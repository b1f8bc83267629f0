/** What a client sends to a store at once. */
export interface Operation {
  /** `GET cart:1`; for other protocols the kind of request. */
  readonly text: string;
  /** Belongs to the connection and not to an event: it is never held. */
  readonly isHandshake: boolean;
  readonly isRead: boolean;
  /** Keys that it touches; null where they are not known. */
  readonly keys: readonly string[] | null;
}

/** Reads as much as the order of operations needs to know. */
export function readOperation(chunk: Buffer, protocol: string): Operation {
  if (protocol === 'redis:' || protocol === 'rediss:') return redisOperation(chunk.toString('utf8'));
  if (protocol.startsWith('postgres')) return postgresOperation(chunk);
  return { text: 'request', isHandshake: false, isRead: false, keys: null };
}

/** Whether two operations give the same in either order. */
export function commute(one: Operation, other: Operation): boolean {
  if (one.isRead && other.isRead) return true;
  if (one.keys === null || other.keys === null) return false;
  return !one.keys.some((key) => other.keys?.includes(key));
}

const OF_THE_CONNECTION: ReadonlySet<string> = new Set(
  'HELLO AUTH INFO CLIENT SELECT PING READONLY CLUSTER COMMAND SCRIPT QUIT SUBSCRIBE ECHO'.split(' '),
);

const READS: ReadonlySet<string> = new Set(
  'GET MGET EXISTS TTL PTTL TYPE STRLEN HGET HMGET HGETALL HEXISTS HLEN HKEYS HVALS LRANGE LLEN LINDEX SMEMBERS SISMEMBER SCARD ZRANGE ZSCORE ZCARD'.split(
    ' ',
  ),
);

/** Commands whose first argument is the only key. */
const ONE_KEY: ReadonlySet<string> = new Set(
  'SET SETNX SETEX INCR INCRBY DECR DECRBY INCRBYFLOAT APPEND GETSET GETDEL EXPIRE PEXPIRE PERSIST HSET HSETNX HDEL HINCRBY LPUSH RPUSH LPOP RPOP LTRIM LSET LREM SADD SREM SPOP ZADD ZREM ZINCRBY'.split(
    ' ',
  ),
);

function redisOperation(text: string): Operation {
  const commands = redisCommands(text);
  const names = commands.map(([name = '']) => name.toUpperCase());
  const keys = commands.map((command, index) => keysOf(names[index] ?? '', command));
  return {
    text: commands.map((command) => command.slice(0, 2).join(' ')).join('; '),
    isHandshake: names.length > 0 && names.every((name) => OF_THE_CONNECTION.has(name)),
    isRead: names.length > 0 && names.every((name) => READS.has(name)),
    keys: keys.includes(null) || keys.length === 0 ? null : keys.flatMap((some) => some ?? []),
  };
}

function keysOf(name: string, command: readonly string[]): readonly string[] | null {
  if (name === 'MGET' || name === 'DEL' || name === 'UNLINK' || name === 'EXISTS' || name === 'WATCH')
    return command.slice(1);
  if (name === 'EVAL' || name === 'EVALSHA') return command.slice(3, 3 + Number(command[2]));
  return READS.has(name) || ONE_KEY.has(name) ? command.slice(1, 2) : null;
}

/** The arrays of bulk strings in a chunk; what is cut off is left out. */
function redisCommands(text: string): string[][] {
  const commands: string[][] = [];
  let rest = text;
  for (let header = /^\*(\d+)\r\n/.exec(rest); header !== null; header = /^\*(\d+)\r\n/.exec(rest)) {
    rest = rest.slice(header[0].length);
    const words: string[] = [];
    for (let word = 0; word < Number(header[1]); word++) {
      const length = /^\$(\d+)\r\n/.exec(rest);
      if (length === null) return commands;
      const bytes = Buffer.from(rest.slice(length[0].length));
      words.push(bytes.subarray(0, Number(length[1])).toString('utf8'));
      rest = bytes.subarray(Number(length[1]) + 2).toString('utf8');
    }
    commands.push(words);
  }
  return commands;
}

/** Simple queries and statements that are prepared belong to events; start-up, passwords and the like do not. */
function postgresOperation(chunk: Buffer): Operation {
  const kind = String.fromCharCode(chunk[0] ?? 0);
  const sql = /(?:select|insert|update|delete|begin|commit|rollback|create|with|set)\b[^\0]{0,60}/i.exec(
    chunk.toString('latin1'),
  );
  return { text: sql?.[0] ?? kind, isHandshake: !'QPBE'.includes(kind), isRead: false, keys: null };
}
