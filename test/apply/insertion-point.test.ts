import { describe, expect, test } from 'vitest';
import { parseScript } from '../../src/project/manifests/parse-script.js';
import { fileStyle } from '../../src/project/precise/file-style.js';
import { importEdits } from '../../src/project/precise/import-edits.js';
import { statementPoint } from '../../src/project/precise/insertion-point.js';

const ADDED = {
  kind: 'add-import',
  hash: '',
  from: 'lru-cache',
  names: [{ imported: 'LRUCache', local: 'LRUCache' }],
} as const;

function withImport(text: string, path = 'shop.js'): string {
  const tree = parseScript(text, path);
  if (tree === null) throw new Error('not parsed');
  const edits = importEdits(tree, fileStyle(tree, false, ''), [{ ...ADDED, file: path }]);
  return edits.reduceRight((done, { start, end, text: own }) => done.slice(0, start) + own + done.slice(end), text);
}

const REQUIRE = "const { LRUCache } = require('lru-cache');";
const IMPORT = "import { LRUCache } from 'lru-cache';";

describe('an import goes', () => {
  test.each([
    [
      'below hashbang and directives',
      "#!/usr/bin/env node\n'use strict';\nmodule.exports = 1;\n",
      `#!/usr/bin/env node\n'use strict';\n\n${REQUIRE}\n\nmodule.exports = 1;\n`,
    ],
    [
      'below a licence, above the comment of the first statement',
      '/*! licence */\n\n// the loaf\nmodule.exports = 1;\n',
      `/*! licence */\n\n${REQUIRE}\n\n// the loaf\nmodule.exports = 1;\n`,
    ],
    [
      'above the comment of the first statement',
      '// the loaf\nmodule.exports = 1;\n',
      `${REQUIRE}\n\n// the loaf\nmodule.exports = 1;\n`,
    ],
    [
      'below the imports and what stands behind them on the line',
      "import a from 'a'; // first\n\na();\n",
      `import a from 'a'; // first\n${IMPORT}\n\na();\n`,
    ],
    [
      'into the braces of the same module',
      "import {\n  Other,\n} from 'lru-cache';\n",
      "import {\n  Other,\n  LRUCache,\n} from 'lru-cache';\n",
    ],
    ['nowhere where it is there', `${IMPORT}\n`, `${IMPORT}\n`],
    [
      'with the line ends of the file',
      "const a = require('a');\r\na();\r\n",
      `const a = require('a');\r\n${REQUIRE}\r\na();\r\n`,
    ],
    [
      'without semicolons where the file has none',
      "const a = require('a')\na()\n",
      "const a = require('a')\nconst { LRUCache } = require('lru-cache')\na()\n",
    ],
    ['below a pragma', '// @ts-nocheck\nexport const a = 1;\n', `// @ts-nocheck\n\n${IMPORT}\n\nexport const a = 1;\n`],
  ])('%s', (_name, text, expected) => {
    expect(withImport(text)).toBe(expected);
  });
});

test('a statement goes below what it needs', () => {
  const text = "import a from 'a';\nconst url = a();\nexport const b = 1;\n";
  const tree = parseScript(text, 'shop.ts');
  if (tree === null) throw new Error('not parsed');
  expect(statementPoint(tree, '\n').offset).toBe(text.indexOf('\nconst'));
  expect(statementPoint(tree, '\n', text.indexOf('url')).offset).toBe(text.indexOf('\nexport'));
});
