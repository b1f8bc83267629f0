import type { Host } from '../../model/deployment.js';
import { bindingAt, bindingIn } from '../../model/program-index.js';
import { dependsOn } from './convention.js';
import { INPUTS } from './detection.js';
import type { Detection, DetectionInput } from './detection.js';
import { functionsIn } from './functions-in.js';
import { routeName } from './registration.js';

const VERB = /^(?:get|post|put|patch|delete|all)$/;

/**
 * `module.exports = (app) => { app.get('/stats', handler); }` in a file that is loaded by a computed name: who hands in the
 * router is not known, but nothing else has verbs that take a path and a function.
 */
export function detectHandedRoutes(input: DetectionInput, host: Host, framework: RegExp): Detection[] {
  const { program, values } = input;
  const { flow, index } = program;
  return flow.calls.flatMap((site): Detection[] => {
    const { callee, args } = site.expr;
    const [first] = args;
    if (site.name === null || !VERB.test(site.name) || callee.k !== 'member' || callee.object.k !== 'name') return [];
    if (first?.k !== 'literal' || typeof first.value !== 'string' || !first.value.startsWith('/')) return [];
    const receiver = bindingIn(index, site.fn, callee.object.binding);
    const { kind, type, name: handed } = bindingAt(index, receiver);
    // A declared type would say which router it is.
    if (kind !== 'param' || (type !== null && type !== 'any')) return [];
    if ((flow.values[receiver]?.length ?? 0) > 0 || values.originsOf(receiver).length > 0) return [];
    const { path } = index.modules[index.moduleOfFunction[site.fn] as number] ?? { path: '' };
    if (!dependsOn(framework)(input, path)) return [];
    const call = { method: site.name, first: first.value };
    return functionsIn(program, site.args)
      .filter((found) => found.path === '')
      .map(({ fn }) => ({
        fn,
        name: routeName(call),
        host,
        detectedBy: `${handed}.${site.name ?? ''}('${call.first}') on a router that is handed in`,
        inputs: INPUTS.first,
        confidence: 'medium',
        registeredIn: index.moduleOfFunction[site.fn] as number,
      }));
  });
}
