import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import type { Outcome, Refusal, Transform, TransformContext } from '../transform.js';
import { accessEdits, type CacheKind } from './access-edits.js';

/** A cache that grows for ever gets a greatest size and an age. It stays in memory: it is no source of truth. */
export const boundCache: Transform = {
  id: 'bound-cache',
  summary: 'a cache without expiry becomes an `LRUCache` with `max` and `ttl`',
  store: false,
  rules: ['unbounded-cache', 'cache-without-ttl'],
  plan: ({ binding }, context) => {
    if (binding === null) return { kind: 'not-mine' };
    const { root, file } = binding;
    if (root.variable < 0 || root.declaration === 'process.env') {
      return refuse('the cache is a field or a global, whose uses are not all known by name');
    }
    return planCache(file, root.pos, root.name, context);
  },
};

const PACKAGE = 'lru-cache';
const RANGE = '^11.0.0';
const MOST_ENTRIES = 1000;
const MINUTES = 5;

function refuse(reason: string): Refusal {
  return { kind: 'refused', reason };
}

function planCache(file: string, pos: number, name: string, context: TransformContext): Outcome {
  const { ts: compiler } = context.precise;
  const declaration = context.precise.nodeAt(file, pos)?.parent;
  if (!declaration || !compiler.isVariableDeclaration(declaration) || !declaration.initializer) {
    return refuse('the cache is not made where it is declared');
  }
  const range = context.packages.rangeOf(file, PACKAGE);
  if (range !== null && !/(?:^|[^\d.])(?:8|9|1\d)\b/.test(range)) {
    return refuse(`the project has ${PACKAGE} ${range}, which has another interface`);
  }
  const kind = kindOf(compiler, declaration.initializer);
  if (kind === null) return refuse('only a `Map` or an object that starts empty can be bounded');
  const made = cacheText(file, declaration, kind, context);
  if (typeof made !== 'string') return made;
  const accesses = accessEdits(file, name, declaration, kind, context);
  if ('refused' in accesses) return refuse(accesses.refused);
  const dependency = context.edit.addDependency(file, PACKAGE, RANGE);
  if (dependency === null && range === null)
    return refuse('no package.json owns the file, so the dependency has no place');
  const edits: Edit[] = [
    ...typeEdits(file, declaration, kind, context),
    context.edit.replace(file, declaration.initializer.getStart(), declaration.initializer.end, made),
    ...accesses.edits,
    context.edit.addImport(file, PACKAGE, [{ imported: 'LRUCache', local: 'LRUCache' }]),
    ...(dependency === null ? [] : [dependency]),
  ];
  return {
    kind: 'step',
    title: `\`${name}\` → LRUCache with at most ${MOST_ENTRIES} entries, each at most ${MINUTES} minutes old`,
    applicability: 'safe',
    why: null,
    guarantee: 'bounded-staleness',
    edits,
    notes: [
      `an answer may be up to ${MINUTES} minutes old; before, it never aged. Set \`max\` and \`ttl\` to what the data allow`,
      'the cache stays in memory, one for each environment',
    ],
  };
}

function kindOf(compiler: typeof ts, initializer: ts.Expression): CacheKind | null {
  let inner = initializer;
  while (compiler.isAsExpression(inner) || compiler.isSatisfiesExpression(inner)) inner = inner.expression;
  if (compiler.isNewExpression(inner) && inner.expression.getText() === 'Map' && !inner.arguments?.length) return 'map';
  if (compiler.isObjectLiteralExpression(inner) && inner.properties.length === 0) return 'object';
  return /^Object\.create\(\s*null\s*\)$/.test(inner.getText()) ? 'object' : null;
}

/** `new LRUCache<string, Page>({ max: 1000, ttl: 300_000 })` */
function cacheText(
  file: string,
  declaration: ts.VariableDeclaration,
  kind: CacheKind,
  context: TransformContext,
): string | Refusal {
  const { ts: compiler } = context.precise;
  const { language } = context.style(file);
  const options = `({ max: ${MOST_ENTRIES}, ttl: ${MINUTES} * 60 * 1000 })`;
  if (language === 'javascript') return `new LRUCache${options}`;
  const { initializer, type } = declaration;
  const own = initializer && compiler.isNewExpression(initializer) ? initializer.typeArguments : undefined;
  if (own) return `new LRUCache<${own.map((one) => one.getText()).join(', ')}>${options}`;
  if (kind === 'map')
    return type ? `new LRUCache${options}` : refuse('the types of its keys and values are not declared');
  const types = recordTypes(compiler, type ?? castOf(compiler, initializer));
  return types === null
    ? refuse('the types of its keys and values are not declared')
    : `new LRUCache<${types}>${options}`;
}

function castOf(compiler: typeof ts, initializer: ts.Expression | undefined): ts.TypeNode | undefined {
  return initializer && compiler.isAsExpression(initializer) ? initializer.type : undefined;
}

/** `string, Page` of `Record<string, Page>` and `{ [isbn: string]: Page }`. */
function recordTypes(compiler: typeof ts, type: ts.TypeNode | undefined): string | null {
  if (
    type &&
    compiler.isTypeReferenceNode(type) &&
    type.typeName.getText() === 'Record' &&
    type.typeArguments?.length === 2
  ) {
    return type.typeArguments.map((one) => withoutNothing(one.getText())).join(', ');
  }
  if (!type || !compiler.isTypeLiteralNode(type) || type.members.length !== 1) return null;
  const [member] = type.members;
  if (!member || !compiler.isIndexSignatureDeclaration(member)) return null;
  return `${member.parameters[0]?.type?.getText() ?? 'string'}, ${withoutNothing(member.type.getText())}`;
}

function withoutNothing(type: string): string {
  return type.replace(/\s*\|\s*undefined\b/g, '');
}

/** The declared type follows; that of an object goes, because the new one says it. */
function typeEdits(
  file: string,
  declaration: ts.VariableDeclaration,
  kind: CacheKind,
  context: TransformContext,
): Edit[] {
  const { type } = declaration;
  if (!type) return [];
  const { ts: compiler } = context.precise;
  if (kind === 'object') return [context.edit.replace(file, declaration.name.end, type.end, '')];
  if (!compiler.isTypeReferenceNode(type) || type.typeName.getText() !== 'Map') return [];
  return [context.edit.replace(file, type.typeName.getStart(), type.typeName.end, 'LRUCache')];
}
