import { pathTo, runsIn } from '../../../model/reached-program.js';
import type { Commits } from './commits.js';

/** The deployed module that runs a function while it loads; null where none does, as for what only a script starts. */
export function loadingModule(commits: Commits, fn: number): number | null {
  const { program } = commits.judge;
  if (!runsIn(program, fn, 'init')) return null;
  const [first] = pathTo(program, fn, 'init');
  const module = program.index.moduleOfFunction[first?.from ?? fn] as number;
  return program.deployed.has(module) ? module : null;
}
