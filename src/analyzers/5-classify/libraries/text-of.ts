import type { Expr } from '../../../model/code.js';
import { walkExpr } from '../../../model/walk-code.js';
import type { Judge } from '../judge.js';

/** A chain of names as it is written: `axios.defaults.headers`. */
export function textOf(judge: Judge, fn: number, expr: Expr): string {
  switch (expr.k) {
    case 'name':
      return (
        judge.program.index.modules[judge.program.index.moduleOfFunction[fn] as number]?.bindings[expr.binding]?.name ??
        ''
      );
    case 'global':
      return expr.name;
    case 'this':
      return 'this';
    case 'member':
      return `${textOf(judge, fn, expr.object)}${expr.name === null ? '[…]' : `.${expr.name}`}`;
    case 'call':
      return `${textOf(judge, fn, expr.callee)}()`;
    default: {
      let text = '…';
      walkExpr(expr, (part) => {
        if (part.k === 'name' && text === '…') text = textOf(judge, fn, part);
      });
      return text;
    }
  }
}
