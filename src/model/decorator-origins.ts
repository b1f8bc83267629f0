import type { Expr } from './code.js';
import type { Flow } from './flow.js';
import type { ProgramIndex } from './program-index.js';

/**
 * Where a decorator comes from: `@nestjs/common.Get` for `@Get(':id')`. Decorators stand outside the bodies of functions,
 * so the value flow has no node for them; names and members lead to the imports.
 */
export function decoratorOrigins(
  flow: Pick<Flow, 'tokens' | 'values'>,
  index: ProgramIndex,
  module: number,
  expr: Expr,
): string[] {
  switch (expr.k) {
    case 'call':
      return decoratorOrigins(flow, index, module, expr.callee);
    case 'member':
      return decoratorOrigins(flow, index, module, expr.object).map((origin) => `${origin}.${expr.name ?? '*'}`);
    case 'name': {
      const node = (index.bindingBase[module] as number) + expr.binding;
      return [...(flow.values[node] ?? [])].flatMap((token) => {
        const value = flow.tokens[token];
        return value?.t === 'external' ? [value.origin] : [];
      });
    }
    default:
      return [];
  }
}
