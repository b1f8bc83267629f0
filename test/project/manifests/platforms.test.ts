import { describe, expect, it } from 'vitest';
import { describeTarget, PLATFORMS } from '../../../src/model/platforms.js';
import { TARGETS } from '../../../src/model/target.js';

describe('PLATFORMS', () => {
  it('separates the platforms by the facts on which verdicts depend', () => {
    const which = (fact: keyof (typeof PLATFORMS)['lambda']): readonly string[] =>
      TARGETS.filter((target) => PLATFORMS[target][fact]);
    expect(which('concurrent')).toEqual([
      'lambda-managed',
      'vercel',
      'cloudflare',
      'cloud-run',
      'azure',
      'firebase',
      'container',
    ]);
    expect(which('frozenBetween')).toEqual(['lambda', 'vercel', 'netlify', 'cloudflare', 'cloud-run', 'firebase']);
    expect(which('shutdownSignals')).toEqual(['cloud-run', 'container']);
    expect(which('ioBoundToRequest')).toEqual(['cloudflare']);
    expect(which('initSnapshotted')).toEqual([]);
  });

  it('describes each target in one line', () => {
    const lines = TARGETS.map(describeTarget);
    expect(new Set(lines).size).toBe(TARGETS.length);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    expect(describeTarget('lambda')).toBe(
      'AWS Lambda: one invocation at a time per environment, frozen between invocations, no reliable shutdown signal',
    );
  });
});
