/** Our bug, not the user's. Names the part that found it. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** An error of ours with the part in front that it came from: `stage link: …`. */
export function errorIn(part: string, error: unknown): InvariantError {
  const message = error instanceof Error ? error.message : String(error);
  return new InvariantError(`${part}: ${message}`, { cause: error });
}

/** Makes a `switch` over a union exhaustive at compile time. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected value ${JSON.stringify(value)}`);
}
