import { PLATFORMS } from '../../../model/platforms.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import type { Target } from '../../../model/target.js';
import type { Commits } from './commits.js';

/** The deployed module that runs a function while it loads; null where none does, as for what only a script starts. */
export function loadingModule(commits: Commits, fn: number): number | null {
  const { program } = commits.judge;
  if (!runsIn(program, fn, 'init')) return null;
  const [first] = pathTo(program, fn, 'init');
  const module = program.index.moduleOfFunction[first?.from ?? fn] as number;
  return program.deployed.has(module) ? module : null;
}

/** The target of what a module starts while it loads: of several entry points in its file, the one that is frozen. */
export function targetOfLoading(commits: Commits, module: number): Target {
  const path = commits.judge.program.index.modules[module]?.path;
  const frozen = commits.judge.program.entries.find(
    ({ file, target }) => file === path && PLATFORMS[target].frozenBetween,
  );
  return frozen?.target ?? commits.targetOfModule(module);
}
