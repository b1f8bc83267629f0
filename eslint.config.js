import tseslint from 'typescript-eslint';

const HOUSE_SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a name survives renames and searches.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Named exports only.' },
  { selector: 'TSExportAssignment', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals: it is plain data and prints as itself.' },
  {
    selector: ':matches(ClassDeclaration, ClassExpression):not([superClass.name=/Error$/])',
    message: 'No classes except errors: records are plain data, behaviour is functions.',
  },
  {
    selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind!="const"]',
    message: 'No mutable state at module scope: the tool passes its own audit.',
  },
];

/** Mistakes that types do not show. */
const CORE = Object.fromEntries(
  [
    'eqeqeq',
    'no-async-promise-executor',
    'no-case-declarations',
    'no-cond-assign',
    'no-constant-condition',
    'no-control-regex',
    'no-empty',
    'no-empty-pattern',
    'no-fallthrough',
    'no-loss-of-precision',
    'no-misleading-character-class',
    'no-prototype-builtins',
    'no-self-assign',
    'no-sparse-arrays',
    'no-unsafe-finally',
    'no-useless-catch',
    'no-useless-escape',
    'prefer-const',
  ].map((rule) => [rule, 'error']),
);

const PROCESS_EXIT = {
  object: 'process',
  property: 'exit',
  message: 'Set process.exitCode: exit() cuts off pending output.',
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.bench/', 'examples/', 'test/fixtures/', 'src/stores/runtime-sources.ts'] },
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...CORE,
      'no-restricted-syntax': ['error', ...HOUSE_SYNTAX],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        PROCESS_EXIT,
        { object: 'process', property: 'env', message: 'Only src/cli reads the environment.' },
        { object: 'process', property: 'cwd', message: 'Only src/cli knows the working directory.' },
        { object: 'process', property: 'stdout', message: 'Only src/cli prints.' },
        { object: 'process', property: 'stderr', message: 'Only src/cli prints.' },
      ],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // About classes and enums, which are not used, and about deprecations, which the compiler's own API is full of:
      // together a third of the time.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-deprecated': 'off',
      // It does not see that a callback assigned the variable which the condition asks.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `() => list.forEach(visit)` says what it does; only a void expression that is used as a value confuses.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `list[i] as T` and `list[i]!` say the same where an index is known to be valid.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-properties': ['error', PROCESS_EXIT],
    },
  },
  {
    // What a user's project receives: there it is the application.
    files: ['src/stores/runtime/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // The one place that is the process: it ends it when it is interrupted.
    files: ['src/cli/process-context.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Without type information: these files are many and short-lived, and the compiler checks them anyway.
    files: ['test/**/*.ts', 'scripts/**/*.{ts,mjs,js}', 'bench/**/*.{ts,mjs,js}', 'bin/**/*.js'],
    extends: [tseslint.configs.strict],
    rules: {
      ...CORE,
      'no-restricted-syntax': ['error', ...HOUSE_SYNTAX],
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
