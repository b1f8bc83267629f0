'use strict';
const { existsSync } = require('node:fs');
const { dirname, join, relative, resolve, sep } = require('node:path');

/**
 * A transform of stateless-migrate as a jscodeshift module, for files that need no other: the file is audited alone, and a
 * step that would touch a second file is left to `stateless-migrate migrate`. Run jscodeshift with `--no-babel`: it would
 * otherwise compile everything that this loads.
 */
function oneFile(id) {
  return async function transform(file) {
    const { plan } = await import('../dist/index.js');
    const { changedTexts } = await import('../dist/migration/apply-plan.js');
    const absolute = resolve(file.path);
    const root = packageFolder(dirname(absolute));
    const path = relative(root, absolute).split(sep).join('/');
    const { steps } = await plan({ root, paths: [path], only: [id] });
    const changed = changedTexts({ steps }, root);
    const own = changed.find((one) => one.path === path);
    const isAlone = changed.every((one) => one.path === path || one.path.endsWith('package.json'));
    if (!own || !isAlone) return undefined;
    return file.source.startsWith('\uFEFF') ? `\uFEFF${own.after.text}` : own.after.text;
  };
}

function packageFolder(start) {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder)
      return folder === dirname(folder) ? start : folder;
  }
}

module.exports = { oneFile };
