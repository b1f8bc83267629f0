import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type * as tsMorph from 'ts-morph';
import type { FileStyle } from '../../model/file-style.js';
import { compareText } from '../../support/compare.js';
import { invariant } from '../../support/invariant.js';
import { below, foldersUpFrom, folderOf } from '../relative-path.js';
import { fileStyle } from './file-style.js';
import { importPoint, statementPoint } from './insertion-point.js';
import { compilerOptionsFor } from './compiler-options.js';
import type { PreciseProject, Reference, ts } from './precise-project.js';
import { readOnlyFiles } from './read-only-files.js';

export interface PreciseInput {
  /** Absolute, without links. */
  readonly root: string;
  /** The files that a migration touches and those that can name what is in them. */
  readonly files: readonly string[];
  /** The text of a file of the program; null for any other file, which is read from the disk where it is needed. */
  readonly textOf: (file: string) => string | null;
  /** Relative paths of manifests: tsconfig and package files. */
  readonly manifests: readonly string[];
  /** Whether Node.js reads the `.js` files around a path as ES modules. */
  readonly isModulePackage: (file: string) => boolean;
}

/** A precise project whose texts can be changed, to see what the types say of it then. */
export interface PreciseWorkspace extends PreciseProject {
  /** Puts texts in the place of those that are there; null takes a file out. */
  readonly change: (texts: ReadonlyMap<string, string | null>) => void;
  /** Errors of the compiler in some files, without positions: `2304 Cannot find name 'x'.` */
  readonly errorsIn: (files: readonly string[]) => ReadonlyMap<string, readonly string[]>;
}

/** Opens a ts-morph project over a few files. It is slow to load and is loaded here alone. */
export function openPreciseProject(input: PreciseInput): PreciseWorkspace {
  const morph = createRequire(import.meta.url)('ts-morph') as typeof tsMorph;
  const absolute = (file: string): string => join(input.root, file);
  const config = configFor(input);
  const options = compilerOptionsFor(morph.ts, input.root, config, input.textOf);
  const project = new morph.Project({
    compilerOptions: options,
    fileSystem: readOnlyFiles(input.root, (path) => input.textOf(toRelative(input.root, path) ?? '')),
    skipFileDependencyResolution: true,
    skipAddingFilesFromTsConfig: true,
  });
  const add = (file: string): void => {
    const text = input.textOf(file);
    if (text !== null) project.createSourceFile(absolute(file), text, { overwrite: true });
  };
  input.files.forEach(add);
  const program = (): ts.Program => project.getProgram().compilerObject;
  const pathOf = (tree: ts.SourceFile): string | null => toRelative(input.root, tree.fileName);
  const sourceFile = (file: string): ts.SourceFile | null => {
    const present = program().getSourceFile(absolute(file));
    if (present || input.textOf(file) === null) return present ?? null;
    add(file);
    return program().getSourceFile(absolute(file)) ?? null;
  };
  const treeOf = (file: string): ts.SourceFile => {
    const tree = sourceFile(file);
    invariant(tree, `${file} is not part of the program`);
    return tree;
  };
  const style = openStyles(morph.ts, input, options, treeOf);
  return {
    ts: morph.ts,
    sourceFile,
    get checker() {
      return program().getTypeChecker();
    },
    pathOf,
    style,
    importPoint: (file) => importPoint(treeOf(file), style(file).eol),
    statementPoint: (file, after) => statementPoint(treeOf(file), style(file).eol, after),
    nodeAt: (file, pos, test) => {
      const tree = sourceFile(file);
      return tree === null ? null : nodeAt(morph.ts, tree, pos, test);
    },
    references: (file, pos) => {
      const tree = treeOf(file);
      return referencesOf(morph.ts, project.getLanguageService().compilerObject, program(), tree, pos, pathOf);
    },
    change: (texts) => texts.forEach((text, file) => changeText(project, absolute(file), text)),
    errorsIn: (files) => errorsIn(morph.ts, program(), files, absolute),
  };
}

function changeText(project: tsMorph.Project, path: string, text: string | null): void {
  const present = project.getSourceFile(path);
  if (text !== null) project.createSourceFile(path, text, { overwrite: true });
  else if (present) project.removeSourceFile(present);
}

