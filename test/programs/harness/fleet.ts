import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { eventFor, type Trace } from './trace.js';

/** Which container answers an event, by its number: a container that has no number yet is started. */
export type Schedule = (event: number) => number;

/** Runs a trace, and gives every answer. */
export async function answersOf(
  folder: string,
  trace: Trace,
  schedule: Schedule,
  env: NodeJS.ProcessEnv,
): Promise<unknown[]> {
  const containers = new Map<number, ChildProcess>();
  const answers: unknown[] = [];
  try {
    for (const [number, event] of trace.events.entries()) {
      const which = schedule(number);
      const container = containers.get(which) ?? (await start(folder, trace, env));
      containers.set(which, container);
      const given = eventFor(trace, event, answers);
      answers.push(
        await ask(container, { event: given, at: number, time: number * 1000 * (trace.secondsPerEvent ?? 1) }),
      );
    }
    return answers.map(withoutStack);
  } finally {
    for (const container of containers.values()) container.kill('SIGKILL');
  }
}

function withoutStack(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('thrown' in answer)) return answer;
  return {
    thrown: answer.thrown,
    ...(process.env['SHOW_STACKS'] ? { stack: (answer as { stack?: unknown }).stack } : {}),
  };
}

async function start(folder: string, trace: Trace, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const [file = '', exportName = ''] = trace.entry.split('#');
  const child = fork(
    join(import.meta.dirname, 'container.mjs'),
    [join(folder, file.replace(/\.ts$/, '.js')), exportName, trace.kind ?? 'lambda'],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] },
  );
  let said = '';
  child.stderr?.on('data', (part: Buffer) => (said += part.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the container ended with ${String(code)}: ${said}`)));
  });
  return child;
}

function ask(container: ChildProcess, message: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('the container ended'));
    const timer = setTimeout(() => reject(new Error('no answer within 10 seconds')), 10_000);
    container.once('exit', ended);
    container.once('message', (given) => {
      clearTimeout(timer);
      container.off('exit', ended);
      resolve((given as { answer: unknown }).answer);
    });
    container.send(message);
  });
}
