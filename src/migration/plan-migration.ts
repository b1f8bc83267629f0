import { openTexts } from '../apply/open-texts.js';
import type { ChangedText } from '../apply/change-set.js';
import type { Edit } from '../model/edit.js';
import type { NotMigrated, Plan, PlanStep } from '../model/plan.js';
import type { ProjectPackages } from '../model/project-packages.js';
import type { SourceText } from '../model/project.js';
import { auditProgram, type ProgramAudit } from '../pipeline.js';
import { planTasks, type Candidate, type Stopped } from '../planner/index.js';
import { refOf } from '../planner/finding-ref.js';
import { tasksOf } from '../planner/tasks-of.js';
import { transformContext } from '../planner/transform-context.js';
import { requirementsOf } from '../planner/requirements.js';
import { openPreciseProject, type PreciseWorkspace } from '../project/precise/open-precise-project.js';
import { ownVersion } from '../project/own-version.js';
import { projectPackages } from '../project/project-packages.js';
import { compareText } from '../support/compare.js';
import { invariant } from '../support/invariant.js';
import { TRANSFORMS } from '../transforms/index.js';
import type { Transform, TransformOptions } from '../transforms/transform.js';
import { checkStepSet } from './check-step-set.js';
import { chooseStore, type ChosenStore } from './choose-store.js';
import { layeredTexts, type LayeredTexts } from './layered-texts.js';
import { atOriginalPlaces } from './original-places.js';
import { DEFAULT_SESSION_TTL, type MigrateOptions } from './options.js';
import { withImporters } from './program-files.js';
import { relatedTests } from './related-tests.js';
import { todoEdits } from './todo-edits.js';

/** A plan together with what it was made from. */
export interface PlannedMigration {
  readonly plan: Plan;
  /** What the files of the plan become. */
  readonly changed: readonly ChangedText[];
  readonly audit: ProgramAudit;
}

/** Plans every repair that passes all checks. Nothing is written. Throws UserError where the input cannot be audited. */
export async function planMigration(options: MigrateOptions): Promise<PlannedMigration> {
  const audit = await auditProgram(options);
  const run = openRun(options, audit);
  const stopped = new Map<string, Stopped>(
    (options.skip ?? []).map((id) => [id, { kind: 'skipped', reason: 'it was left out' }]),
  );
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const planned = await planLayers(run, stopped);
    if (planned !== null) return finish(run, planned);
  }
  invariant(false, 'the plan does not settle');
}

const MOST_ATTEMPTS = 20;
const MOST_LAYERS = 12;

interface Run {
  readonly options: MigrateOptions;
  readonly audit: ProgramAudit;
  readonly root: string;
  readonly disk: LayeredTexts;
  readonly packages: ProjectPackages;
  readonly transforms: readonly Transform[];
  readonly store: ChosenStore;
}

function openRun(options: MigrateOptions, audit: ProgramAudit): Run {
  const { root, manifests } = audit.base.found;
  const packages = projectPackages(root, manifests);
  const files = tasksOf(audit.program, audit.report).flatMap(({ findings }) => findings.map(({ file }) => file));
  const given = options.store && { store: options.store, detectedBy: options.storeDetectedBy ?? '--store' };
  return {
    options,
    audit,
    root,
    disk: layeredTexts(openTexts(root)),
    packages,
    transforms: options.transforms ?? TRANSFORMS,
    store: given ?? chooseStore(files, packages, audit.report.target),
  };
}

interface Layers {
  readonly steps: readonly PlanStep[];
  readonly texts: LayeredTexts;
  readonly audit: ProgramAudit;
  readonly notMigrated: readonly NotMigrated[];
}

/** Plans layer after layer until nothing more can be done. Null where a step has to be left out and all begins anew. */
async function planLayers(run: Run, stopped: Map<string, Stopped>): Promise<Layers | null> {
  const { options, disk } = run;
  let { audit } = run;
  let texts = disk;
  let workspace: PreciseWorkspace | null = null;
  const steps: PlanStep[] = [];
  for (;;) {
    const files = filesOfTasks(audit);
    const { audit: current, texts: present } = { audit, texts };
    const opened = (): PreciseWorkspace => (workspace ??= openWorkspace(run, current, present, files));
    const { candidates, notMigrated } = planTasks({
      transforms: run.transforms,
      context: contextFor(run, audit, texts, opened),
      only: options.only ?? [],
      allowUnsafe: options.allowUnsafe ?? false,
      stopped,
      isFatal: options.debug ?? false,
    });
    const again = candidates.find(({ id }) => steps.some((step) => step.id === id));
    if (again) {
      stopped.set(again.id, { kind: 'gate', reason: 'a second run would change the same code again' });
      return null;
    }
    if (candidates.length === 0 || (steps.length > 0 && layerOf(steps) >= MOST_LAYERS)) {
      return { steps, texts, audit, notMigrated };
    }
    const reaudit = (changed: LayeredTexts): Promise<ProgramAudit> => auditTexts(run, changed);
    const checked = await checkStepSet(candidates, { texts, audit, workspace: opened(), files, reaudit });
    for (const [id, reason] of checked.stopped) stopped.set(id, { kind: 'gate', reason });
    if (checked.accepted.length === 0) continue;
    const layer = steps.length === 0 ? 1 : layerOf(steps) + 1;
    steps.push(...checked.accepted.map((candidate) => planStep(candidate, layer)));
    ({ texts, audit } = checked);
    opened().change(new Map(checked.changed.map(({ path, after }) => [path, after.text])));
  }
}

