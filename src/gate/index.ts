/**
 * gate. Takes: the findings that rules state, and what the user decided: comments in the source, settings of rules, the
 * baseline, the changed files. Gives: the findings that are reported, each with whether it counts, and how many are not
 * reported. Does not: judge code, or let a finding go uncounted.
 */
import type { FindingIdentity } from '../model/baseline.js';
import type { RuleOverride, RuleSettings } from '../model/configuration.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { DraftFinding } from '../model/draft-finding.js';
import type { FindCodeAround } from '../model/project.js';
import type { ReportedFinding } from '../model/report.js';
import type { Affected } from './affected-files.js';
import { identify, type IdentifiedFinding } from './identify.js';
import { matchBaseline, type FileState } from './match-baseline.js';
import { openRuleSettings } from './rule-settings.js';
import { suppress, type SuppressedModule } from './suppress.js';

export interface GateInput {
  /** In the order of files and positions. */
  readonly drafts: readonly DraftFinding[];
  readonly codeAround: FindCodeAround;
  readonly modules: readonly SuppressedModule[];
  readonly ruleIds: readonly string[];
  readonly rules: RuleSettings;
  readonly overrides: readonly RuleOverride[];
  readonly baseline: readonly FindingIdentity[];
  readonly stateOf: (file: string) => FileState;
  /** The whole repository was looked at: only then is something unused or gone. */
  readonly isWhole: boolean;
  readonly affected: Affected;
}

export interface Gated {
  readonly findings: readonly ReportedFinding[];
  readonly off: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly baseline: BaselineState;
}

/** Every finding that no comment suppresses, by what the baseline says of it. */
export interface BaselineState {
  readonly known: readonly FindingIdentity[];
  readonly fresh: readonly FindingIdentity[];
  /** Entries without a finding, and those of files that were not analysed. */
  readonly vanished: readonly FindingIdentity[];
  readonly unseen: readonly FindingIdentity[];
}

export function gateFindings(input: GateInput): Gated {
  const identified = identify(input.drafts, input.codeAround);
  const { applied, diagnostics } = suppress(identified, input.modules, input.ruleIds);
  const setting = openRuleSettings(input.rules, input.overrides);
  const kept = identified.flatMap((found, position): Kept[] => {
    const finding = setting(found.finding);
    return finding === null ? [] : [{ ...found, finding, suppressed: applied[position] ?? null }];
  });
  const open = kept.filter(({ suppressed }) => suppressed === null);
  const { known, vanished, unseen } = matchBaseline(
    open.map(({ identity }) => identity),
    input.baseline,
    input.stateOf,
  );
  const countAffected = (list: readonly IdentifiedFinding[]): number =>
    list.filter(({ finding, through }) => input.affected.concerns(finding.file, through)).length;
  const isKnown = new Set([...known].map((position) => open[position]));
  return {
    findings: kept
      .filter(({ finding, through }) => input.affected.concerns(finding.file, through))
      .map((one) => ({ ...one.finding, suppressed: one.suppressed, inBaseline: isKnown.has(one) })),
    off: countAffected(identified) - countAffected(kept),
    diagnostics: input.isWhole ? diagnostics : diagnostics.filter(({ code }) => code !== 'unused-suppression'),
    baseline: {
      known: open.filter((one) => isKnown.has(one)).map(({ identity }) => identity),
      fresh: open.filter((one) => !isKnown.has(one)).map(({ identity }) => identity),
      vanished: input.isWhole ? vanished : [],
      unseen,
    },
  };
}

interface Kept extends IdentifiedFinding {
  readonly suppressed: ReportedFinding['suppressed'];
}
