import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditReport } from '../../model/report.js';
import type { Target } from '../../model/target.js';
import { didYouMean } from '../../support/nearest.js';
import { UserError } from '../../support/user-error.js';
import type { ProgramKind } from '../containers/protocol.js';

/** What the user named, with what the audit knows about it. */
export interface FoundEntry {
  readonly file: string;
  readonly exportName: string | null;
  readonly kind: ProgramKind | null;
  readonly target: Target;
}

/** Reads `file#export`, and takes the single entry point of the file where no export is named. */
export function findEntries(
  named: readonly string[],
  root: string,
  report: AuditReport,
  kind: ProgramKind | null,
): readonly FoundEntry[] {
  return named.map((name) => findEntry(name, root, report, kind));
}

function findEntry(name: string, root: string, report: AuditReport, kind: ProgramKind | null): FoundEntry {
  const hash = name.indexOf('#');
  const file = hash < 0 ? name : name.slice(0, hash);
  if (!existsSync(join(root, file))) {
    const files = report.entryPoints.map((entry) => entry.file);
    throw new UserError(`no such file \`${file}\``, didYouMean(file, files, 'paths are relative to the root'));
  }
  const points = report.entryPoints.filter((point) => point.file === file);
  const exportName = hash < 0 ? exportOf(file, points) : name.slice(hash + 1);
  const host = (points.find((point) => point.name === exportName) ?? points[0])?.host ?? null;
  const target = (points.find((point) => point.name === exportName) ?? points[0])?.target;
  return { file, exportName, kind: kind ?? kindOf(host), target: target ?? singleTarget(report) };
}

/** Routes of an application are one program; several functions of one file are a choice of the user's. */
function exportOf(file: string, points: AuditReport['entryPoints']): string | null {
  const functions = points.filter(({ host, name }) => FUNCTION_HOSTS.has(host) && /^[\w$]+$/.test(name));
  const names = [...new Set(functions.map(({ name }) => name))];
  if (names.length < 2) return names[0] ?? null;
  const list = names.map((name) => `${file}#${name}`).join(', ');
  throw new UserError(`\`${file}\` has ${names.length} entry points`, `name one: ${list}`);
}

const FUNCTION_HOSTS: ReadonlySet<string> = new Set(['aws-lambda', 'google-cloud-functions', 'alexa', 'netlify']);

/** Hosts whose functions take `(request, response)` cannot be told from what is exported. */
function kindOf(host: string | null): ProgramKind | null {
  if (host === 'aws-lambda' || host === 'alexa') return 'lambda';
  if (host === 'google-cloud-functions' || host === 'firebase' || host === 'vercel') return 'request';
  return null;
}

function singleTarget({ target }: AuditReport): Target {
  return target === 'mixed' ? 'container' : target;
}
