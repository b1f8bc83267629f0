import type { ClassifiedPlace } from '../../model/classified-program.js';
import { moduleOf } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import { positionAt } from '../../support/text-position.js';
import { clientKindOf } from './clients.js';
import type { Judge } from './judge.js';
import type { HeldObjects } from './state/hold-objects.js';

const CLOSES = /^(end|close|quit|disconnect|destroy|\$disconnect|release)$/;

/** Calls by which an invocation closes a connection that a module holds for all invocations. */
export function judgeClosings(judge: Judge, held: HeldObjects): ClassifiedPlace[] {
  const { program } = judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    if (site.name === null || !CLOSES.test(site.name) || site.object < 0 || !runsIn(program, site.fn, 'invoke'))
      return [];
    const holder = [...(program.flow.values[site.object] ?? [])]
      .filter((token) => {
        const value = program.flow.tokens[token];
        return (
          value?.t === 'object' &&
          value.what === 'external' &&
          clientKindOf(value.origin.replace(/\(\)$/, ''), judge.knownClients) === 'connection'
        );
      })
      .map((token) => held.holders.get(token)?.[0])
      .find((found) => found !== undefined);
    if (!holder) return [];
    const reset = program.flow.candidates.some(
      (candidate) =>
        candidate.k === 'variable-write' && candidate.fn === site.fn && candidate.variable === holder.root.variable,
    );
    if (reset) return [];
    const module = moduleOf(program.index, site.fn);
    const { line, column } = positionAt(module.lineStarts, site.expr.pos);
    const message = `\`${site.name}()\` closes \`${holder.root.name}\`, which the next invocation in the same environment uses`;
    return [
      {
        rule: 'client-closed-per-invocation',
        grade: 'high',
        confidence: 'high',
        message,
        file: module.path,
        line,
        column,
        fn: site.fn,
        pos: site.expr.pos,
        binding: holder.root.id,
      },
    ];
  });
}
