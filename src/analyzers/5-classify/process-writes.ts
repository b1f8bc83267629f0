import type { ClassifiedPlace } from '../../model/classified-program.js';
import { moduleOf } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import { positionAt } from '../../support/text-position.js';
import type { Judge } from './judge.js';

const SETTERS = /^(@process|process)\.(chdir|umask|setuid|setgid|setgroups)$/;

/** Calls and assignments that change the whole process on behalf of one invocation. */
export function judgeProcessWrites(judge: Judge): ClassifiedPlace[] {
  return [...settingCalls(judge), ...patches(judge)];
}

function settingCalls(judge: Judge): ClassifiedPlace[] {
  const { program } = judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    const origin = site.externals.find((candidate) => SETTERS.test(candidate));
    if (origin === undefined || site.expr.args.length === 0 || !runsIn(program, site.fn, 'invoke')) return [];
    const message = `${origin.replace('@', '')}() changes the whole process for every invocation that follows`;
    return [placeAt(judge, site.fn, site.expr.pos, message)];
  });
}

const BUILTIN = /^@([A-Z]\w*)\.prototype$/;

/** `Array.prototype.last = …`, `Error.prepareStackTrace = …`, while an invocation runs. */
function patches(judge: Judge): ClassifiedPlace[] {
  const { program } = judge;
  return program.flow.candidates.flatMap((candidate): ClassifiedPlace[] => {
    if (candidate.k !== 'member-write' || !runsIn(program, candidate.fn, 'invoke')) return [];
    const { member } = candidate;
    for (const token of program.flow.values[candidate.object] ?? []) {
      const value = program.flow.tokens[token];
      if (value?.t !== 'external') continue;
      const isTrace = value.origin === '@Error' && member.name === 'prepareStackTrace';
      const patched = isTrace ? 'Error' : BUILTIN.exec(value.origin)?.[1];
      if (patched === undefined) continue;
      const what = isTrace ? 'Error.prepareStackTrace' : `${patched}.prototype.${member.name ?? '…'}`;
      const message = `${what} changes for the whole process and for every invocation that follows`;
      return [placeAt(judge, candidate.fn, candidate.expr.pos, message)];
    }
    return [];
  });
}

function placeAt(judge: Judge, fn: number, pos: number, message: string): ClassifiedPlace {
  const module = moduleOf(judge.program.index, fn);
  const { line, column } = positionAt(module.lineStarts, pos);
  const { path: file } = module;
  const rule = 'process-global-write';
  return { rule, grade: 'medium', confidence: 'high', message, file, line, column, fn, pos, binding: null };
}
