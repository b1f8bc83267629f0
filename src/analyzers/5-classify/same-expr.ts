import type { Expr } from '../../model/code.js';

/** Whether two expressions of one function are written alike: the same names, members and literals in the same places. */
export function sameExpr(a: Expr, b: Expr): boolean {
  switch (a.k) {
    case 'literal':
      return b.k === 'literal' && a.value === b.value;
    case 'name':
      return b.k === 'name' && a.binding === b.binding;
    case 'global':
      return b.k === 'global' && a.name === b.name;
    case 'this':
      return b.k === 'this';
    case 'member':
      return (
        b.k === 'member' &&
        a.name === b.name &&
        sameExpr(a.object, b.object) &&
        (a.key === null ? b.key === null : b.key !== null && sameExpr(a.key, b.key))
      );
    case 'operator':
      return b.k === 'operator' && a.op === b.op && sameAll(a.parts, b.parts);
    case 'call':
      return b.k === 'call' && sameExpr(a.callee, b.callee) && sameAll(a.args, b.args);
    case 'array':
      return b.k === 'array' && sameAll(a.items, b.items);
    case 'object':
      return (
        b.k === 'object' &&
        a.properties.length === b.properties.length &&
        a.properties.every((property, position) => {
          const other = b.properties[position];
          return other !== undefined && property.name === other.name && sameExpr(property.value, other.value);
        })
      );
    default:
      return false;
  }
}

function sameAll(a: readonly Expr[], b: readonly Expr[]): boolean {
  return a.length === b.length && a.every((part, position) => sameExpr(part, b[position] as Expr));
}
