import { InvariantError } from '../../support/invariant.js';

export type Law = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6';

/** Says that a law is broken, and where: never returns. `file` is the module that it concerns, where there is one. */
export type Breach = (law: Law, file: string | null, message: string) => never;

/** Names the stage whose result breaks the law. */
export function breach(stage: string): Breach {
  return (law, file, message) => {
    throw new InvariantError(`${law} is broken after stage ${stage}${file === null ? '' : ` in ${file}`}: ${message}`);
  };
}
