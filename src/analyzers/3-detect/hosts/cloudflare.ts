import { exportedTokens } from '../../../model/exported-values.js';
import type { LinkedProgram } from '../../../model/linked-program.js';
import { classAt, functionAt } from '../../../model/program-index.js';
import { classesOf, superclassOrigins } from '../classes.js';
import { detectConventions, dependsOn, either, runsOn, SCRIPT } from '../convention.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';
import { functionsIn, methodsOf } from '../functions-in.js';
import { unimportedModules } from '../unimported-modules.js';

const ON_WORKERS = either(
  runsOn('cloudflare'),
  dependsOn(/^(?:wrangler|@cloudflare\/(?:workers-types|vite-plugin|vitest-pool-workers)|hono-agents|agents)$/),
);
const EVENTS = /^(?:fetch|scheduled|queue|email|tail|trace)$/;
/** Classes whose instances the platform makes: each is an actor of its own, or lives for one call. */
const ACTOR =
  /^(?:cloudflare:workers\.(?:WorkerEntrypoint|DurableObject|WorkflowEntrypoint)|agents(?:\/[\w-]+)*\.\w*Agent|@cloudflare\/ai-chat\.\w+|partyserver\.Server|y-partyserver\.YServer|@cloudflare\/(?:containers|sandbox|actors)\.\w+)$/;

/** Cloudflare Workers: modules, service workers, entrypoint classes, Durable Objects, Workflows, Pages functions. */
export const cloudflare: HostDetector = {
  facts: [],
  detect: (input) => [
    ...input.program.index.modules.flatMap((_, number) => moduleWorker(input, number)),
    ...unimportedModules(input.program).flatMap((module) => undeclaredWorker(input, module)),
    ...listeners(input),
    ...actorsIn(input).flatMap((cls) => methodsOfActor(input, cls)),
    ...detectConventions(input, 'cloudflare', [
      {
        path: new RegExp(`(?:^|/)functions/.+${SCRIPT}`),
        needs: ON_WORKERS,
        exports: /^onRequest(?:Get|Post|Put|Patch|Delete|Head|Options)?$/,
        inputs: INPUTS.first,
        says: 'Pages function',
      },
    ]),
  ],
};

/** `export default { fetch(request, env) {} }`, also inside a wrapper. */
function moduleWorker(input: DetectionInput, module: number): Detection[] {
  const { program } = input;
  const path = program.index.modules[module]?.path ?? '';
  if (!ON_WORKERS(input, path)) return [];
  return exportedFunctions(input, module, 'default').flatMap((found): Detection[] => {
    if (!EVENTS.test(found.path)) return [];
    const detectedBy = `default export of ${path}`;
    return [
      { fn: found.fn, name: found.path, host: 'cloudflare', detectedBy, inputs: INPUTS.first, confidence: 'high' },
    ];
  });
}

/** What Bun and Deno hand to `fetch` beside the request has these members; bindings have names of their own. */
const OF_SERVERS =
  /^(?:requestIP|upgrade|timeout|port|hostname|url|publish|stop|reload|pending\w+|remoteAddr|completed|\*)$/;

/** A module worker that nothing else shows to be one: only Workers hand bindings to `fetch`, or a third argument. */
function undeclaredWorker(input: DetectionInput, module: number): Detection[] {
  const { flow, index } = input.program;
  const path = index.modules[module]?.path ?? '';
  if (input.deployment.scopes.some(({ folder }) => folder === '' || path.startsWith(`${folder}/`))) return [];
  return exportedFunctions(input, module, 'default').flatMap((found): Detection[] => {
    if (found.path !== 'fetch') return [];
    const { params } = functionAt(index, found.fn);
    const base = index.bindingBase[index.moduleOfFunction[found.fn] as number] as number;
    const second = params[1] ? flow.outflows[base + params[1].binding]?.loads : undefined;
    if (params.length < 3 && !second?.some(({ name }) => !OF_SERVERS.test(name))) return [];
    const detectedBy = `default export of ${path}, whose fetch takes bindings`;
    return [
      { fn: found.fn, name: 'fetch', host: 'cloudflare', detectedBy, inputs: INPUTS.first, confidence: 'medium' },
    ];
  });
}

/** `addEventListener('fetch', (event) => event.respondWith(…))`; a page's service worker looks the same. */
function listeners(input: DetectionInput): Detection[] {
  const { program, values } = input;
  const { flow, index } = program;
  return flow.calls.flatMap((site): Detection[] => {
    const isOwn = values.calleesOf(site).some((callee) => callee === '@addEventListener');
    const isGlobal = [...(flow.values[site.object] ?? [])].some((token) => flow.tokens[token]?.t === 'global');
    const [first] = site.expr.args;
    if (!isOwn && !(isGlobal && site.name === 'addEventListener')) return [];
    if (first?.k !== 'literal' || (first.value !== 'fetch' && first.value !== 'scheduled')) return [];
    const module = index.moduleOfFunction[site.fn] as number;
    if (!ON_WORKERS(input, index.modules[module]?.path ?? '')) return [];
    const detectedBy = `addEventListener('${first.value}')`;
    return functionsIn(program, site.args).map(({ fn }) => ({
      fn,
      name: String(first.value),
      host: 'cloudflare',
      detectedBy,
      inputs: INPUTS.first,
      confidence: 'high',
      registeredIn: module,
    }));
  });
}

/** Classes that extend one of the platform's, and those that a manifest names. */
export function actorsIn(input: DetectionInput): number[] {
  const { program, deployment } = input;
  const extending = classesOf(program).filter((cls) =>
    superclassOrigins(program, cls).some((origin) => ACTOR.test(origin)),
  );
  const named = deployment.functions.flatMap(({ source }) => {
    const module = source.kind === 'class' ? program.index.byPath.get(source.file) : undefined;
    if (module === undefined || source.kind !== 'class') return [];
    return [...exportedTokens(program, module, source.className)].flatMap((token) => {
      const value = program.flow.tokens[token];
      return value?.t === 'class' ? [value.cls] : [];
    });
  });
  return [...new Set([...extending, ...named])];
}

/** Methods that the platform calls, and those that other workers may: the public ones, which the class itself does not call. */
function methodsOfActor({ program, calls }: DetectionInput, cls: number): Detection[] {
  const { name, constructorFn } = classAt(program.index, cls);
  const base = program.index.functionBase[program.index.moduleOfClass[cls] as number] as number;
  const methods = methodsOf(program, cls).filter(
    ({ fn, path }) =>
      CALLED_BY_PLATFORM.test(path) ||
      (!path.startsWith('#') && !calls.callersOf(fn).some((caller) => isOfModule(program, caller, base))),
  );
  const constructing = constructorFn < 0 ? [] : [{ fn: base + constructorFn, path: 'constructor' }];
  return [...constructing, ...methods].map(({ fn, path }) => ({
    fn,
    name: `${name}.${path}`,
    host: 'cloudflare',
    detectedBy: `method of ${name}, which the platform instantiates`,
    inputs: path === 'constructor' ? INPUTS.none : INPUTS.all,
    confidence: 'high',
  }));
}

const CALLED_BY_PLATFORM =
  /^(?:fetch|alarm|scheduled|queue|email|tail|trace|run|webSocket(?:Message|Close|Error)|on[A-Z]\w*)$/;

function isOfModule({ index }: LinkedProgram, fn: number, other: number): boolean {
  return index.moduleOfFunction[fn] === index.moduleOfFunction[other];
}
