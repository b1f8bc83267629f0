import type { ClassifiedBinding, ClassifiedProgram } from '../classified-program.js';
import type { Evidence } from '../classification.js';
import type { DetectedProgram } from '../detected-program.js';
import type { Token } from '../flow.js';
import type { Gap } from '../gap.js';
import type { LinkedProgram } from '../linked-program.js';
import { functionId, moduleOf } from '../program-index.js';
import type { Resolution } from '../project.js';
import { pathTo, PHASES } from '../reached-program.js';
import type { ReachedProgram } from '../reached-program.js';
import { placeIn } from './print-module.js';

/** Where imports lead, what each binding may hold, what each call may run, and the gaps. */
export function printLinked(program: LinkedProgram): string[] {
  const { index, resolutions, flow } = program;
  const imports = index.modules.flatMap((module, number) =>
    module.imports.map(
      ({ specifier }, position) =>
        `import ${module.path} ${JSON.stringify(specifier)} → ${resolved(resolutions[number]?.[position])}`,
    ),
  );
  const values = index.modules.flatMap((module, number) =>
    module.bindings.flatMap(({ name }, local) => {
      const held = flow.values[(index.bindingBase[number] as number) + local];
      const tokens = [...(held ?? [])].map((token) => tokenText(program, flow.tokens[token]));
      return name === '' || tokens.length === 0 ? [] : [`value ${module.path}#${name} = ${tokens.join(' | ')}`];
    }),
  );
  const calls = flow.calls.map((site) => {
    const targets = site.targets.map((fn) => functionId(index, fn));
    const callbacks = site.callbacks.map((fn) => `callback ${functionId(index, fn)}`);
    const reached = [...targets, ...site.externals, ...callbacks, ...(site.modelled ? ['builtin'] : [])];
    const module = moduleOf(index, site.fn);
    return `call ${module.path}${placeIn(module, site.expr.pos)} → ${reached.join(' | ') || 'unknown'}`;
  });
  return [...imports, ...values, ...calls, ...program.gaps.map((gap) => `gap ${gapText(program, gap)}`)];
}

function resolved(resolution: Resolution | undefined): string {
  switch (resolution?.kind) {
    case 'file':
      return resolution.path;
    case 'external':
      return `external ${resolution.name}`;
    case 'unread':
      return `unread ${resolution.path}`;
    case 'unresolved':
    case undefined:
      return 'nothing';
  }
}

function tokenText({ index }: LinkedProgram, token: Token | undefined): string {
  switch (token?.t) {
    case 'function':
      return functionId(index, token.fn);
    case 'class':
    case 'prototype':
      return `${token.t} ${token.cls}`;
    case 'object': {
      const module = moduleOf(index, token.fn);
      const origin = token.origin === '' ? '' : ` ${token.origin}`;
      return `${token.what}${origin} ${module.path}${placeIn(module, token.expr?.pos ?? 0)}`;
    }
    case 'external':
      return `external ${token.origin}`;
    case 'namespace':
      return `namespace ${index.modules[token.module]?.path}`;
    case 'global':
    case 'resolver':
      return token.t;
    case undefined:
      return '?';
  }
}

function gapText({ index }: LinkedProgram, gap: Gap): string {
  const module = index.modules[index.byPath.get(gap.file) ?? -1];
  return `${gap.kind} ${gap.file}${module ? placeIn(module, gap.pos) : ''}: ${gap.message}`;
}

/** The entry points, and the functions that have no source. */
export function printDetected(program: DetectedProgram): string[] {
  return [
    ...program.entries.map(
      ({ name, fn, host, target, confidence, detectedBy, inputs }) =>
        `entry ${name} = ${fn} (${host} on ${target}, ${confidence}: ${detectedBy}) inputs [${inputs.join(', ')}]`,
    ),
    ...program.notAnalysed.map(({ name, declaredIn, reason }) => `not analysed ${name} (${declaredIn}): ${reason}`),
    ...program.scopes.map(({ folder, target, detectedBy }) => `target ${target} in ${folder || '.'} (${detectedBy})`),
  ];
}

/** The phases of each function, with the shortest path. A function without a phase is never run. */
export function printReached(program: ReachedProgram): string[] {
  const { index, reached } = program;
  const lines: string[] = [];
  for (let fn = 0; fn < (index.functionBase.at(-1) ?? 0); fn++) {
    const phases = PHASES.filter((phase) => reached[phase][fn] !== undefined);
    lines.push(`function ${functionId(index, fn)}: ${phases.length === 0 ? 'never' : ''}`.trimEnd());
    for (const phase of phases) {
      const path = pathTo(program, fn, phase);
      const steps = path.map(({ from, timing }) => `${functionId(index, from)} (${timing})`);
      lines.push(`  ${phase}${steps.length === 0 ? '' : ` by ${steps.join(' → ')}`}`);
    }
  }
  return lines;
}

/** The verdict on each binding with its evidence, the places that are wrong by themselves, and what each gap blurs. */
export function printClassified(program: ClassifiedProgram): string[] {
  return [
    ...program.bindings.flatMap(printBinding),
    ...program.places.map(
      ({ rule, grade, confidence, message, binding, ...place }) =>
        `place ${rule} ${grade} ${confidence} ${at(place)} ${binding ?? ''}: ${message}`,
    ),
    ...program.blurs.map(
      ({ gap, bindings }) => `gap ${gapText(program, gap)} blurs ${bindings.join(', ') || 'nothing'}`,
    ),
  ];
}

function printBinding(binding: ClassifiedBinding): string[] {
  const { root, classification, verdict, grade, confidence, target, evidence, writes, reads, reports } = binding;
  const accesses = `${writes.length} late writes, ${reads.length} late reads${reports ? '' : ', reported by its field'}`;
  return [
    `binding ${root.id} ${classification} ${verdict} ${grade} ${confidence} on ${target} (${accesses})`,
    ...evidence.map((item) => `  ${at(item)} ${item.message}`),
  ];
}

function at({ file, line, column }: Omit<Evidence, 'message'>): string {
  return `${file}@${line}:${column}`;
}
