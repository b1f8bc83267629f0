import type { Host } from '../../model/deployment.js';
import type { CallSite } from '../../model/flow.js';
import { functionAt } from '../../model/program-index.js';
import type { Detection, DetectionInput } from './detection.js';
import { handedFunctions } from './handed-functions.js';
import type { FoundFunction } from './functions-in.js';

/** How a host's API is recognised at a call, and which of the functions that the call takes the host will call. */
export interface Registration {
  /** Of the callee's origin: `express().get`, `new koa.use`. */
  readonly callee: RegExp;
  readonly inputs:
    readonly number[] | ((fn: FoundFunction, params: number, call: RegisteringCall) => readonly number[]);
  /** The name in reports. */
  readonly name: (call: RegisteringCall, fn: FoundFunction) => string;
  /** What the first argument, a constant, has to be: the name of an event. */
  readonly first?: RegExp;
  /** Which functions count: by the path of properties that leads to them; by default the arguments themselves. */
  readonly takes?: RegExp;
  readonly context?: readonly string[];
  readonly confidence?: Detection['confidence'];
}

export interface RegisteringCall {
  readonly method: string;
  /** The first argument where it is a constant text. */
  readonly first: string | null;
}

/** `GET /stats`, `use /admin`, `POST`. */
export function routeName({ method, first }: RegisteringCall): string {
  const verb = /^(get|post|put|patch|delete|del|head|options)$/.test(method) ? method.toUpperCase() : method;
  return first === null ? verb : `${verb} ${first}`;
}

/** `on message`, `cron daily`. */
export function callName({ method, first }: RegisteringCall): string {
  return first === null ? method : `${method} ${first}`;
}

/** The event alone: `connection`, `message`. */
export function eventName({ method, first }: RegisteringCall): string {
  return first ?? method;
}

/** Entry points that the program hands to a host by a call: routes, middleware, connection and message handlers. */
export function detectRegistrations(
  input: DetectionInput,
  host: Host,
  registrations: readonly Registration[],
): Detection[] {
  return input.values.registering.flatMap(({ site, callees }) => {
    for (const callee of callees) {
      const call = callOf(site, callee);
      const registration = registrations.find((candidate) => registers(candidate, callee, call));
      if (registration) return registered(input, host, registration, site, callee, call);
    }
    return [];
  });
}

const DIRECT = /^$/;

function registers({ callee: pattern, first }: Registration, callee: string, call: RegisteringCall): boolean {
  return pattern.test(callee) && (first === undefined || first.test(call.first ?? ''));
}

function callOf(site: CallSite, callee: string): RegisteringCall {
  const [first] = site.expr.args;
  return {
    method:
      site.name ??
      callee
        .slice(callee.lastIndexOf('.') + 1)
        .replace(/\(\)$|^new /g, '')
        .replace('[]', 'any'),
    first: first?.k === 'literal' && typeof first.value === 'string' ? first.value : null,
  };
}

function registered(
  input: DetectionInput,
  host: Host,
  registration: Registration,
  site: CallSite,
  callee: string,
  call: RegisteringCall,
): Detection[] {
  const { program } = input;
  const { inputs, takes = DIRECT } = registration;
  const detectedBy = `${shownCallee(callee)}(${call.first === null ? '' : `'${call.first}'`})`;
  const registeredIn = program.index.moduleOfFunction[site.fn] as number;
  return handedFunctions(input, site).flatMap(({ found, shared }): Detection[] => {
    if (!takes.test(found.path)) return [];
    const params = functionAt(program.index, found.fn).params.length;
    return [
      {
        fn: found.fn,
        name: registration.name(call, found),
        host,
        detectedBy,
        inputs: typeof inputs === 'function' ? inputs(found, params, call) : inputs,
        ...(registration.context ? { context: registration.context } : {}),
        confidence: registration.confidence ?? 'high',
        registeredIn,
        shared: shared || call.method === 'use',
      },
    ];
  });
}

/** `@addEventListener` is a global, `socket.io#socket.on` a value that the host made. */
function shownCallee(callee: string): string {
  return callee.replace(/^@(?=\w+(\.|$)(?!.*\/))/, '').replace('#', ' ');
}
