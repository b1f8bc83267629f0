// Lints each file with one rule that needs no types. What it finds is not looked at.
import { readFileSync } from 'node:fs';
import { parse } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

// Files outside the linter's folder match no configuration.
const linter = new Linter({ cwd: parse(process.argv[2]).root });
const config = {
  files: ['**/*'],
  languageOptions: { parser: tseslint.parser, parserOptions: { ecmaFeatures: { jsx: true } } },
  rules: { 'prefer-const': 'error' },
};
for (const path of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  linter.verify(readFileSync(path, 'utf8'), config, { filename: path });
}
