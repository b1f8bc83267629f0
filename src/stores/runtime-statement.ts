/** A statement of the runtime, in both languages; `javascript` is empty where it is only a type. */
export interface RuntimeStatement {
  readonly section: string;
  readonly names: readonly string[];
  readonly uses: readonly string[];
  readonly typescript: string;
  readonly javascript: string;
}

/** A name that a section imports from a package. */
export interface RuntimeImport {
  readonly section: string;
  readonly from: string;
  readonly name: string;
  readonly isType: boolean;
}
