/** Tries until an attempt is stored. Null is a conflict; the pause after it is random, so that rivals part. */
export async function untilStored<R>(
  attempt: () => Promise<{ readonly result: R } | null>,
  longestPause: number,
  exhausted: (attempts: number) => Error,
): Promise<R> {
  for (let count = 0; count < ATTEMPTS; count++) {
    if (count > 0 && longestPause > 0) await pause(Math.random() * Math.min(longestPause, 2 ** count));
    const stored = await attempt();
    if (stored !== null) return stored.result;
  }
  throw exhausted(ATTEMPTS);
}

const ATTEMPTS = 50;

/** For what changes nothing and may be asked again. */
export async function askedAgain<R>(ask: () => Promise<R>): Promise<R> {
  try {
    return await ask();
  } catch {
    await pause(Math.random() * 50);
    return ask();
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The running timer keeps the process alive for as long as something is awaited, so connections need not. */
export async function within<R>(milliseconds: number, work: Promise<R>, what: string): Promise<R> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(stateError(`${what} took longer than ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets callers with the same key run one after another: within one process there is no need for conflicts. */
export function turns(): <R>(key: string, work: () => Promise<R>) => Promise<R> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

export function stateError(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message), { name: 'StateStoreError', ...(cause === undefined ? {} : { cause }) });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
