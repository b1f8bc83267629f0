import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, type Analysis } from './analysis.js';
import { isInside } from './mutations.js';
import { containsAwait } from './stretches.js';
import type { Touches } from './touches.js';
import type { Unit } from './unit.js';

/** A mark that is set before waiting and taken away after it: a container that stops meanwhile would leave it for ever. */
export function lockIn(a: Analysis, touches: Touches, units: readonly Unit[]): string | null {
  for (const { fn, sites } of touches.roots) {
    const { body } = fn.node;
    if (!fn.isAsync || body === undefined) continue;
    for (const unit of units) {
      const own = sites.filter((site) => site.unit === unit).map(({ node }) => node);
      const taken = own.filter((node) => kindOf(a, node) === 'take');
      const freed = own.filter((node) => kindOf(a, node) === 'free');
      const isLock = taken.some((take) => freed.some((free) => waitsBetween(a, body, take, free)));
      if (isLock)
        return `\`${unit.name}\` is a lock: it marks work in progress, and a container that stops would leave it set for ever; a lease with an expiry is needed`;
    }
  }
  return null;
}

function kindOf(a: Analysis, site: ts.Expression): 'take' | 'free' | null {
  const { ts } = a;
  let at: ts.Expression = site;
  while (
    (ts.isElementAccessExpression(at.parent) || ts.isPropertyAccessExpression(at.parent)) &&
    at.parent.expression === at
  )
    at = at.parent;
  const { parent } = at;
  if (ts.isBinaryExpression(parent) && parent.left === at) {
    if (parent.right.kind === ts.SyntaxKind.TrueKeyword) return 'take';
    if (parent.right.kind === ts.SyntaxKind.FalseKeyword || parent.right.kind === ts.SyntaxKind.NullKeyword)
      return 'free';
  }
  if (ts.isDeleteExpression(parent)) return 'free';
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(at)) return null;
  if (at.name.text === 'delete') return 'free';
  const isMark =
    at.name.text === 'add' || (at.name.text === 'set' && parent.arguments[1]?.kind === ts.SyntaxKind.TrueKeyword);
  return isMark ? 'take' : null;
}

function waitsBetween(a: Analysis, body: ts.Node, take: ts.Node, free: ts.Node): boolean {
  if (free.pos < take.pos) return false;
  let found = false;
  eachNode(a.ts, body, (node) => {
    if (a.ts.isAwaitExpression(node) && node.pos > take.end && node.end < free.pos) found = true;
  });
  return found && containsAwait(a, body) && isInside(take, body);
}