function layerOf(steps: readonly PlanStep[]): number {
  return steps.at(-1)?.layer ?? 0;
}

function filesOfTasks({ program, report }: ProgramAudit): string[] {
  const named = report.findings.map(({ file }) => file);
  return withImporters(program, [...new Set(named)]);
}

function openWorkspace(run: Run, audit: ProgramAudit, texts: LayeredTexts, files: readonly string[]): PreciseWorkspace {
  const { manifests } = audit.base.found;
  const known = new Set(audit.base.modules.map(({ path }) => path));
  const tests = relatedTests(run.root, run.options, files, known);
  const isOurs = new Set([...known, ...tests]);
  return openPreciseProject({
    root: run.root,
    files: [...files, ...tests],
    textOf: (file) => (isOurs.has(file) ? (texts.textOf(file)?.text ?? null) : null),
    manifests,
    isModulePackage: (file) => run.packages.enclosing(file)[0]?.isModule ?? false,
  });
}

function contextFor(run: Run, audit: ProgramAudit, texts: LayeredTexts, precise: () => PreciseWorkspace) {
  const text = (file: string): SourceText => {
    const open = texts.textOf(file);
    invariant(open, `${file} cannot be read`);
    return { path: file, text: open.text, hash: open.hash };
  };
  const { sessionTtlSeconds } = run.options;
  const options: TransformOptions = {
    store: run.store.store,
    sessionTtlSeconds: sessionTtlSeconds ?? DEFAULT_SESSION_TTL,
    sessionTtlIsGiven: sessionTtlSeconds !== undefined,
  };
  return transformContext({
    program: audit.program,
    report: audit.report,
    text,
    precise,
    packages: run.packages,
    options,
    makeStateStore: run.options.makeStateStore ?? null,
    anyText: (file) => texts.textOf(file)?.text ?? null,
  });
}

/** Audits the program with the changed texts in it; other files that the steps touch, such as tests, do not belong to it. */
function auditTexts({ options, audit }: Run, texts: LayeredTexts): Promise<ProgramAudit> {
  const { base } = audit;
  const analysed = new Set(base.found.files);
  const changed = texts
    .total()
    .filter(({ path, before }) => analysed.has(path) || (before === null && /\.[cm]?[jt]sx?$/.test(path)));
  const sources = changed.map(({ path, after }): [string, SourceText] => {
    return [path, { path, text: after.text, hash: after.hash }];
  });
  return auditProgram({ ...options, onProgress: () => {} }, { base, texts: new Map(sources) });
}

function planStep({ id, transform, tasks, step }: Candidate, layer: number): PlanStep {
  return {
    id,
    transform: transform.id,
    layer,
    title: step.title,
    applicability: step.applicability,
    why: step.why,
    guarantee: step.guarantee,
    resolves: tasks.flatMap(({ findings }) => findings.map(refOf)),
    bindings: [...new Set(tasks.flatMap(({ binding }) => (binding === null ? [] : [binding.root.id])))].sort(
      compareText,
    ),
    ripple: step.ripple ?? [],
    roundTrips: step.roundTrips ?? [],
    shapes: step.shapes ?? [],
    notes: step.notes ?? [],
    edits: step.edits,
  };
}

function finish(run: Run, layers: Layers): PlannedMigration {
  const { options, audit } = run;
  const todo = options.todo ? todoEdits(layers.texts, layers.notMigrated, layerOf(layers.steps) + 1) : null;
  const notMigrated = atOriginalPlaces(layers.notMigrated, audit.report.findings, layers.audit.report.findings).sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule),
  );
  const steps = todo === null ? layers.steps : [...layers.steps, todo.step];
  const texts = todo?.texts ?? layers.texts;
  const changed = texts.total();
  const { findings } = layers.audit.report.summary;
  return {
    audit,
    changed,
    plan: {
      $schema: 'stateless-migrate/plan.schema.json',
      schemaVersion: 1,
      tool: { name: 'stateless-migrate', version: ownVersion() },
      target: audit.report.target,
      store: run.store.store,
      storeDetectedBy: run.store.detectedBy,
      summary: {
        files: audit.report.summary.files,
        steps: layers.steps.length,
        changed: changed.filter(({ before }) => before !== null).length,
        created: changed.filter(({ before }) => before === null).length,
        notMigrated: notMigrated.length,
        remaining: { error: findings.error, warning: findings.warning, note: findings.note },
      },
      steps,
      notMigrated,
      dependencies: dependenciesOf(steps.flatMap(({ edits }) => edits)),
      requirements: requirementsOf(
        run.store.store,
        layers.steps,
        run.transforms,
        audit.program,
        audit.base.found.manifests,
      ),
      diagnostics: audit.report.diagnostics,
    },
  };
}

function dependenciesOf(edits: readonly Edit[]): Plan['dependencies'] {
  const byKey = new Map(
    edits.flatMap((edit) => {
      if (edit.kind !== 'add-dependency') return [];
      const { manifest, name, range } = edit;
      return [[`${manifest}\0${name}`, { manifest, name, range }]];
    }),
  );
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, dependency]) => dependency);
}
