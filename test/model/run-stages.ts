import { bindModule } from '../../src/analyzers/1-bind/index.js';
import { linkProgram } from '../../src/analyzers/2-link/index.js';
import { detectEntryPoints } from '../../src/analyzers/3-detect/index.js';
import { reachProgram } from '../../src/analyzers/4-reach/index.js';
import { classifyProgram } from '../../src/analyzers/5-classify/index.js';
import type { Resolution } from '../../src/model/project.js';
import type { SourceModule } from '../../src/model/source-module.js';
import type { StageResults } from '../../src/model/stage.js';
import { auditReport } from '../../src/report/audit-report.js';
import { findAll } from '../../src/rules/find.js';

/** Runs the stages over texts in memory: `./name` is a file beside the importing one, all else a package. */
export function runStages(texts: Readonly<Record<string, string>>): StageResults {
  const bind = Object.entries(texts).map(([path, text]): SourceModule => {
    const { module } = bindModule({ path, text, hash: '' });
    if (!module) throw new Error(`${path} does not parse`);
    return module;
  });
  const resolve = (specifier: string): Resolution => {
    const path = `${specifier.replace('./', '')}.ts`;
    if (!specifier.startsWith('./')) return { kind: 'external', name: specifier };
    return path in texts ? { kind: 'file', path } : { kind: 'unresolved' };
  };
  const link = linkProgram(
    bind,
    bind.map(({ imports }) => imports.map(({ specifier }) => resolve(specifier))),
  );
  const deployment = { functions: [], scopes: [] };
  const detect = detectEntryPoints(link, { deployment, dependenciesOf: () => new Set<string>(), target: null });
  const reach = reachProgram(detect);
  const classify = classifyProgram(reach);
  const report = auditReport({
    program: classify,
    findings: findAll(classify),
    diagnostics: [],
    version: '0.0.0',
    files: bind.length,
    leftOut: {},
  });
  return { bind, link, detect, reach, classify, report };
}
