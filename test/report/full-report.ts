import type { AuditReport, ReportedBinding, ReportedFinding } from '../../src/model/report.js';

/** A report that has every part at least once, written by hand. */
export const FULL_REPORT: AuditReport = {
  $schema: 'stateless-migrate/report.schema.json',
  schemaVersion: 1,
  tool: { name: 'stateless-migrate', version: '0.1.0' },
  target: 'lambda',
  targetDetectedBy: 'serverless.yml',
  summary: {
    files: 9,
    bindings: 6,
    harmful: 2,
    review: 1,
    benign: 3,
    findings: { error: 1, warning: 1, note: 1 },
    suppressed: 0,
    inBaseline: 0,
    vanished: 0,
    off: 0,
    leftOut: { tests: 12, 'build output': 3, ignored: 0 },
  },
  entryPoints: [
    {
      file: 'src/api.ts',
      line: 12,
      name: 'handler',
      host: 'aws-lambda',
      target: 'lambda',
      detectedBy: 'serverless.yml: functions.api.handler',
    },
  ],
  bindings: [
    binding({ name: 'hits', line: 3, classification: 'counter', category: 'business-state', verdict: 'harmful' }),
    binding({ name: 'pages', line: 4, classification: 'unbounded-cache', category: 'cache', verdict: 'harmful' }),
    binding({ name: 'LIMITS', line: 5, classification: 'configuration', category: 'configuration', verdict: 'benign' }),
    binding({ name: 'pool', line: 6, classification: 'lazy-client', category: 'infrastructure', verdict: 'benign' }),
    binding({ name: 'prices', line: 7, classification: 'ttl-cache', category: 'cache', verdict: 'benign' }),
    binding({ name: 'plugin', line: 8, classification: 'undetermined', category: 'undetermined', verdict: 'review' }),
  ],
  findings: [
    finding({
      rule: 'in-memory-counter',
      severity: 'error',
      message: '`hits` restarts whenever Lambda starts an environment',
      line: 3,
      binding: 'src/api.ts#hits',
      reachedFrom: [
        'login (src/login.ts:1)',
        'logout (src/login.ts:9)',
        'show (src/show.ts:2)',
        'list (src/show.ts:7)',
      ],
      witness: 'invocation 1 writes src/api.ts:14 → invocation 2 in another environment reads 0 at src/api.ts:20',
      fix: { transform: 'externalize-counter', applicability: 'safe', why: null },
    }),
    finding({
      rule: 'unbounded-cache',
      severity: 'warning',
      message: '`pages` never forgets an entry',
      line: 4,
      binding: 'src/api.ts#pages',
      confidence: 'medium',
      fix: { transform: 'bound-cache', applicability: 'manual', why: 'the right size is not known' },
    }),
    finding({
      rule: 'lossy-read-modify-write',
      severity: 'note',
      message: 'the item is written back without a condition',
      file: 'src/\u001b[31mred\u202e.ts',
      line: 40,
      confidence: 'low',
    }),
  ],
  notAnalysed: [{ name: 'thumbnails', declaredIn: 'serverless.yml', reason: 'runtime python3.12' }],
  diagnostics: [
    { code: 'parse-error', file: 'src/broken.ts', message: "line 3: '}' expected\nand more" },
    { code: 'no-entry-point', file: null, message: 'nothing calls the worker' },
  ],
  changed: null,
};

/** The same, where comments, a baseline, the configuration and `--changed` take findings out. */
export const GATED_REPORT: AuditReport = {
  ...FULL_REPORT,
  summary: {
    ...FULL_REPORT.summary,
    findings: { error: 0, warning: 0, note: 1 },
    suppressed: 1,
    inBaseline: 1,
    vanished: 2,
    off: 3,
  },
  findings: FULL_REPORT.findings.map((item, index) => ({
    ...item,
    suppressed: index === 0 ? { reason: 'a metric \u001b[1mper instance', line: 2 } : null,
    inBaseline: index === 1,
  })),
  changed: { since: 'origin/main', files: 2, reached: 5 },
};

/** A report of a code base in which nothing is wrong. */
export const CLEAN_REPORT: AuditReport = {
  ...FULL_REPORT,
  summary: {
    ...FULL_REPORT.summary,
    bindings: 1,
    harmful: 0,
    review: 0,
    benign: 1,
    findings: noFindings(),
    leftOut: {},
  },
  bindings: FULL_REPORT.bindings.filter((item) => item.name === 'LIMITS'),
  findings: [],
  notAnalysed: [],
  diagnostics: [],
};

export function binding(
  given: Pick<ReportedBinding, 'name' | 'line' | 'classification' | 'category' | 'verdict'>,
): ReportedBinding {
  return {
    file: 'src/api.ts',
    column: 5,
    declaration: 'let',
    confidence: 'high',
    target: 'lambda',
    evidence: [{ message: `${given.name} is assigned by handler`, file: 'src/api.ts', line: given.line, column: 5 }],
    ...given,
  };
}

export function finding(
  given: Pick<ReportedFinding, 'rule' | 'severity' | 'message' | 'line'> & Partial<ReportedFinding>,
): ReportedFinding {
  return {
    file: 'src/api.ts',
    column: 5,
    binding: null,
    scope: '',
    confidence: 'high',
    entryPath: ['handler (src/api.ts:12)', 'record (src/count.ts:4)'],
    reachedFrom: [],
    witness: null,
    fingerprint: `${given.rule}:${given.line}`,
    fix: null,
    suppressed: null,
    inBaseline: false,
    ...given,
  };
}

function noFindings(): AuditReport['summary']['findings'] {
  return { error: 0, warning: 0, note: 0 };
}
