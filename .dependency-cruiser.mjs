const STAGES = '^src/(analyzers|rules|gate|planner|transforms|report)/';

/** A package by name, installed or not. */
const packageNamed = (names) => `(^|/)node_modules/(${names})/|^(${names})($|/)`;

const STORE_CLIENTS = packageNamed('ioredis|redis|pg|@aws-sdk/client-dynamodb|@aws-sdk/lib-dynamodb');
/** What planner and transforms see of the precise tier: types. The compiler itself comes with the value. */
const PRECISE_INTERFACE = '^src/project/precise/precise-project\\.ts$';

const COMPILER = packageNamed('@ts-morph/common|ts-morph|typescript');

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file with two names: nobody can read, test or move one alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'support-knows-nothing',
      comment: 'support/ has no domain words. What needs a record of the model belongs beside that record.',
      severity: 'error',
      from: { path: '^src/support/' },
      to: { path: '^src/', pathNot: '^src/support/' },
    },
    {
      name: 'model-is-plain',
      comment:
        'The model is what every part agrees on. If it imported a part or a package, that part could not change alone, and a second front end could not fill the same records.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/(model|support)/' },
    },
    {
      name: 'stages-see-the-model-alone',
      comment:
        'A stage takes records and gives records. What it needs from another part is a fact that belongs in the model; pipeline.ts hands it over.',
      severity: 'error',
      from: { path: STAGES },
      to: { path: '^src/', pathNot: ['^src/(model|support)/', STAGES, PRECISE_INTERFACE] },
    },
    {
      name: 'stages-do-not-import-each-other',
      comment:
        'pipeline.ts calls the stages. A stage that reaches into another one runs out of order one day, and cannot be cached or moved to a worker.',
      severity: 'error',
      from: { path: '^src/analyzers/(\\d-[^/]+)/' },
      to: { path: '^src/analyzers/\\d-', pathNot: '^src/analyzers/$1/' },
    },
    {
      name: 'precise-serves-migration',
      comment: 'The audit keeps to records. Only what plans and writes edits asks for trees and types, of few files.',
      severity: 'error',
      from: { path: '^src/(analyzers|rules|gate|report)/' },
      to: { path: '^src/project/precise/' },
    },
    {
      name: 'analyzers-rules-reports-apart',
      comment:
        'Finding facts, judging them, letting them count and showing them change for different reasons and meet in the model alone.',
      severity: 'error',
      from: { path: '^src/(analyzers|rules|gate|planner|transforms|report)/' },
      to: { path: STAGES, pathNot: ['^src/$1/', '^src/transforms/transform\\.ts$'] },
    },
    {
      name: 'syntax-serves-bind',
      comment: '1-bind is the last stage that sees a syntax tree, so it alone asks questions about syntax.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/analyzers/(1-bind|syntax)/' },
      to: { path: '^src/analyzers/syntax/' },
    },
    {
      name: 'only-the-pipeline-runs-stages',
      comment: 'The order of the stages is written down once. Who needs a result calls the pipeline.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(pipeline\\.ts|index\\.ts|analyzers/)' },
      to: { path: '^src/analyzers/' },
    },
    {
      name: 'pipeline-is-called-from-outside',
      comment: 'The pipeline knows the parts; a part that knew the pipeline would run inside itself.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(index\\.ts|cli/|verify/|migration/)' },
      to: { path: '^src/pipeline\\.ts$' },
    },
    {
      name: 'nothing-imports-cli',
      comment: 'The command line is one user of the library among others.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'compiler-only-where-text-is-read',
      comment:
        'The TypeScript compiler takes most of the start-up time, and a syntax node that travels keeps its whole file alive. After 1-bind there are records.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(project|analyzers/1-bind|analyzers/syntax)/' },
      to: { path: COMPILER },
    },
    {
      name: 'one-compiler',
      comment:
        '@ts-morph/common carries the compiler that the project reads with. A second copy costs 9 MB of code at every start and its enums differ.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: packageNamed('typescript') },
    },
    {
      name: 'wrapped-trees-only-in-precise',
      comment:
        'ts-morph wraps every node that it is asked for, which costs 32 times the parse. The precise tier asks it for the project and hands out plain trees.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/project/precise/' },
      to: { path: packageNamed('ts-morph') },
    },
    {
      name: 'jscodeshift-only-in-transforms',
      comment: 'jscodeshift is one way to write a transform; nothing else depends on its trees.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/transforms/' },
      to: { path: packageNamed('jscodeshift|recast|ast-types') },
    },
    {
      name: 'disk-only-at-the-edges',
      comment:
        'Untrusted repositories are read in one place, with its checks for size, encoding and links that leave the root. Everything between works on texts and records.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(project|apply|verify|cli)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?fs(/|$)' },
    },
    {
      name: 'yargs-only-in-cli',
      comment: 'Arguments become options in src/cli; the library is called with options.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: packageNamed('yargs|yargs-parser') },
    },
    {
      name: 'no-network',
      comment:
        'The tool reads code that its user may not publish. It never opens a connection; verify does to the store that its user names, and on the loopback.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(stores/|verify/store/|verify/inside/)' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)' },
    },
    {
      name: 'nothing-is-executed',
      comment:
        'An audited repository is read, never run. Only verify runs code, and --changed and --write ask git, each on request; a configuration that is code runs in a thread of its own.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(verify/|cli/run-git\\.ts$)' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(child_process|vm|cluster)$' },
    },
    {
      name: 'store-runtime-is-self-contained',
      comment:
        "A user's project receives the runtime of a store as one file: it is made of that folder, of Node.js and of the official client.",
      severity: 'error',
      from: { path: '^src/stores/runtime/' },
      to: { pathNot: ['^src/stores/runtime/', '^(node:)?crypto$', STORE_CLIENTS] },
    },
    {
      name: 'store-runtime-is-not-ours',
      comment:
        'The tool hands out the runtime of the stores as text. If it ran it, it would need the clients of three stores itself.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/stores/runtime/' },
      to: { path: '^src/stores/runtime/' },
    },
    {
      name: 'no-development-packages',
      comment: 'A package of devDependencies is not there when the tool is installed.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/stores/runtime/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails at the first run.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a type that crosses a border ties the two sides as a value does.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
