import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { tokensAt } from '../values.js';
import type { Judge } from '../judge.js';
import { SINKS } from './all-sinks.js';
import { effectOfOperation, operationOfCommand, operationOfMethod } from './aws.js';
import { beginsWith } from './constant-text.js';
import { originsOfCall } from './origins.js';
import { TELEMETRY_HOST } from './requests.js';
import type { Effect, Sink, SinkModel } from './sink-model.js';

/** What a call changes outside the process; null where no model says that it does. */
export function sinkOf(judge: Judge, site: CallSite): Sink | null {
  const known = judge.sinks.known.get(site);
  if (known !== undefined) return known;
  const sink = lookUp(judge, site);
  judge.sinks.known.set(site, sink);
  return sink;
}

function lookUp(judge: Judge, site: CallSite): Sink | null {
  if (site.expr.k !== 'call') return null;
  const origins = originsOfCall(judge, site);
  if (site.name === 'send') {
    const command = commandSink(judge, site);
    if (command) return command;
  }
  for (const origin of origins) {
    const operation = operationOfMethod(origin);
    if (operation) {
      const effect = effectOfOperation(operation.service, operation.operation);
      const started = operation.starts === 'call' || endsWithFunction(judge, site);
      if (effect !== null && started) return sinkAt(judge, site, effect, 'call');
    }
    for (const model of modelsOf(judge, origin)) {
      const effect = effectOf(judge, site, origin, model);
      if (effect !== null) return sinkAt(judge, site, effect, model.runs);
    }
  }
  return null;
}

function modelsOf(judge: Judge, origin: string): readonly SinkModel[] {
  let found = judge.sinks.models.get(origin);
  if (!found) {
    found = SINKS.filter((model) => model.origin.test(origin));
    judge.sinks.models.set(origin, found);
  }
  return found;
}

/** `client.send(new PutItemCommand(…))`: the command says what happens, whoever made the client. */
function commandSink(judge: Judge, site: CallSite): Sink | null {
  const [argument] = site.expr.args;
  if (!argument) return null;
  for (const token of tokensAt(judge, site.fn, argument)) {
    if (token.t !== 'object' || token.what !== 'external') continue;
    const command = operationOfCommand(token.origin);
    const effect = command ? effectOfOperation(command.service, command.operation) : null;
    if (command && effect !== null) {
      return {
        effect,
        site,
        shown: `send(${command.operation}Command)`,
        runs: 'call',
        expires: false,
        callsBack: endsWithFunction(judge, site),
      };
    }
  }
  return null;
}

function effectOf(judge: Judge, site: CallSite, origin: string, model: SinkModel): Effect | null {
  const { args } = site.expr;
  switch (model.when) {
    case null:
      return model.effect === 'request' && isTelemetryHost(judge, site) ? 'telemetry' : model.effect;
    case 'command':
      return null;
    case 'sql':
      return writes(beginsWith(judge, site.fn, args[0])) ? model.effect : null;
    case 'prepared-sql':
      return writes(preparedText(judge, site)) ? model.effect : null;
    case 'arguments':
      return args.length > 0 ? model.effect : null;
    case 'callback':
      return endsWithFunction(judge, site) ? model.effect : null;
    case 'method-option':
      if (!hasMutatingMethod(judge, site, origin)) return null;
      return isTelemetryHost(judge, site) ? 'telemetry' : model.effect;
  }
}

const SQL_WRITE =
  /^\s*(?:--[^\n]*\n\s*|\/\*[^]*?\*\/\s*)*(?:with\b[^]*?\b)?(insert\s|update\s|delete\s|replace\s+into|merge\s|upsert\s|truncate\s|create\s|drop\s|alter\s|call\s|exec\s)/i;

function writes(text: string | null): boolean {
  return text !== null && SQL_WRITE.test(text);
}

