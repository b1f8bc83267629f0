import { audit } from '../../src/pipeline.js';
import type { ReportedBinding } from '../../src/model/report.js';
import { makeTree } from '../project/make-tree.js';

export interface AuditedFiles {
  /** `counter harmful medium`, by `file#name`. */
  readonly verdict: (id: string) => string;
  /** The evidence that speaks of a gap: `src/handler.js:4 a gap: …`. */
  readonly gapsOf: (id: string) => readonly string[];
  /** `code file message`. */
  readonly diagnostics: readonly string[];
}

/** Audits a small repository and checks the laws of the model on the way. */
export async function auditFiles(files: Readonly<Record<string, string>>): Promise<AuditedFiles> {
  const { report } = await audit({ root: makeTree(files), paths: [], debug: true });
  const find = (id: string): ReportedBinding => {
    const found = report.bindings.find(({ file, name }) => `${file}#${name}` === id);
    if (!found) throw new Error(`${id} is not listed`);
    return found;
  };
  return {
    verdict: (id) => [find(id).classification, find(id).verdict, find(id).confidence].join(' '),
    gapsOf: (id) =>
      find(id)
        .evidence.filter(({ message }) => message.startsWith('a gap: '))
        .map(({ message, file, line }) => `${file}:${line} ${message}`),
    diagnostics: report.diagnostics.map(({ code, file, message }) => `${code} ${file} ${message}`),
  };
}
