import { Worker } from 'node:worker_threads';

/** What came of running a module: its default export as JSON text, or why there is none. */
export type ModuleRun =
  | { readonly kind: 'exported'; readonly json: string }
  | { readonly kind: 'unusable'; readonly message: string }
  | {
      readonly kind: 'threw';
      readonly message: string;
      readonly code: string | null;
      readonly isSyntax: boolean;
    }
  | { readonly kind: 'slow' }
  | { readonly kind: 'ended' };

export interface RunOptions {
  readonly timeoutMs: number;
  /** Takes what the module prints: it is no part of the report. */
  readonly onOutput: (text: string) => void;
}

/**
 * Imports a module in a thread of its own, which is stopped when it exports, fails, or takes too long: a module that loops
 * for ever cannot be stopped otherwise.
 */
export async function runModule(url: string, { timeoutMs, onOutput }: RunOptions): Promise<ModuleRun> {
  const worker = new Worker(BOOTSTRAP, {
    eval: true,
    workerData: url,
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => onOutput(text));
  }
  let timer: NodeJS.Timeout | undefined;
  const run = await new Promise<ModuleRun>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'slow' }), timeoutMs);
    worker.once('message', (message: ModuleRun) => resolve(message));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'threw', message: error.message, code: error.code ?? null, isSyntax: false }),
    );
    worker.once('exit', () => resolve({ kind: 'ended' }));
  });
  clearTimeout(timer);
  await worker.terminate();
  return run;
}

const LARGEST_HEAP = 512;

/** Only plain data leaves the thread: what else an export holds is said by the path that leads to it. */
const BOOTSTRAP = `
const { parentPort, workerData } = require('node:worker_threads');

function plain(value, path, parents) {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const name = path === '' ? 'the default export' : path;
  if (typeof value !== 'object') throw new Unusable(name + ' is ' + words(value));
  if (parents.includes(value)) throw new Unusable(name + ' refers to itself');
  const inner = [...parents, value];
  if (inner.length > 100) throw new Unusable(name + ' is nested too deeply');
  if (Array.isArray(value)) return Array.from(value, (item, index) => plain(item, path + '[' + index + ']', inner) ?? null);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new Unusable(name + ' is ' + words(value));
  const entries = Object.keys(value).map((key) => [key, plain(value[key], path === '' ? key : path + '.' + key, inner)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

class Unusable extends Error {}

function words(value) {
  if (typeof value === 'object') return 'an instance of ' + (value.constructor?.name || 'a class');
  return 'a ' + (typeof value === 'number' ? 'number that JSON does not know' : typeof value);
}

async function exported() {
  const module = await import(workerData);
  let value = await module.default;
  if (value && typeof value === 'object' && value.__esModule === true && 'default' in value) value = await value.default;
  if (value === undefined) throw new Unusable('it exports nothing as default');
  return JSON.stringify(plain(value, '', []));
}

exported().then(
  (json) => parentPort.postMessage({ kind: 'exported', json }),
  (error) => {
    if (error instanceof Unusable) return parentPort.postMessage({ kind: 'unusable', message: error.message });
    const isError = error !== null && typeof error === 'object';
    parentPort.postMessage({
      kind: 'threw',
      message: String((isError && error.message) || error),
      code: isError && typeof error.code === 'string' ? error.code : null,
      isSyntax: error instanceof SyntaxError,
    });
  },
);
`;
