import type { Token } from '../../model/flow.js';

/** Where something that the program did not make comes from; null for the program's own values. */
export function originOf(token: Token | undefined): string | null {
  if (token?.t === 'external') return token.origin;
  return token?.t === 'object' && token.what === 'external' ? token.origin : null;
}