/** The statement of `db.prepare('insert …').bind(id).run()`. */
function preparedText(judge: Judge, site: CallSite): string | null {
  let expr: Expr = site.expr.callee;
  while (expr.k === 'member' || expr.k === 'call') {
    if (expr.k === 'call' && expr.callee.k === 'member' && expr.callee.name === 'prepare')
      return beginsWith(judge, site.fn, expr.args[0]);
    expr = expr.k === 'member' ? expr.object : expr.callee;
  }
  return null;
}

/** `fetch(url, { method: 'POST' })`, `axios({ method: 'post' })`, `fetch(new Request(url, { method: 'PUT' }))`. */
function hasMutatingMethod(judge: Judge, site: CallSite, origin: string): boolean {
  const options = site.expr.args.flatMap((arg) => (arg.k === 'new' ? arg.args : [arg]));
  return (
    options.some((option) => {
      const values = optionObjects(judge, site.fn, option);
      return values.some(({ fn, expr }) =>
        expr.properties.some(
          ({ name, value }) =>
            name === 'method' && /^(post|put|patch|delete)$/i.test(beginsWith(judge, fn, value) ?? ''),
        ),
      );
    }) || /\.(post|put|patch|delete)$/.test(origin)
  );
}

function optionObjects(judge: Judge, fn: number, expr: Expr): { fn: number; expr: Extract<Expr, { k: 'object' }> }[] {
  if (expr.k === 'object') return [{ fn, expr }];
  return tokensAt(judge, fn, expr).flatMap((token) =>
    token.t === 'object' && token.expr?.k === 'object' ? [{ fn: token.fn, expr: token.expr }] : [],
  );
}

function isTelemetryHost(judge: Judge, site: CallSite): boolean {
  return site.expr.args.slice(0, 1).some((arg) => TELEMETRY_HOST.test(beginsWith(judge, site.fn, arg) ?? ''));
}

/** Whether the last argument is a function: a callback in the manner of Node.js. */
export function endsWithFunction(judge: Judge, site: CallSite): boolean {
  const last = site.expr.args.at(-1);
  if (!last) return false;
  return last.k === 'function' || tokensAt(judge, site.fn, last).some((token) => token.t === 'function');
}

function sinkAt(judge: Judge, site: CallSite, effect: Effect, runs: Sink['runs']): Sink {
  const { callee } = site.expr;
  const name = callee.k === 'member' ? callee.name : calleeName(judge, site);
  const shown = `${name === 'promise' ? operationName(callee) : (name ?? 'call')}()`;
  const callsBack = !TAKES_WORK.test(name ?? '') && endsWithFunction(judge, site);
  return { effect, site, shown, runs, expires: hasExpiry(site), callsBack };
}

/** Methods whose function is what they run, and not what they call when they are done. */
const TAKES_WORK = /transaction|^executeWrite$|^then$/i;

function operationName(callee: Expr): string {
  const inner = callee.k === 'member' && callee.object.k === 'call' ? callee.object.callee : null;
  return inner?.k === 'member' ? (inner.name ?? 'promise') : 'promise';
}

function calleeName(judge: Judge, site: CallSite): string | null {
  const { callee } = site.expr;
  if (callee.k === 'global') return callee.name;
  if (callee.k !== 'name') return null;
  const module = judge.program.index.moduleOfFunction[site.fn] as number;
  return judge.program.index.modules[module]?.bindings[callee.binding]?.name ?? null;
}

const EXPIRY_OPTION = /^(ex|px|exat|pxat|EX|PX|expiration|expirationTtl|ttl)$/;

/** `set(key, value, 'EX', 60)`, `set(key, value, { ex: 60 })`, `setex`. */
function hasExpiry(site: CallSite): boolean {
  if (/^(setex|setEx|psetex|pSetEx)$/.test(site.name ?? '')) return true;
  if (site.name !== 'set' && site.name !== 'put') return false;
  return site.expr.args.slice(2).some((arg) => {
    if (arg.k === 'literal') return typeof arg.value === 'string' && EXPIRY_OPTION.test(arg.value);
    return arg.k === 'object' && arg.properties.some(({ name }) => name !== null && EXPIRY_OPTION.test(name));
  });
}
