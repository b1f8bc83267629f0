import { RULES } from '../rules/index.js';
import { UserError } from '../support/user-error.js';
import { didYouMean } from '../support/nearest.js';

/** The ids as given. Throws UserError, with the nearest rule, for one that does not exist. */
export function knownRules(given: readonly string[]): readonly string[] {
  const ids = RULES.map((rule) => rule.id);
  for (const id of given) {
    if (ids.includes(id)) continue;
    throw new UserError(`unknown rule \`${id}\``, didYouMean(id, ids, '`stateless-migrate rules` lists them'));
  }
  return given;
}
