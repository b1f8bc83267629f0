/** The packages of a repository as plans need them. */
export interface ProjectPackages {
  /** Those at or above a file, nearest first. */
  readonly enclosing: (file: string) => readonly ProjectPackage[];
}

export interface ProjectPackage {
  /** `packages/cart/package.json` */
  readonly path: string;
  readonly folder: string;
  readonly name: string | null;
  /** How Node.js reads its `.js` files. */
  readonly isModule: boolean;
  /** Every kind of dependency, with its range. */
  readonly ranges: ReadonlyMap<string, string>;
  /** Others may import it: it has a name and an entry and is not private. */
  readonly isPublished: boolean;
}
