import { assertNever } from '../support/invariant.js';

/** Kinds of configuration that `init` can write, the default first. */
export const STARTER_FORMATS = ['jsonc', 'ts', 'mjs'] as const;
export type StarterFormat = (typeof STARTER_FORMATS)[number];

/** A configuration that changes nothing, with every key explained. */
export function starterConfiguration(format: StarterFormat): string {
  switch (format) {
    case 'jsonc':
      return `{\n  "$schema": "./node_modules/stateless-migrate/schemas/config.schema.json",\n\n${body('"')}}\n`;
    case 'ts':
    case 'mjs':
      return `import { defineConfig } from 'stateless-migrate';\n\nexport default defineConfig({\n${body("'")}});\n`;
    default:
      return assertNever(format);
  }
}

/** Each key with an example, commented out. */
function body(quote: '"' | "'"): string {
  const key = (name: string): string => (quote === '"' ? `"${name}"` : name);
  const text = (value: string): string => `${quote}${value}${quote}`;
  const list = (...values: string[]): string => `[${values.map(text).join(', ')}]`;
  const rule = (name: string): string => text(name);
  const override = `{ ${key('files')}: ${list('scripts/**')}, ${key('rules')}: { ${rule('process-global-write')}: ${text('off')} } }`;
  const certain = `{ ${key('severity')}: ${text('warning')}, ${key('minConfidence')}: ${text('high')} }`;
  const parts: readonly (readonly [comment: string, name: string, value: string])[] = [
    ['Platform that verdicts are for. Without it: what the deployment manifests say.', 'target', text('lambda')],
    [
      'Functions that the platform calls and that nothing else shows to be.',
      'entries',
      list('src/jobs/nightly.ts#run'),
    ],
    ['What is looked at where the command line names nothing.', 'include', list('src', 'packages/*/src/**')],
    ['What is left out, beside .gitignore, tests, build output and node_modules.', 'ignore', list('legacy/**')],
    [
      'Severity per rule: off, note, warning or error. `stateless-migrate rules` lists the rules.',
      'rules',
      `{ ${rule('unbounded-cache')}: ${text('error')}, ${rule('mutable-flag')}: ${certain} }`,
    ],
    ['Rules for a part of the repository; a later override wins.', 'overrides', `[${override}]`],
    ['Durable store that `migrate` moves state to: redis, dynamodb or postgres.', 'store', text('dynamodb')],
    ['How long migrated sessions live after their last write.', 'sessionTtlSeconds', '3600'],
    [
      'Clients of your own, by package and export: made once, not per invocation.',
      'knownClients',
      list('@shop/db.connect'),
    ],
  ];
  return parts.map(([comment, name, value]) => `  // ${comment}\n  // ${key(name)}: ${value},\n`).join('\n');
}
