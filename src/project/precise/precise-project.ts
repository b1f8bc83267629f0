import type { ts } from '@ts-morph/common';
import type { FileStyle } from '../../model/file-style.js';
import type { InsertionPoint } from './insertion-point.js';

export type { ts };

/**
 * The precise view of the few files that a migration touches: syntax trees with parents, symbols and references from the
 * TypeScript checker. Files are relative POSIX paths. Offsets are those of the model: trees are made of the same texts.
 */
export interface PreciseProject {
  /** The compiler: predicates and enums for the trees below. */
  readonly ts: typeof ts;
  /** The tree of a file, with parents. Null where the file is not part of the analysed program. */
  readonly sourceFile: (file: string) => ts.SourceFile | null;
  readonly checker: ts.TypeChecker;
  readonly style: (file: string) => FileStyle;
  /** Where new imports go. */
  readonly importPoint: (file: string) => InsertionPoint;
  /** Where new statements at module scope go: below the imports and, where given, the statement that holds `after`. */
  readonly statementPoint: (file: string, after?: number | null) => InsertionPoint;
  /** Relative path of a tree; null for a declaration of a package or of the language. */
  readonly pathOf: (file: ts.SourceFile) => string | null;
  /** The innermost node that starts at an offset and, where given, passes a test; positions of the model are node starts. */
  readonly nodeAt: <T extends ts.Node = ts.Node>(
    file: string,
    pos: number,
    test?: (node: ts.Node) => node is T,
  ) => T | null;
  /**
   * Every occurrence of the name at an offset, in all files of the program that can name it, its declarations among them.
   * By file and position. Aliases of imports and exports are followed.
   */
  readonly references: (file: string, pos: number) => readonly Reference[];
}

export interface Reference {
  readonly file: string;
  readonly node: ts.Node;
  readonly start: number;
  readonly end: number;
  readonly isDefinition: boolean;
  readonly isWrite: boolean;
}
