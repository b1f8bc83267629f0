import { eachNode, type Analysis } from './analysis.js';
import type { Unit } from './unit.js';

const SECRET =
  /^(password|passwd|pwd|secret|token|accessToken|refreshToken|otp|pin|apiKey|creditCard|cardNumber|cvv|ssn|email|phone)$/i;

/** Names that look like secrets or personal data, which until now never left the memory of the process. */
export function secretNotes(a: Analysis, units: readonly Unit[]): string[] {
  const found = new Set<string>();
  for (const file of new Set(units.map(({ file: own }) => own))) {
    const tree = a.context.precise.sourceFile(file);
    if (tree === null) continue;
    eachNode(a.ts, tree, (node) => {
      if (a.ts.isIdentifier(node) && SECRET.test(node.text)) found.add(node.text);
    });
  }
  for (const { name } of units) if (/session|token|otp|password/i.test(name)) found.add(name);
  return found.size === 0
    ? []
    : [`looks like secrets or personal data, which now go to a shared store: ${[...found].sort().join(', ')}`];
}
