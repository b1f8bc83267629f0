import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, isRequire, type Analysis } from './analysis.js';
import type { Fn, Functions } from './functions.js';
import { baseOf } from './mutations.js';

/** What code does besides computing and changing state. */
export interface Effects {
  /** Calls below `root` that others notice: responses, timers, files, packages that are not known to be pure. */
  readonly in: (root: ts.Node) => readonly ts.CallExpression[];
  readonly logs: (root: ts.Node) => boolean;
}

const PURE_GLOBALS = new Set(
  'JSON Math Object Array String Number Boolean Date BigInt Symbol RegExp Map Set WeakMap Buffer URL URLSearchParams Intl Reflect crypto parseInt parseFloat isNaN isFinite structuredClone encodeURIComponent decodeURIComponent encodeURI decodeURI atob btoa require Error performance'.split(
    ' ',
  ),
);
const LOGGERS = /^(console|log|logger|winston|pino|debug)$/i;
const EFFECT_GLOBALS = new Set('setTimeout setInterval setImmediate queueMicrotask fetch process'.split(' '));
/** They compute and nothing else, or what they draw at random may be drawn again. */
const PURE_PACKAGES =
  /^(node:)?(crypto|util|path|url|assert|querystring|buffer|string_decoder|uuid|nanoid|ulid|shortid|cuid|lodash(\/.*)?|zod|joi|yup|ajv|jsonwebtoken|bcrypt|bcryptjs|date-fns(\/.*)?|dayjs|moment|luxon|validator|slugify|ms|qs|deep-equal|fast-deep-equal|clone|ramda|decimal\.js|big\.js)$/;

/** `answers` are calls of a handler's callback, which become `return`. */
export function effectsOf(a: Analysis, functions: Functions, answers: ReadonlySet<ts.CallExpression>): Effects {
  const { ts } = a;
  const known = new Map<ts.Node, boolean>();
  const hasEffect = ({ node }: Fn): boolean => {
    const seen = known.get(node);
    if (seen !== undefined) return seen;
    known.set(node, false);
    const found = node.body !== undefined && calls(node.body).length > 0;
    known.set(node, found);
    return found;
  };
  const calls = (root: ts.Node): ts.CallExpression[] => {
    const found: ts.CallExpression[] = [];
    eachNode(ts, root, (node) => {
      if (!ts.isCallExpression(node) || answers.has(node)) return undefined;
      if (isEffect(a, node, functions, hasEffect)) {
        found.push(node);
        return false;
      }
      return undefined;
    });
    return found;
  };
  return {
    in: calls,
    logs: (root) => {
      let found = false;
      eachNode(ts, root, (node) => {
        if (ts.isCallExpression(node) && isLog(a, node)) found = true;
      });
      return found;
    },
  };
}

function isLog(a: Analysis, call: ts.CallExpression): boolean {
  const base = baseOf(a, call.expression);
  return a.ts.isIdentifier(base) && LOGGERS.test(base.text);
}

function isEffect(a: Analysis, call: ts.CallExpression, functions: Functions, hasEffect: (fn: Fn) => boolean): boolean {
  const { ts } = a;
  const known = functions.called(call);
  if (known.length > 0) return known.some((fn) => fn.isAsync || hasEffect(fn));
  const base = baseOf(a, call.expression);
  if (!ts.isIdentifier(base)) return false;
  if (LOGGERS.test(base.text)) return false;
  const declaration = a.checker.getSymbolAtLocation(base)?.declarations?.[0];
  if (declaration === undefined || isOfLanguage(a, declaration)) {
    return (
      EFFECT_GLOBALS.has(base.text) ||
      (declaration === undefined && !PURE_GLOBALS.has(base.text) && base === call.expression)
    );
  }
  const from = packageOf(a, declaration);
  if (from !== null) return !PURE_PACKAGES.test(from) && !from.startsWith('.');
  return isHostParameter(a, declaration);
}

const isOfLanguage = (a: Analysis, declaration: ts.Node): boolean =>
  a.context.precise.pathOf(declaration.getSourceFile()) === null && declaration.getSourceFile().isDeclarationFile;

/** The package that an import or a `require` names. */
function packageOf(a: Analysis, declaration: ts.Node): string | null {
  const { ts } = a;
  for (
    let at: ts.Node = declaration;
    at !== undefined && !ts.isSourceFile(at) && !ts.isFunctionLike(at);
    at = at.parent
  ) {
    if (ts.isImportDeclaration(at) && ts.isStringLiteral(at.moduleSpecifier)) return at.moduleSpecifier.text;
    if (ts.isVariableDeclaration(at) && isRequire(ts, at.initializer)) {
      const [specifier] = at.initializer.arguments;
      return specifier && ts.isStringLiteral(specifier) ? specifier.text : null;
    }
  }
  return null;
}

/** `res`, `reply`, `next`, `callback`: every parameter of a handler but the first; of an error handler but the first two. */
function isHostParameter(a: Analysis, declaration: ts.Node): boolean {
  const { ts } = a;
  let parameter: ts.Node = declaration;
  while (ts.isBindingElement(parameter) || ts.isObjectBindingPattern(parameter)) parameter = parameter.parent;
  if (!ts.isParameter(parameter)) return false;
  const fn = parameter.parent;
  const at = fn.parameters.indexOf(parameter);
  const first = /^(err|error|e)$/.test(fn.parameters[0]?.name.getText() ?? '') && fn.parameters.length === 4 ? 2 : 1;
  const name = parameter.name.getText();
  return (
    (at >= first && /^_?(res|response|reply|next|callback|cb|done|context|h)$/i.test(name)) ||
    /^_?(res|response|reply|next|callback)$/.test(name)
  );
}
