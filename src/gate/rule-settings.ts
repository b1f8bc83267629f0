import type { RuleOverride, RuleSetting, RuleSettings } from '../model/configuration.js';
import { CONFIDENCES } from '../model/classification.js';
import type { Finding } from '../model/finding.js';
import { matchesPaths } from '../support/glob-paths.js';

/** Applies what the user decided about the rules: the finding with the severity that it shall have, or null where it is off. */
export function openRuleSettings(
  rules: RuleSettings,
  overrides: readonly RuleOverride[],
): (finding: Finding) => Finding | null {
  const parts = overrides.map((override) => ({ isFor: matchesPaths(override.files), rules: override.rules }));
  return (finding) => {
    let setting = settingIn(rules, finding.rule);
    for (const { isFor, rules: own } of parts) {
      if (isFor(finding.file)) setting = { ...setting, ...settingIn(own, finding.rule) };
    }
    const { severity = finding.severity, minConfidence = 'low' } = setting;
    if (severity === 'off') return null;
    if (CONFIDENCES.indexOf(finding.confidence) > CONFIDENCES.indexOf(minConfidence)) return null;
    return { ...finding, severity };
  };
}

function settingIn(rules: RuleSettings, rule: string): RuleSetting {
  return Object.hasOwn(rules, rule) ? (rules[rule] ?? {}) : {};
}
