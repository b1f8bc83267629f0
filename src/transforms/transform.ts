import type { ClassifiedBinding, ClassifiedPlace, ClassifiedProgram } from '../model/classified-program.js';
import type { Store } from '../model/configuration.js';
import type { AddDependency, CreateFile, Edit, ReplaceText } from '../model/edit.js';
import type { FileStyle } from '../model/file-style.js';
import type { Guarantee, RippleNode, RoundTrips, ShapeChoice } from '../model/plan.js';
import type { SourceText } from '../model/project.js';
import type { AuditReport, ReportedFinding } from '../model/report.js';
import type { TransformId } from '../model/transform-ids.js';
import type { PreciseProject } from '../project/precise/precise-project.js';

/** One kind of repair. Pure: the same task and context give the same outcome, and nothing is read or written. */
export interface Transform {
  readonly id: TransformId;
  /** One sentence: what it turns into what. */
  readonly summary: string;
  /** Whether its steps move state to the durable store. */
  readonly store: boolean;
  /** Rules whose findings it may repair. */
  readonly rules: readonly string[];
  readonly plan: (task: Task, context: TransformContext) => Outcome;
}

/** What is wrong with one binding, or at one place. */
export interface Task {
  /** `src/api.ts#hits`, `src/api.ts:12:9`. Unique in the run. */
  readonly id: string;
  /** Never empty: the findings about one binding, or the one finding about a place. */
  readonly findings: readonly ReportedFinding[];
  readonly binding: ClassifiedBinding | null;
  readonly place: ClassifiedPlace | null;
}

export type Outcome = PlannedStep | Refusal | NotMine;

export interface PlannedStep {
  readonly kind: 'step';
  readonly title: string;
  readonly applicability: 'safe' | 'unsafe';
  /** Why it is unsafe; null for a safe one. */
  readonly why: string | null;
  readonly guarantee: Guarantee;
  readonly edits: readonly Edit[];
  /**
   * Ids of further tasks that this step does as well: bindings of one stretch, the same client made in two places. They are
   * not planned again, and their findings must be gone afterwards.
   */
  readonly covers?: readonly string[];
  readonly ripple?: readonly RippleNode[];
  readonly roundTrips?: readonly RoundTrips[];
  readonly shapes?: readonly ShapeChoice[];
  readonly notes?: readonly string[];
}

/** The finding is of this transform's kind, and it cannot or must not be repaired by it. No other one is asked. */
export interface Refusal {
  readonly kind: 'refused';
  /** A clause that can follow "not migrated: ". */
  readonly reason: string;
}

/** Another transform may take it. */
export interface NotMine {
  readonly kind: 'not-mine';
}

/** Everything that a transform may look at. */
export interface TransformContext {
  readonly program: ClassifiedProgram;
  readonly report: AuditReport;
  /** The text of an analysed file with its hash. Throws for any other file. */
  readonly text: (file: string) => SourceText;
  readonly precise: PreciseProject;
  readonly style: (file: string) => FileStyle;
  /** All tasks of the run, this one among them, in the order of files and positions. */
  readonly tasks: readonly Task[];
  readonly stateStore: StateStoreAccess;
  readonly packages: PackageAccess;
  readonly options: TransformOptions;
  readonly edit: EditMaker;
  /** What `make` gives for this context, computed when it is first asked for: plans that several transforms share. */
  readonly shared: <T>(make: (context: TransformContext) => T) => T;
}

export interface TransformOptions {
  readonly store: Store;
  readonly sessionTtlSeconds: number;
  /** Whether the user set the time, or it is the default. */
  readonly sessionTtlIsGiven: boolean;
}

/** Makes edits with the hash of the file and the expected text filled in. */
export interface EditMaker {
  readonly replace: (file: string, start: number, end: number, text: string) => ReplaceText;
  readonly insert: (file: string, at: number, text: string) => ReplaceText;
  readonly addImport: (
    file: string,
    from: string,
    names: readonly { readonly imported: string; readonly local: string }[],
    typeOnly?: boolean,
  ) => Edit;
  /**
   * Statements at module scope, below the imports and, where given, not before the offset `after`. `text` uses `\n`, and no
   * indentation at its first level; line ends are made those of the file.
   */
  readonly insertAtTop: (file: string, text: string, after?: number) => ReplaceText;
  /** The dependency in the nearest manifest that owns the file; null where there is none or it is declared already. */
  readonly addDependency: (file: string, name: string, range: string) => AddDependency | null;
}

/** The state store file that a file of the user's project imports. */
export interface StateStoreAccess {
  /**
   * `refused` where a file of that name is there that this tool did not write. `edits` create it (none where it is there
   * already) and declare what it depends on; `from` is the specifier for an import in `file`.
   */
  readonly forFile: (
    file: string,
  ) =>
    | { readonly path: string; readonly from: string; readonly edits: readonly (CreateFile | AddDependency)[] }
    | { readonly refused: string };
}

export interface PackageAccess {
  /** Whether the package of a file, or one that encloses it, depends on `name`. */
  readonly dependsOn: (file: string, name: string) => boolean;
  /** The range that it declares, null for none. */
  readonly rangeOf: (file: string, name: string) => string | null;
  /** Name of the nearest package, null where it has none. */
  readonly nameOf: (file: string) => string | null;
  /** Whether others import it as a package: not private, with a name and an entry. */
  readonly isPublished: (file: string) => boolean;
}
