import type { Host } from '../../model/deployment.js';
import { exportNames, exportedTokens, functionsOf } from '../../model/exported-values.js';
import { INPUTS } from './detection.js';
import type { Detection, DetectionInput } from './detection.js';

/** A host that finds its functions by the place and the export name of a file. */
interface Convention {
  readonly host: Host;
  readonly path: RegExp;
  /** A package that must be among the dependencies, or a manifest that must cover the file; null for none. */
  readonly needs: RegExp | null;
  readonly exports: RegExp;
  readonly inputs: readonly number[];
  readonly says: string;
}

const VERBS = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|default)$/;
const SOURCE = String.raw`\.[mc]?[jt]sx?$`;

const CONVENTIONS: readonly Convention[] = [
  {
    host: 'next',
    path: new RegExp(`(^|/)pages/api/.+${SOURCE}`),
    needs: /^next$/,
    exports: /^default$/,
    inputs: INPUTS.first,
    says: 'pages/api',
  },
  {
    host: 'next',
    path: new RegExp(`(^|/)app/(.+/)?route${SOURCE}`),
    needs: /^next$/,
    exports: VERBS,
    inputs: INPUTS.firstTwo,
    says: 'app route handler',
  },
  {
    host: 'next',
    path: new RegExp(`(^|/)(middleware|proxy)${SOURCE}`),
    needs: /^(next|@vercel\/edge|@vercel\/functions)$/,
    exports: /^(default|middleware|proxy)$/,
    inputs: INPUTS.first,
    says: 'middleware',
  },
  {
    host: 'sveltekit',
    path: new RegExp(`(^|/)\\+(server|page\\.server|layout\\.server)${SOURCE}`),
    needs: /^@sveltejs\/kit$/,
    exports: /^(GET|POST|PUT|PATCH|DELETE|load|actions)$/,
    inputs: INPUTS.first,
    says: 'SvelteKit route',
  },
  {
    host: 'nuxt',
    path: new RegExp(`(^|/)server/(api|routes|middleware)/.+${SOURCE}`),
    needs: /^(nuxt|nuxt3|nitropack|nitro|h3|nuxi)$/,
    exports: /^default$/,
    inputs: INPUTS.all,
    says: 'server route',
  },
  {
    host: 'nuxt',
    path: new RegExp(`(^|/)(routes|api)/.+${SOURCE}`),
    needs: /^(nitropack|nitro)$/,
    exports: /^default$/,
    inputs: INPUTS.all,
    says: 'server route',
  },
  {
    host: 'vercel',
    path: new RegExp(`(^|/)api/.+${SOURCE}`),
    needs: /^(vercel|@vercel\/node|@now\/node|@vercel\/edge)$/,
    exports: VERBS,
    inputs: INPUTS.first,
    says: 'api folder',
  },
  {
    host: 'netlify',
    path: new RegExp(`(^|/)netlify/(edge-)?functions/.+${SOURCE}`),
    needs: null,
    exports: /^(default|handler)$/,
    inputs: INPUTS.first,
    says: 'netlify/functions',
  },
  {
    host: 'netlify',
    path: new RegExp(`(^|/)functions/[^/]+${SOURCE}`),
    needs: /^(@netlify\/functions|netlify-cli|netlify-lambda|netlify)$/,
    exports: /^(default|handler)$/,
    inputs: INPUTS.first,
    says: 'functions folder',
  },
  {
    host: 'cloudflare',
    path: new RegExp(`(^|/)functions/.+${SOURCE}`),
    needs: /^(wrangler|@cloudflare\/workers-types)$/,
    exports: /^onRequest(Get|Post|Put|Patch|Delete|Head|Options)?$/,
    inputs: INPUTS.first,
    says: 'Pages function',
  },
  {
    host: 'astro',
    path: new RegExp(`(^|/)src/pages/.+\\.[jt]s$`),
    needs: /^astro$/,
    exports: /^(GET|POST|PUT|PATCH|DELETE|ALL)$/,
    inputs: INPUTS.first,
    says: 'endpoint',
  },
  {
    host: 'remix',
    path: new RegExp(`(^|/)app/routes/.+${SOURCE}`),
    needs: /^@(remix-run|react-router)\//,
    exports: /^(loader|action)$/,
    inputs: INPUTS.first,
    says: 'route',
  },
  {
    host: 'twilio',
    path: new RegExp(`(^|/)functions/.+\\.js$`),
    needs: /^(twilio-run|@twilio-labs\/.+)$/,
    exports: /^handler$/,
    inputs: INPUTS.firstTwo,
    says: 'functions folder',
  },
];

