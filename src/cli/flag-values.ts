/** The values of flags by name, as the commands ask for them. */
export interface FlagValues {
  /** True or false as given; undefined where the flag is not there. */
  readonly on: (name: string) => boolean | undefined;
  /** The last value given; empty where it was left out or negated. */
  readonly value: (name: string) => string | undefined;
  /** All values given; `--rule a,b` counts as two where `split` is set. */
  readonly list: (name: string, split?: ',') => readonly string[];
}

/** Reads what yargs gives: a repeated flag is a list there. */
export function flagValues(parsed: Readonly<Record<string, unknown>>): FlagValues {
  const all = (name: string): unknown[] => {
    const given = Object.hasOwn(parsed, name) ? parsed[name] : undefined;
    return given === undefined ? [] : Array.isArray(given) ? given : [given];
  };
  const texts = (name: string): string[] => all(name).filter((item) => typeof item === 'string');
  return {
    on: (name) => all(name).findLast((item) => typeof item === 'boolean'),
    value: (name) => texts(name).at(-1),
    list: (name, split) =>
      split === undefined
        ? texts(name)
        : texts(name).flatMap((text) => text.split(split).filter((part) => part !== '')),
  };
}
