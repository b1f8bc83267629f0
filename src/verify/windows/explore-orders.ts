import { commute, type Operation } from '../store/operation.js';
import type { Enabled } from './gated-run.js';

/** One choice on the way through the orders. */
interface Node {
  readonly enabled: Map<number, Operation>;
  chosen: number;
  /** Choices whose orders have all been run, or are equal to ones that were. */
  readonly asleep: Set<number>;
}

/** Walks through all orders of operations, leaving out those that only swap neighbours that commute. */
export interface Exploration {
  /** Begins the next order. False when there is none left. */
  readonly begin: () => boolean;
  /** Which event goes next; null where every continuation is equal to one that was run. */
  readonly choose: (enabled: Enabled) => number | null;
  /** The events in the order in which they went, with their operations. */
  readonly path: () => readonly { readonly event: number; readonly operation: Operation }[];
}

/** Depth first, with sleep sets. */
export function exploreOrders(): Exploration {
  const nodes: Node[] = [];
  let depth = 0;
  let isFirst = true;
  return {
    begin: () => {
      depth = 0;
      if (isFirst) {
        isFirst = false;
        return true;
      }
      return backtrack(nodes);
    },
    choose: (enabled) => {
      const known = nodes[depth];
      if (known !== undefined && enabled.has(known.chosen)) {
        depth += 1;
        return known.chosen;
      }
      nodes.length = depth;
      const asleep = inherited(nodes.at(-1), enabled);
      const chosen = [...enabled.keys()].find((event) => !asleep.has(event));
      if (chosen === undefined) return null;
      nodes.push({ enabled: new Map(enabled), chosen, asleep });
      depth += 1;
      return chosen;
    },
    path: () =>
      nodes
        .slice(0, depth)
        .map(({ chosen, enabled }) => ({ event: chosen, operation: enabled.get(chosen) as Operation })),
  };
}

function backtrack(nodes: Node[]): boolean {
  for (let node = nodes.at(-1); node !== undefined; node = nodes.at(-1)) {
    const { asleep, chosen, enabled } = node;
    asleep.add(chosen);
    const next = [...enabled.keys()].find((event) => !asleep.has(event));
    if (next !== undefined) {
      node.chosen = next;
      return true;
    }
    nodes.pop();
  }
  return false;
}

/** What slept before stays asleep, as long as the operation that went in between commutes with it. */
function inherited(parent: Node | undefined, enabled: Enabled): Set<number> {
  const asleep = new Set<number>();
  if (parent === undefined) return asleep;
  const went = parent.enabled.get(parent.chosen);
  for (const event of parent.asleep) {
    const sleeping = parent.enabled.get(event);
    if (enabled.has(event) && went !== undefined && sleeping !== undefined && commute(went, sleeping))
      asleep.add(event);
  }
  return asleep;
}
