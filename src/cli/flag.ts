/** A flag as help, parsing, checking and completion see it. */
export interface Flag {
  readonly name: string;
  readonly alias?: string;
  readonly kind: 'boolean' | 'value' | 'list';
  /** The values that are right; any where it is missing. */
  readonly choices?: readonly string[];
  readonly group: string;
  readonly describe: string;
  /** What holds without the flag, as help shows it. */
  readonly byDefault?: string;
  /** A value that may be left out: `--changed`, `--changed origin/main`. */
  readonly optional?: boolean;
  /** Where `--no-<name>` stands for "none": the value is then empty. */
  readonly negatable?: boolean;
}
