'use strict';
/**
 * Applies a plan that was saved before: `npx stateless-migrate migrate --format json > plan.json`, then
 * `npx jscodeshift -t node_modules/stateless-migrate/jscodeshift/apply-plan.cjs --plan=plan.json --root=. src/`.
 * jscodeshift gives it the files that are there; new files and manifests are left to `migrate --write`.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { relative, resolve, sep } = require('node:path');

module.exports = function applyPlan(file, _api, options) {
  const plan = typeof options.plan === 'string' ? JSON.parse(readFileSync(options.plan, 'utf8')) : options.plan;
  if (!plan || !Array.isArray(plan.steps)) throw new Error('name the saved plan: --plan=plan.json');
  const path = relative(resolve(options.root ?? '.'), resolve(file.path))
    .split(sep)
    .join('/');
  const bom = file.source.startsWith('\uFEFF') ? '\uFEFF' : '';
  let text = file.source.slice(bom.length);
  for (const layer of [...new Set(plan.steps.map((step) => step.layer))].sort((a, b) => a - b)) {
    const steps = plan.steps.filter((step) => step.layer === layer);
    const edits = steps.flatMap((step) => step.edits).filter((edit) => edit.file === path);
    if (edits.length > 0) text = layerOf(text, edits, bom, path);
  }
  return bom + text === file.source ? undefined : bom + text;
};

function layerOf(text, edits, bom, path) {
  const hash = createHash('sha256')
    .update(bom + text, 'utf8')
    .digest('hex');
  if (edits.some((edit) => edit.hash !== undefined && edit.hash !== hash)) {
    throw new Error(`${path} changed since the plan was made`);
  }
  if (edits.some((edit) => edit.kind === 'add-import')) {
    throw new Error(`${path} needs imports; apply this plan with stateless-migrate migrate --write`);
  }
  const ranges = edits.filter((edit) => edit.kind === 'replace-text');
  ranges.sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, expected, text: inserted } of ranges) {
    if (start < at || text.slice(start, end) !== expected)
      throw new Error(`${path} does not hold what the plan expects`);
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}
