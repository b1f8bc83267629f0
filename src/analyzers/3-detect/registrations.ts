import type { CallSite } from '../../model/flow.js';
import type { Host } from '../../model/deployment.js';
import { INPUTS } from './detection.js';
import type { Detection, DetectionInput } from './detection.js';

/** How a host's API is recognised at a call: the origin of what is called, and the method. */
interface Registration {
  readonly host: Host;
  /** Of the callee's origin: `express().get`, `new koa.use`. */
  readonly origin: RegExp;
  readonly inputs: readonly number[];
  /** The name in reports, from the method and the first constant argument. */
  readonly name: (method: string, first: string | null) => string;
}

const route = (method: string, first: string | null): string =>
  first === null ? method : `${/^(use|all|route|on|register)$/.test(method) ? method : method.toUpperCase()} ${first}`;
const named = (method: string, first: string | null): string => (first === null ? method : `${method} ${first}`);

/** The APIs by which programs hand functions to the hosts that call them once per request, event or message. */
const REGISTRATIONS: readonly Registration[] = [
  {
    host: 'express',
    origin:
      /^(express\(\)|(new )?express\.Router(\(\))?)\.(?:route\(\)\.)?(?:get|post|put|patch|delete|all|use|head|options|param)$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'fastify',
    origin:
      /^(new )?fastify(\.fastify|\.default)?(\(\))?\.(?:get|post|put|patch|delete|all|head|options|route|addHook|register|setErrorHandler|setNotFoundHandler)$/i,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'koa',
    origin: /^new (koa|@koa\/router|koa-router)\.(?:use|get|post|put|patch|delete|del|all|on)$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'koa',
    origin: /^(@koa\/router|koa-router)\(\)\.(?:use|get|post|put|patch|delete|del|all)$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'hono',
    origin:
      /^new (hono|@hono\/zod-openapi|hono\/tiny|hono\/quick)\.(?:Hono|OpenAPIHono)\.(?:basePath\(\)\.)?(?:get|post|put|patch|delete|all|use|on|onError|notFound|openapi|route)$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'http',
    origin: /^(http|https|http2)\.(createServer|createSecureServer|Server)$/,
    inputs: INPUTS.first,
    name: () => 'request',
  },
  {
    host: 'http',
    origin: /^(http|https|http2)\.(createServer|createSecureServer)\(\)\.on$/,
    inputs: INPUTS.first,
    name: named,
  },
  {
    host: 'http',
    origin: /^(itty-router|polka|restify|connect|router|find-my-way|lambda-api|restana|micro)(\.\w+)*\(\)\.\w+$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'http',
    origin: /^new (oak|@oakserver\/oak|elysia|itty-router|polka)(\.\w+)?\.\w+$/,
    inputs: INPUTS.first,
    name: route,
  },
  {
    host: 'socket.io',
    origin: /^(new )?socket\.io(\.Server|\.default)?(\(\))?(\.(of|listen|attach)\(\))?(\.sockets)?\.(?:on|use|once)$/,
    inputs: INPUTS.first,
    name: named,
  },
  {
    host: 'ws',
    origin: /^new (ws|websocket)(\.(?:Server|WebSocketServer|WebSocket\.Server|server))?\.(?:on|once)$/,
    inputs: INPUTS.firstTwo,
    name: named,
  },
  {
    host: 'firebase',
    origin: /^firebase-functions(\/[\w/]+)?(?!.*onInit)\.(.*\.)?(on[A-Z]\w*)$/,
    inputs: INPUTS.all,
    name: (method) => method,
  },
  {
    host: 'google-cloud-functions',
    origin: /^@google-cloud\/functions-framework\.(http|cloudEvent)$/,
    inputs: INPUTS.first,
    name: named,
  },
  { host: 'azure-functions', origin: /^@azure\/functions\.app\.\w+$/, inputs: INPUTS.first, name: named },
  {
    host: 'telegram',
    origin:
      /^new (grammy|telegraf|node-telegram-bot-api|telegram)(\.\w+)?\.(?:on|command|use|hears|start|help|action|onText|callbackQuery|catch|filter)$/,
    inputs: INPUTS.all,
    name: named,
  },
  {
    host: 'queue',
    origin: /^new (bullmq\.Worker|bull|bee-queue|@aws-sdk\/sqs-consumer)$/,
    inputs: INPUTS.first,
    name: named,
  },
  {
    host: 'queue',
    origin:
      /^(sqs-consumer\.Consumer\.create|new kafkajs\.Kafka\.consumer\(\)\.run|new bull\.process|amqplib\.connect\(\)\.createChannel\(\)\.consume)$/,
    inputs: INPUTS.first,
    name: (method) => method,
  },
  { host: 'cloudflare', origin: /^@addEventListener$/, inputs: INPUTS.first, name: named },
  {
    host: 'telegram',
    origin: /^(@slack\/bolt|new @slack\/bolt\.App|new discord\.js\.Client)\.\w+$/,
    inputs: INPUTS.all,
    name: named,
  },
];

/** Entry points that the program registers itself: routes, middleware, connection and message handlers. */
export function detectRegistrations({ program }: DetectionInput): Detection[] {
  const found: Detection[] = [];
  for (const site of program.flow.calls) {
    if (site.callbacks.length === 0 || site.externals.length === 0) continue;
    const registration = registrationOf(site);
    if (!registration) continue;
    const method = site.name ?? lastSegment(site.externals[0] as string);
    const [first] = site.expr.args;
    const constant = first?.k === 'literal' && typeof first.value === 'string' ? first.value : null;
    const name = registration.name(method, constant);
    for (const fn of site.callbacks) {
      const detectedBy = `${lastCallee(site.externals[0] as string)}(${constant === null ? '' : `'${constant}'`})`;
      found.push({
        fn,
        name,
        host: registration.host,
        detectedBy,
        inputs: inputsOf(program, fn, registration),
        confidence: 'high',
      });
    }
  }
  return found;
}

/** Express error handlers take the request second. */
function inputsOf(program: DetectionInput['program'], fn: number, registration: Registration): readonly number[] {
  if (registration.host !== 'express') return registration.inputs;
  const module = program.index.moduleOfFunction[fn] as number;
  const record = program.index.modules[module]?.functions[fn - (program.index.functionBase[module] as number)];
  return record && record.params.length >= 4 ? INPUTS.second : INPUTS.first;
}

function registrationOf(site: CallSite): Registration | undefined {
  for (const origin of site.externals) {
    const registration = REGISTRATIONS.find((candidate) => candidate.origin.test(origin));
    if (registration && !(registration.host === 'cloudflare' && !isFetchListener(site))) return registration;
  }
  return undefined;
}

function isFetchListener(site: CallSite): boolean {
  const [first] = site.expr.args;
  return first?.k === 'literal' && (first.value === 'fetch' || first.value === 'scheduled');
}

function lastSegment(origin: string): string {
  return origin.slice(origin.lastIndexOf('.') + 1).replace('()', '');
}

function lastCallee(origin: string): string {
  return origin.replace(/^@/, '');
}
