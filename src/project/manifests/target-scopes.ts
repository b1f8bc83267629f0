import type { DeclaredFunction, TargetScope } from '../../model/deployment.js';
import type { Target } from '../../model/target.js';
import { compareText } from '../../support/compare.js';

/** Which target wins where manifests of one folder disagree: an image may be built for any of the others. */
const PRECEDENCE: readonly Target[] = [
  'lambda-managed',
  'lambda',
  'azure',
  'firebase',
  'netlify',
  'vercel',
  'cloudflare',
  'cloud-run',
  'container',
];

/** One scope per folder, sorted by folder: of a manifest that declares functions with a source, else by precedence. */
export function chooseScopes(
  scopes: readonly TargetScope[],
  functions: readonly DeclaredFunction[],
): readonly TargetScope[] {
  const declaring = new Set(functions.filter((fn) => fn.source.kind !== 'none').map((fn) => fn.declaredIn));
  const chosen = new Map<string, TargetScope>();
  for (const scope of [...scopes].sort((a, b) => rank(a, declaring) - rank(b, declaring) || byPlace(a, b))) {
    if (!chosen.has(scope.folder)) chosen.set(scope.folder, scope);
  }
  return [...chosen.values()].sort(byPlace);
}

function rank(scope: TargetScope, declaring: ReadonlySet<string>): number {
  return PRECEDENCE.indexOf(scope.target) + (declaring.has(scope.detectedBy) ? 0 : PRECEDENCE.length);
}

function byPlace(a: TargetScope, b: TargetScope): number {
  return compareText(a.folder, b.folder) || compareText(a.detectedBy, b.detectedBy);
}
