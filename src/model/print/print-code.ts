import { assertNever } from '../../support/invariant.js';
import type { Expr, ObjectProperty, Stmt } from '../code.js';

/** The steps of a body, one a line, blocks indented. `names` are those of the module's bindings. */
export function printBody(names: readonly string[], body: readonly Stmt[]): string[] {
  return body.flatMap((stmt) => printStmt(names, stmt));
}

function indented(names: readonly string[], body: readonly Stmt[]): string[] {
  return printBody(names, body).map((line) => `  ${line}`);
}

function printStmt(names: readonly string[], stmt: Stmt): string[] {
  const text = (expr: Expr): string => printExpr(names, expr);
  switch (stmt.k) {
    case 'do':
      return [text(stmt.expr)];
    case 'if': {
      const otherwise = stmt.otherwise.length === 0 ? [] : ['else', ...indented(names, stmt.otherwise)];
      return [`if ${text(stmt.test)}`, ...indented(names, stmt.then), ...otherwise];
    }
    case 'loop': {
      const head = [stmt.test, stmt.update].map((expr) => (expr ? text(expr) : '')).join('; ');
      const kind = `${stmt.atLeastOnce ? 'do ' : ''}${stmt.awaits ? 'await ' : ''}`;
      return [...printBody(names, stmt.init), `${kind}loop ${head}`.trimEnd(), ...indented(names, stmt.body)];
    }
    case 'try': {
      const handler = stmt.handler ? ['catch', ...indented(names, stmt.handler)] : [];
      const last = stmt.finalizer.length === 0 ? [] : ['finally', ...indented(names, stmt.finalizer)];
      return ['try', ...indented(names, stmt.body), ...handler, ...last];
    }
    case 'switch': {
      const cases = stmt.cases.flatMap(({ test, body }) => [
        `  ${test ? `case ${text(test)}` : 'default'}`,
        ...indented(names, body).map((line) => `  ${line}`),
      ]);
      return [`switch ${text(stmt.subject)}`, ...cases];
    }
    case 'return':
      return [stmt.value ? `return ${text(stmt.value)}` : 'return'];
    case 'throw':
      return [`throw ${text(stmt.value)}`];
    case 'leave':
      return ['leave'];
    default:
      return assertNever(stmt);
  }
}

// eslint-disable-next-line max-lines-per-function -- one flat switch, one case for each kind of expression
function printExpr(names: readonly string[], expr: Expr): string {
  const text = (part: Expr): string => printExpr(names, part);
  const list = (parts: readonly Expr[]): string => parts.map(text).join(', ');
  switch (expr.k) {
    case 'literal':
      return typeof expr.value === 'string' ? JSON.stringify(expr.value) : String(expr.value);
    case 'regexp':
      return `/${expr.source}/${expr.flags}`;
    case 'name':
      return names[expr.binding] ?? '?';
    case 'global':
      return `@${expr.name}`;
    case 'this':
    case 'super':
      return expr.k;
    case 'member':
      return `${text(expr.object)}${expr.name === null ? `[${expr.key ? text(expr.key) : '*'}]` : `.${expr.name}`}`;
    case 'call':
      return `${text(expr.callee)}(${list(expr.args)})`;
    case 'new':
      return `new ${text(expr.callee)}(${list(expr.args)})`;
    case 'assign':
      return expr.value
        ? `${text(expr.target)} ${expr.declares ? ':' : ''}${expr.op} ${text(expr.value)}`
        : `${text(expr.target)}${expr.op}`;
    case 'delete':
      return `delete ${text(expr.target)}`;
    case 'object':
      return `{${expr.properties.map((property) => printProperty(names, property)).join(', ')}}`;
    case 'array':
      return `[${list(expr.items)}]`;
    case 'spread':
      return `...${text(expr.value)}`;
    case 'function':
      return `function ${expr.fn}`;
    case 'class':
      return `class ${expr.cls}`;
    case 'await':
      return `await ${text(expr.value)}`;
    case 'yield':
      return expr.value ? `yield ${text(expr.value)}` : 'yield';
    case 'unary':
      return `${expr.op} ${text(expr.value)}`;
    case 'operator':
      return expr.op === 'template'
        ? `template(${list(expr.parts)})`
        : `(${expr.parts.map(text).join(` ${expr.op} `)})`;
    case 'logical':
      return `(${text(expr.left)} ${expr.op} ${text(expr.right)})`;
    case 'conditional':
      return `(${text(expr.test)} ? ${text(expr.then)} : ${text(expr.otherwise)})`;
    case 'sequence':
      return `(${list(expr.parts)})`;
    case 'element':
      return `${expr.keys ? 'key' : 'element'} of ${text(expr.of)}`;
    case 'import':
      return `import ${expr.index}`;
    case 'opaque':
      return `${expr.what}(${list(expr.parts)})`;
    default:
      return assertNever(expr);
  }
}

function printProperty(names: readonly string[], { name, key, value, kind }: ObjectProperty): string {
  const text = printExpr(names, value);
  if (kind === 'spread') return `...${text}`;
  const label = name ?? (key ? `[${printExpr(names, key)}]` : '[*]');
  return `${kind === 'value' ? '' : `${kind} `}${label}: ${text}`;
}
