import type { DetectedProgram } from '../detected-program.js';
import type { Token } from '../flow.js';
import type { LinkedProgram } from '../linked-program.js';
import { functionAt, functionId } from '../program-index.js';
import { pathTo, PHASES } from '../reached-program.js';
import type { ReachedProgram } from '../reached-program.js';
import type { Breach } from './breach.js';

/** M2 for the value flow: nodes, tokens, functions and modules exist, and every import of a module has a resolution. */
export function assertLinked(program: LinkedProgram, fail: Breach): void {
  const { index, resolutions, flow, gaps, unread } = program;
  const below = (what: string, value: number, count: number, least = 0): void => {
    if (!Number.isInteger(value) || value < least || value >= count)
      fail('M2', null, `${what} is ${value}, of ${count}`);
  };
  const node = (what: string, value: number): void => below(what, value, flow.nodeCount, -1);
  const fn = (what: string, value: number): void => below(what, value, functionCount(program));
  index.modules.forEach((module, number) => {
    const found = resolutions[number]?.length;
    if (found !== module.imports.length)
      fail('M2', module.path, `${found} resolutions for ${module.imports.length} imports`);
    for (const resolution of resolutions[number] ?? []) {
      if (resolution.kind === 'file' && !index.byPath.has(resolution.path))
        fail('M2', module.path, `an import leads to ${resolution.path}, which is no module`);
    }
  });
  flow.tokens.forEach((token, number) =>
    assertToken(program, token, (what, value, count) => {
      below(`token ${number}: ${what}`, value, count, -1);
    }),
  );
  for (const held of flow.values) for (const token of held ?? []) below('a held token', token, flow.tokens.length);
  for (const outflow of flow.outflows) {
    for (const to of outflow?.copies ?? []) node('a copy', to);
    for (const { to } of outflow?.loads ?? []) node('a member read', to);
  }
  for (const fields of flow.fields) for (const [name, at] of fields ?? []) node(`the field ${name}`, at);
  for (const at of flow.nodes.values()) node('the node of an expression', at);
  for (const site of flow.calls) {
    fn('the function of a call', site.fn);
    for (const at of [site.object, site.callee, site.result, ...site.args]) node('a part of a call', at);
    for (const target of [...site.targets, ...site.callbacks]) fn('a target of a call', target);
  }
  for (const candidate of flow.candidates) fn('the function of an access', candidate.fn);
  for (const { from, to } of program.implicitCalls) [from, to].forEach((end) => fn('an end of an implicit call', end));
  const missing = new Set(unread.map(({ path }) => path));
  for (const { file, kind } of gaps) {
    if (!index.byPath.has(file) && !missing.has(file))
      fail('M2', file, `a gap (${kind}) names a file that is not there`);
  }
}

function functionCount({ index }: LinkedProgram): number {
  return index.functionBase.at(-1) ?? 0;
}

function assertToken(
  program: LinkedProgram,
  token: Token,
  below: (what: string, value: number, count: number) => void,
): void {
  const classes = program.index.classBase.at(-1) ?? 0;
  switch (token.t) {
    case 'function':
      below('fn', token.fn, functionCount(program));
      return;
    case 'class':
    case 'prototype':
      below('cls', token.cls, classes);
      return;
    case 'object':
      below('cls', token.cls, classes);
      below('fn', token.fn, functionCount(program));
      return;
    case 'namespace':
      below('module', token.module, program.index.modules.length);
      return;
    case 'resolver':
      below('node', token.node, program.flow.nodeCount);
      return;
    case 'external':
    case 'global':
  }
}

/** M2 for entry points: each is a function of the program, under the id that says so. */
export function assertDetected(program: DetectedProgram, fail: Breach): void {
  const { index, entries, deployed } = program;
  for (const entry of entries) {
    if (entry.number < 0 || entry.number >= functionCount(program))
      fail('M2', entry.file, `entry point ${entry.name} is no function`);
    if (functionId(index, entry.number) !== entry.fn)
      fail('M2', entry.file, `entry point ${entry.name} is ${functionId(index, entry.number)}, not ${entry.fn}`);
    if (!index.byPath.has(entry.file)) fail('M2', entry.file, `entry point ${entry.name} is in no module`);
    const params = functionAt(index, entry.number).params.length;
    for (const input of entry.inputs)
      if (input < 0) fail('M2', entry.file, `${entry.name} has input ${input} of ${params}`);
  }
  for (const module of deployed)
    if (!index.modules[module]) fail('M2', null, `module ${module} is deployed and not there`);
}

/** M2 for phases: each edge joins two functions, both know it, and every path leads from a root to its function. */
export function assertReached(program: ReachedProgram, fail: Breach): void {
  const { callsFrom, callsTo, reached, inputs } = program;
  const count = functionCount(program);
  callsFrom.forEach((edges, from) => {
    for (const edge of edges) {
      if (edge.from !== from || edge.to < 0 || edge.to >= count)
        fail('M2', null, `an edge of function ${from} goes from ${edge.from} to ${edge.to}`);
      if (callsTo[edge.to]?.includes(edge) !== true)
        fail('M2', null, `function ${edge.to} does not know its caller ${from}`);
    }
  });
  for (const phase of PHASES) {
    reached[phase].forEach((edge, fn) => {
      if (edge === undefined || edge === 'root') return;
      if (edge.to !== fn) fail('M2', null, `function ${fn} is reached (${phase}) over an edge to ${edge.to}`);
      if (pathTo(program, fn, phase).at(-1)?.to !== fn)
        fail('M2', null, `no path of phase ${phase} ends at function ${fn}`);
    });
  }
  inputs.counts.forEach((count, node) => {
    for (let at = node * inputs.most; at < node * inputs.most + count; at++) {
      const label = inputs.held[at] as number;
      if (inputs.labels[label] === undefined) fail('M2', null, `no label ${label}`);
    }
  });
}
