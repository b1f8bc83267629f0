import type { ChangedText } from '../apply/change-set.js';
import type { Candidate } from '../planner/index.js';
import type { PreciseWorkspace } from '../project/precise/open-precise-project.js';

/** The first error that the compiler reports with the new texts and not without them. The texts of before are put back. */
export function newTypeErrors(
  workspace: PreciseWorkspace,
  files: readonly string[],
  changed: readonly ChangedText[],
  steps: readonly Candidate[],
): { readonly file: string; readonly message: string } | null {
  const sources = changed.filter(({ path }) => /\.[cm]?[jt]sx?$/.test(path));
  const asked = [...new Set([...files, ...sources.map(({ path }) => path)])];
  const before = workspace.errorsIn(asked);
  workspace.change(new Map(sources.map(({ path, after }) => [path, after.text])));
  const after = workspace.errorsIn(asked);
  workspace.change(new Map(sources.map((one) => [one.path, one.before?.text ?? null])));
  const added = new Set(
    steps.flatMap(({ step }) => step.edits.flatMap((edit) => (edit.kind === 'add-dependency' ? [edit.name] : []))),
  );
  for (const [file, messages] of after) {
    const known = [...(before.get(file) ?? [])];
    for (const message of messages) {
      const index = known.indexOf(message);
      if (index >= 0) known.splice(index, 1);
      else if (!isNotInstalled(message, added))
        return { file, message: `${file}: the compiler would report ${message}` };
    }
  }
  return null;
}

/** A dependency that the plan adds is not installed yet; neither need be its types or those of Node.js. */
function isNotInstalled(message: string, added: ReadonlySet<string>): boolean {
  const name = /^(?:2307|7016|2792|2580|2591) .*?['"]([^'"]+)['"]/.exec(message)?.[1];
  if (name === undefined) return false;
  if (/^(?:2580|2591) /.test(message) || name.startsWith('node:')) return true;
  return [...added].some((dependency) => name === dependency || name.startsWith(`${dependency}/`));
}