/** The style of each tree, looked for once. */
function openStyles(
  compiler: typeof ts,
  input: PreciseInput,
  options: ts.CompilerOptions,
  treeOf: (file: string) => ts.SourceFile,
): (file: string) => FileStyle {
  const styles = new WeakMap<ts.SourceFile, FileStyle>();
  return (file) => {
    const tree = treeOf(file);
    const known = styles.get(tree);
    if (known) return known;
    const isModule = input.isModulePackage(file);
    const made = fileStyle(tree, isModule, extensionFor(compiler, file, options, isModule));
    styles.set(tree, made);
    return made;
  };
}

function toRelative(root: string, path: string): string | null {
  const within = relative(root, path);
  if (within === '' || within === '..' || within.startsWith(`..${sep}`)) return null;
  const posix = sep === '/' ? within : within.split(sep).join('/');
  return posix.split('/').includes('node_modules') ? null : posix;
}

/** The tsconfig nearest to the first file, else the nearest to any. */
function configFor({ files, manifests }: PreciseInput): string | null {
  const configs = new Set(manifests.filter((path) => /(?:^|\/)(?:ts|js)config\.json$/.test(path)));
  for (const file of files) {
    for (const folder of foldersUpFrom(folderOf(file))) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        if (configs.has(below(folder, name))) return below(folder, name);
      }
    }
  }
  return null;
}

/** The extension that a relative import needs where the file itself shows none. */
function extensionFor(compiler: typeof ts, file: string, options: ts.CompilerOptions, isModule: boolean): string {
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
  if (!isTypeScript) return isModule || file.endsWith('.mjs') ? '.js' : '';
  const { moduleResolution, module } = options;
  const isNode =
    moduleResolution === compiler.ModuleResolutionKind.Node16 ||
    moduleResolution === compiler.ModuleResolutionKind.NodeNext ||
    (moduleResolution === undefined &&
      (module === compiler.ModuleKind.Node16 || module === compiler.ModuleKind.NodeNext));
  return isNode && (isModule || file.endsWith('.mts')) ? '.js' : '';
}

/** Goes down by positions, so the depth costs no stack. */
function nodeAt<T extends ts.Node>(
  compiler: typeof ts,
  tree: ts.SourceFile,
  pos: number,
  test?: (node: ts.Node) => node is T,
): T | null {
  let found: ts.Node | null = null;
  let node: ts.Node | undefined = tree;
  while (node) {
    if (node.getStart(tree) === pos && node !== tree && (test === undefined || test(node))) found = node;
    node = compiler.forEachChild(node, (child) => (child.getStart(tree) <= pos && pos < child.end ? child : undefined));
  }
  return found as T | null;
}

function referencesOf(
  compiler: typeof ts,
  service: ts.LanguageService,
  program: ts.Program,
  tree: ts.SourceFile,
  pos: number,
  pathOf: (tree: ts.SourceFile) => string | null,
): Reference[] {
  const found = new Map<string, Reference>();
  for (const { references } of service.findReferences(tree.fileName, pos) ?? []) {
    for (const { fileName, textSpan, isWriteAccess, isDefinition } of references) {
      const source = program.getSourceFile(fileName);
      const file = source ? pathOf(source) : null;
      const node = source ? nodeAt(compiler, source, textSpan.start) : null;
      if (file === null || node === null) continue;
      const { start } = textSpan;
      const end = start + textSpan.length;
      found.set(`${file}:${start}`, {
        file,
        node,
        start,
        end,
        isDefinition: isDefinition === true,
        isWrite: isWriteAccess,
      });
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.file, b.file) || a.start - b.start);
}

function errorsIn(
  compiler: typeof ts,
  program: ts.Program,
  files: readonly string[],
  absolute: (file: string) => string,
): Map<string, string[]> {
  const errors = new Map<string, string[]>();
  for (const file of files) {
    const tree = program.getSourceFile(absolute(file));
    if (!tree) continue;
    const all = [...program.getSyntacticDiagnostics(tree), ...program.getSemanticDiagnostics(tree)];
    const texts = all
      .filter(({ category }) => category === compiler.DiagnosticCategory.Error)
      .map(({ code, messageText }) => `${code} ${compiler.flattenDiagnosticMessageText(messageText, ' ')}`);
    errors.set(file, texts);
  }
  return errors;
}
