import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import type { ClassifiedPlace } from '../../../model/classified-program.js';
import { walkExpr } from '../../../model/walk-code.js';
import { changesOutside } from './effects.js';
import { isMoved, judgeStoreCall } from './judge-store.js';
import type { Libraries } from './libraries.js';
import { modelsOf } from './libraries.js';
import { compileOrigins } from './origins.js';
import { placeAt, placeOfOpinion } from './place-at.js';
import { scheduledOpinion } from './judge-work.js';

/** A decorator with the class or the method that it stands at. */
interface Decorated {
  readonly module: number;
  /** The function in which it is evaluated. */
  readonly fn: number;
  readonly decorator: Expr;
  /** The method, -1 at a class. */
  readonly method: number;
}

/** Stores and schedules that stand in decorators: `@Module({ imports: [ThrottlerModule.forRoot(…)] })`, `@Cron(…)`. */
export function judgeDecorators(libraries: Libraries): ClassifiedPlace[] {
  const decorated = decoratorsOf(libraries).filter(({ module }) => libraries.served.has(module));
  return [...storesIn(libraries, decorated), ...schedulesIn(libraries, decorated)];
}

function decoratorsOf({ judge }: Libraries): Decorated[] {
  const { index } = judge.program;
  return index.modules.flatMap((source, module) => {
    const base = index.functionBase[module] as number;
    return [
      ...source.classes.flatMap(({ decorators, fn }) =>
        decorators.map((decorator): Decorated => ({ module, fn: base + fn, decorator, method: -1 })),
      ),
      ...source.functions.flatMap(({ decorators }, local) =>
        decorators.map((decorator): Decorated => ({ module, fn: base, decorator, method: base + local })),
      ),
    ];
  });
}

function storesIn(libraries: Libraries, decorated: readonly Decorated[]): ClassifiedPlace[] {
  const models = modelsOf('store').map((model) => ({ model, made: compileOrigins(model.made) }));
  const found: ClassifiedPlace[] = [];
  for (const { module, fn, decorator } of decorated) {
    walkExpr(decorator, (part) => {
      if (part.k !== 'call') return;
      const origin = originOf(libraries, module, part);
      const model = origin === null ? undefined : models.find(({ made }) => made?.test(origin) === true)?.model;
      if (!model) return;
      const site = siteOf(fn, part);
      if (isMoved(libraries, site, model)) return;
      const judged = judgeStoreCall(libraries, { fn, expr: part, site, token: -1 }, model);
      if (judged.grade !== 'none') found.push(placeOfOpinion(libraries, judged, fn, part));
    });
  }
  return found;
}

function schedulesIn(libraries: Libraries, decorated: readonly Decorated[]): ClassifiedPlace[] {
  const models = modelsOf('scheduler').map((model) => ({ model, decorators: compileOrigins(model.decorators) }));
  return decorated.flatMap(({ module, fn, decorator, method }): ClassifiedPlace[] => {
    if (method < 0 || decorator.k !== 'call') return [];
    const origin = originOf(libraries, module, decorator.callee);
    const model =
      origin === null ? undefined : models.find(({ decorators }) => decorators?.test(origin) === true)?.model;
    if (!model) return [];
    const isLocal = changesOutside(libraries.judge, method) === null;
    const judged = scheduledOpinion(model, isLocal, { fn, pos: decorator.pos });
    return [
      placeAt(libraries, {
        rule: judged.rule ?? 'timer-as-scheduler',
        grade: judged.grade,
        message: `this method ${judged.reasons[0]?.message ?? ''}`,
        fn,
        expr: decorator,
        receiver: null,
      }),
    ];
  });
}

/** Decorators stand outside the bodies of functions, so that the flow has no node for them; names lead to the imports. */
function originOf(libraries: Libraries, module: number, expr: Expr): string | null {
  const { flow, index } = libraries.judge.program;
  switch (expr.k) {
    case 'call': {
      const callee = originOf(libraries, module, expr.callee);
      return callee === null ? null : `${callee}()`;
    }
    case 'member': {
      const object = originOf(libraries, module, expr.object);
      return object === null || expr.name === null ? null : `${object}.${expr.name}`;
    }
    case 'name': {
      for (const token of flow.values[(index.bindingBase[module] as number) + expr.binding] ?? []) {
        const value = flow.tokens[token];
        if (value?.t === 'external') return value.origin;
      }
      return null;
    }
    default:
      return null;
  }
}

/** A call as the flow would record it. */
function siteOf(fn: number, expr: Extract<Expr, { k: 'call' }>): CallSite {
  return {
    fn,
    expr,
    object: -1,
    name: expr.callee.k === 'member' ? expr.callee.name : null,
    callee: -1,
    args: [],
    result: -1,
    targets: [],
    externals: [],
    callbacks: [],
    modelled: false,
  };
}
