// What `npm publish` would upload holds everything that the tool needs, and nothing that it does not.
import { execFileSync } from 'node:child_process';
import { RULES } from '../dist/rules/index.js';

const NEEDED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'bin/stateless-migrate.js',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/cli/main.js',
  'schemas/config.schema.json',
  'schemas/report.schema.json',
  'schemas/verification.schema.json',
  'dist/verify/index.js',
  'dist/verify/inside/boot.cjs',
  'dist/verify/inside/reaper.cjs',
  'docs/configuration.md',
  'docs/old-code.md',
  ...RULES.map((rule) => `docs/rules/${rule.id}.md`),
];
const NEEDED_FOLDERS = ['examples/lambda-shop/'];
const UNWANTED = [/^src\//, /^test\//, /^scripts\//, /^bench\//, /\.map$/, /(^|\/)node_modules\//];

// Without prepack: the package is looked at as it was built.
const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  shell: process.platform === 'win32',
});
const [packed] = JSON.parse(output);
const files = packed.files.map((file) => file.path);

const problems = [
  ...NEEDED.filter((path) => !files.includes(path)).map((path) => `missing: ${path}`),
  ...NEEDED_FOLDERS.filter((folder) => !files.some((path) => path.startsWith(folder))).map((f) => `empty: ${f}`),
  ...files.filter((path) => UNWANTED.some((pattern) => pattern.test(path))).map((path) => `unwanted: ${path}`),
];

for (const problem of problems) console.error(problem);
console.log(`package: ${files.length} files, ${packed.size} bytes packed, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
