import type { AddDependency, CreateFile } from '../model/edit.js';
import type { ProjectPackages } from '../model/project-packages.js';
import type { MakeStateStore } from '../model/state-store.js';
import type { ClassifiedProgram } from '../model/classified-program.js';
import type { AuditReport } from '../model/report.js';
import type { SourceText } from '../model/project.js';
import type { PreciseProject } from '../project/precise/precise-project.js';
import type {
  EditMaker,
  PackageAccess,
  StateStoreAccess,
  TransformContext,
  TransformOptions,
} from '../transforms/transform.js';
import { tasksOf } from './tasks-of.js';

export interface ContextInput {
  readonly program: ClassifiedProgram;
  readonly report: AuditReport;
  readonly text: (file: string) => SourceText;
  /** Opened when a transform first asks for it: that takes longer than the audit of a small repository. */
  readonly precise: () => PreciseProject;
  readonly packages: ProjectPackages;
  readonly options: TransformOptions;
  /** Null where this installation cannot make one. */
  readonly makeStateStore: MakeStateStore | null;
  /** The text of any file below the root, null where it is not there. */
  readonly anyText: (file: string) => string | null;
}

/** What transforms may look at, for one state of the texts. */
export function transformContext(input: ContextInput): TransformContext {
  const { program, report, text, options } = input;
  const tasks = tasksOf(program, report);
  const packages = packageAccess(input);
  const edit = editMaker(input, packages);
  const stateStore = stateStoreAccess(input, edit);
  const made = new Map<unknown, unknown>();
  const context: TransformContext = {
    program,
    report,
    text,
    get precise() {
      return input.precise();
    },
    style: (file) => input.precise().style(file),
    tasks,
    stateStore,
    packages,
    options,
    edit,
    shared: <T>(make: (context: TransformContext) => T): T => {
      if (!made.has(make)) made.set(make, make(context));
      return made.get(make) as T;
    },
  };
  return context;
}

function packageAccess({ packages }: ContextInput): PackageAccess {
  return {
    dependsOn: (file, name) => packages.enclosing(file).some(({ ranges }) => ranges.has(name)),
    rangeOf: (file, name) =>
      packages
        .enclosing(file)
        .find(({ ranges }) => ranges.has(name))
        ?.ranges.get(name) ?? null,
    nameOf: (file) => packages.enclosing(file)[0]?.name ?? null,
    isPublished: (file) => packages.enclosing(file)[0]?.isPublished ?? false,
  };
}

function editMaker({ text, precise, packages }: ContextInput, access: PackageAccess): EditMaker {
  const replace: EditMaker['replace'] = (file, start, end, inserted) => {
    const source = text(file);
    const expected = source.text.slice(start, end);
    return { kind: 'replace-text', file, hash: source.hash, start, end, expected, text: inserted };
  };
  return {
    replace,
    insert: (file, at, inserted) => replace(file, at, at, inserted),
    addImport: (file, from, names, typeOnly = false) => {
      return { kind: 'add-import', file, hash: text(file).hash, from, names, ...(typeOnly ? { typeOnly } : {}) };
    },
    insertAtTop: (file, lines, after) => {
      const { offset, before, after: behind } = precise().statementPoint(file, after ?? null);
      const { eol } = precise().style(file);
      return replace(file, offset, offset, before + lines.trimEnd().replace(/\r\n|\n|\r/g, eol) + behind);
    },
    addDependency: (file, name, range) => {
      const owner = packages.enclosing(file)[0];
      if (owner === undefined || access.dependsOn(file, name)) return null;
      return { kind: 'add-dependency', manifest: owner.path, name, range };
    },
  };
}

/** What the first line of a file says that this tool wrote. */
const OWN_MARK = /stateless-migrate/;

function stateStoreAccess(input: ContextInput, edit: EditMaker): StateStoreAccess {
  const { precise, packages, makeStateStore, options } = input;
  return {
    forFile: (file) => {
      if (makeStateStore === null) return { refused: 'this installation has no state store to write' };
      const style = precise().style(file);
      const owner = packages.enclosing(file)[0];
      const path = storePath(file, style.language, style.modules, owner, input);
      const present = input.anyText(path);
      if (present !== null && !OWN_MARK.test(present.slice(0, 500))) {
        return { refused: `${path} is there already and is not a state store that this tool wrote` };
      }
      const from = specifierTo(file, path, style.importExtension);
      if (present !== null) return { path, from, edits: [] };
      const dependencies = new Set(packages.enclosing(file).flatMap(({ ranges }) => [...ranges.keys()]));
      const { language, modules } = style;
      const packageName = owner?.name ?? null;
      const made = makeStateStore({ store: options.store, language, modules, dependencies, packageName });
      const added = made.dependencies
        .map(({ name, range }) => edit.addDependency(file, name, range))
        .filter((one): one is AddDependency => one !== null);
      const created: CreateFile = { kind: 'create-file', file: path, text: made.text };
      return { path, from, edits: [created, ...added] };
    },
  };
}

/** In `src/` of the nearest package where there is one, else beside its manifest. */
function storePath(
  file: string,
  language: 'javascript' | 'typescript',
  modules: 'esm' | 'commonjs',
  owner: ReturnType<ProjectPackages['enclosing']>[number] | undefined,
  { program }: ContextInput,
): string {
  const folder = owner?.folder ?? '';
  const source = folder === '' ? 'src' : `${folder}/src`;
  const hasSource = program.index.modules.some(({ path }) => path.startsWith(`${source}/`));
  const base = `${hasSource ? source : folder === '' ? '.' : folder}/state-store`.replace(/^\.\//, '');
  return base + extensionOf(file, language, modules, owner?.isModule ?? false);
}

/** The extension that means the modules of the importing file to Node.js. */
function extensionOf(
  file: string,
  language: 'javascript' | 'typescript',
  modules: 'esm' | 'commonjs',
  isModulePackage: boolean,
): string {
  if (language === 'typescript') return /\.[cm]ts$/.exec(file)?.[0] ?? '.ts';
  if (modules === 'esm') return isModulePackage || !file.endsWith('.mjs') ? '.js' : '.mjs';
  return isModulePackage || file.endsWith('.cjs') ? '.cjs' : '.js';
}

function specifierTo(from: string, to: string, extension: string): string {
  const up = from.split('/').slice(0, -1);
  const down = to.split('/');
  while (up.length > 0 && down.length > 1 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  const path = `${up.length === 0 ? './' : '../'.repeat(up.length)}${down.join('/')}`;
  const written = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - written.length);
  if (written === '.mjs' || written === '.cjs' || written === '.js') {
    return extension === '' && written === '.js' ? stem : path;
  }
  const compiled = written === '.mts' ? '.mjs' : written === '.cts' ? '.cjs' : extension;
  return stem + compiled;
}
