import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import type { CliContext } from './context.js';

/** The context of the running process. The analysis is loaded when a command first needs it. */
export function processContext(): CliContext {
  endQuietlyOnBrokenPipe(process.stdout);
  endQuietlyOnBrokenPipe(process.stderr);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
    packageRoot: fileURLToPath(new URL('../../', import.meta.url)),
    audit: async (options) => (await import('../pipeline.js')).audit(options),
    verify: async (options) => (await import('../verify/index.js')).verify(options),
    plan: async (options) => (await import('../migration/plan-migration.js')).planMigration(options),
    apply: async (plan, root) => (await import('../migration/apply-plan.js')).applyPlan(plan, root),
    ask: process.stdin.isTTY && process.stdout.isTTY ? askUser : null,
    now: () => performance.now(),
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.removeListener('SIGINT', listener);
    },
    exit: (code) => process.exit(code),
  };
}

async function askUser(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** A reader that went away (`| head`) is no error; any other failure to write is. */
function endQuietlyOnBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream === process.stdout) process.stderr.write(`error: cannot write the output: ${error.message}\n`);
  });
}
