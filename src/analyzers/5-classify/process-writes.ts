import type { ClassifiedPlace } from '../../model/classified-program.js';
import { moduleOf } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import { positionAt } from '../../support/text-position.js';
import type { Judge } from './judge.js';

const SETTERS = /^(@process|process)\.(chdir|umask|setuid|setgid|setgroups)$/;

/** Calls that change a setting of the whole process on behalf of one invocation. */
export function judgeProcessWrites(judge: Judge): ClassifiedPlace[] {
  const { program } = judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    const origin = site.externals.find((candidate) => SETTERS.test(candidate));
    if (origin === undefined || site.expr.args.length === 0 || !runsIn(program, site.fn, 'invoke')) return [];
    const module = moduleOf(program.index, site.fn);
    const { line, column } = positionAt(module.lineStarts, site.expr.pos);
    const name = origin.replace('@', '');
    const message = `${name}() changes the whole process for every invocation that follows`;
    return [
      {
        rule: 'process-global-write',
        grade: 'medium',
        confidence: 'high',
        message,
        file: module.path,
        line,
        column,
        fn: site.fn,
        pos: site.expr.pos,
        binding: null,
      },
    ];
  });
}
