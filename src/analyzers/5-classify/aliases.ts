import type { StateRoot } from '../../model/state.js';
import type { JudgedSlot, JudgedUse } from './join.js';
import { worse } from './opinion.js';
import type { HeldObjects } from './state/hold-objects.js';

/** The worst part of an object that a root shares with the root that owns it; null where it has its objects to itself. */
export function sharedWith(
  held: HeldObjects,
  byRoot: ReadonlyMap<StateRoot, JudgedUse>,
  root: StateRoot,
): JudgedSlot | null {
  let found: JudgedSlot | null = null;
  for (const { root: owner, path } of held.shared.get(root) ?? []) {
    const prefix = path.join('.');
    for (const slot of byRoot.get(owner)?.slots ?? []) {
      const isBelow = prefix === '' || slot.slot.path === prefix || slot.slot.path.startsWith(`${prefix}.`);
      if (isBelow && (found === null || worse(found.opinion, slot.opinion) === slot.opinion)) found = slot;
    }
  }
  return found;
}
