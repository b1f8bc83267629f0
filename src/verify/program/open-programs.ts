import { join } from 'node:path';
import { PLATFORMS } from '../../model/platforms.js';
import { curatedEnvironment } from '../containers/environment.js';
import { openPool } from '../containers/pool.js';
import type { ContainerEntry } from '../containers/protocol.js';
import { openReaper } from '../containers/reaper.js';
import type { CheckContext } from '../check/context.js';
import { openStore, type OpenStore } from '../store/open-store.js';
import type { VerifyOptions } from '../verify-options.js';
import { buildShadow, type Shadow } from './build-shadow.js';
import type { Program } from './program.js';
import { referenceFolder } from './reference-folder.js';
import type { Study } from './study-program.js';

/** The forms of the program that containers load, and what they talk to. */
export type OpenPrograms = Pick<
  CheckContext,
  'program' | 'instrumented' | 'reference' | 'isSelf' | 'nextNamespace' | 'beforeRun'
> & { readonly store: OpenStore };

const EVENT_TIMEOUT_MS = 5000;
const INIT_TIMEOUT_MS = 15_000;
/** Processes that wait booted: more only compete for the processors. */
const WAITING = 2;

/** Copies the program, opens the pool and the store. What has to be closed is added to `closers`. */
export async function openPrograms(
  options: VerifyOptions,
  study: Study,
  folder: string,
  closers: (() => Promise<void>)[],
): Promise<OpenPrograms> {
  const { root, against, callerEnv = {} } = options;
  const reaper = openReaper(curatedEnvironment(callerEnv, { withStores: false, own: {} }), folder);
  closers.push(reaper.close);
  const plain = buildShadow({ root, into: join(folder, 'plain'), bindings: [] });
  const store = await openStore(options, folder, reaper);
  closers.push(store.close);
  const env = curatedEnvironment(callerEnv, {
    withStores: options.store !== undefined,
    own: { ...store.env, ...options.env },
  });
  const traced = buildShadow({ root, into: join(folder, 'traced'), bindings: instrumentedBindings(study) });
  const other = against === undefined ? null : referenceFolder(against, root, join(folder, 'reference'));
  const old = other === null ? null : buildShadow({ root: other, into: join(folder, 'old'), bindings: [] });
  const formOf = (shadow: Shadow): Program => {
    const pool = openPool({ cwd: shadow.root, env, reaper }, shadow === traced ? 1 : WAITING);
    closers.push(pool.close);
    return {
      pool,
      entries: study.entries.map((entry): ContainerEntry => {
        return { file: shadow.executable(entry.file), exportName: entry.exportName, kind: entry.kind };
      }),
      env: { ...store.env },
      target: study.entries[0]?.target ?? 'lambda',
      initTimeoutMs: options.initTimeoutMs ?? INIT_TIMEOUT_MS,
      eventTimeoutMs: options.eventTimeoutMs ?? EVENT_TIMEOUT_MS,
      separate: isSeparate(study),
    };
  };
  const program = formOf(plain);
  const reference = old === null ? program : formOf(old);
  let runs = 0;
  return {
    program,
    reference,
    isSelf: old === null,
    instrumented: formOf(traced),
    nextNamespace: () => `verify-${++runs}`,
    beforeRun: store.clear,
    store,
  };
}

function instrumentedBindings({ bindings }: Study) {
  return bindings.map((binding) => ({ ...binding, id: `${binding.file}#${binding.name}` }));
}

/** Functions of a platform that gives each of them containers of its own. */
function isSeparate({ entries }: Study): boolean {
  const [first] = entries;
  return entries.length > 1 && first !== undefined && !PLATFORMS[first.target].concurrent;
}