/** Entry points that a host finds by file name and export name. */
export function detectConventions(input: DetectionInput): Detection[] {
  const { program } = input;
  return program.index.modules.flatMap((module, number) =>
    CONVENTIONS.filter(
      (convention) => convention.path.test(module.path) && isMet(input, convention, module.path),
    ).flatMap((convention) => detectionsOf(input, convention, number)),
  );
}

function isMet(input: DetectionInput, convention: Convention, path: string): boolean {
  const { needs, host } = convention;
  if (needs === null) return true;
  for (const name of input.dependenciesOf(path)) if (needs.test(name)) return true;
  if (host !== 'vercel' && host !== 'netlify' && host !== 'cloudflare') return false;
  return input.deployment.scopes.some(
    ({ folder, target }) => target === host && (folder === '' || path.startsWith(`${folder}/`)),
  );
}

function detectionsOf({ program }: DetectionInput, convention: Convention, module: number): Detection[] {
  const path = program.index.modules[module]?.path ?? '';
  return exportNames(program, module)
    .filter((name) => convention.exports.test(name))
    .flatMap((name) => {
      const detectedBy = `${convention.says}: ${path}`;
      const tokens = exportedTokens(program, module, name);
      const own = functionsOf(program, tokens);
      const inner = own.length > 0 ? own : methodsOf(program, tokens);
      return inner.map((fn): Detection => ({
        fn,
        name,
        host: convention.host,
        detectedBy,
        inputs: convention.inputs,
        confidence: 'high',
      }));
    });
}

/** `export const actions = { default: async (event) => … }`. */
function methodsOf(program: DetectionInput['program'], tokens: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (const token of tokens) {
    const value = program.flow.tokens[token];
    if (value?.t !== 'object' || value.what !== 'object') continue;
    for (const field of program.flow.fields[token]?.values() ?? []) {
      found.push(...functionsOf(program, program.flow.values[field] ?? []));
    }
  }
  return found;
}

const LAMBDA_EXPORT = /^(handler|lambdaHandler|lambda_handler)$/;

/** `exports.handler` and `export const handler`: the name that AWS Lambda calls unless told otherwise. */
export function detectLambdaExports({ program }: DetectionInput): Detection[] {
  return program.index.modules.flatMap((module, number) =>
    exportNames(program, number)
      .filter((name) => LAMBDA_EXPORT.test(name))
      .flatMap((name) =>
        functionsOf(program, exportedTokens(program, number, name)).map((fn): Detection => {
          const detectedBy = `export named ${name} in ${module.path}`;
          return { fn, name, host: 'aws-lambda', detectedBy, inputs: INPUTS.first, confidence: 'medium' };
        }),
      ),
  );
}

const WORKER_EVENTS = /^(fetch|scheduled|queue|email|tail|trace|alarm)$/;

/** `export default { fetch(request, env) {} }` and classes that extend WorkerEntrypoint. */
export function detectWorkerExports({ program }: DetectionInput): Detection[] {
  const found: Detection[] = [];
  program.index.modules.forEach((module, number) => {
    for (const token of exportedTokens(program, number, 'default')) {
      const value = program.flow.tokens[token];
      if (value?.t !== 'object' || value.what !== 'object') continue;
      for (const [name, field] of program.flow.fields[token] ?? []) {
        if (!WORKER_EVENTS.test(name)) continue;
        for (const fn of functionsOf(program, program.flow.values[field] ?? [])) {
          const detectedBy = `default export of ${module.path}`;
          found.push({ fn, name, host: 'cloudflare', detectedBy, inputs: INPUTS.first, confidence: 'high' });
        }
      }
    }
  });
  return found;
}
