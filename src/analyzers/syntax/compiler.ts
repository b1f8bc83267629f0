import { createRequire } from 'node:module';
import type * as common from '@ts-morph/common';

export type { ts } from '@ts-morph/common';

/**
 * The TypeScript compiler as a parser. Taken from ts-morph's own package, so that a process never loads two compilers, and
 * loaded as the CommonJS module that it is: an import would first search its text for names that it exports.
 */
const { ts } = createRequire(import.meta.url)('@ts-morph/common') as typeof common;

/** Taken out once: the compiler keeps its two thousand names behind getters, and lowering asks for some at every node. */
export const {
  JSDocParsingMode,
  NodeFlags,
  ScriptKind,
  ScriptTarget,
  SyntaxKind,
  createSourceFile,
  flattenDiagnosticMessageText,
  forEachChild,
  isArrayLiteralExpression,
  isArrowFunction,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCaseClause,
  isClassDeclaration,
  isClassExpression,
  isClassStaticBlockDeclaration,
  isComputedPropertyName,
  isConstructorDeclaration,
  isDecorator,
  isExpressionStatement,
  isExternalModuleReference,
  isForOfStatement,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isIdentifier,
  isJsxElement,
  isJsxExpression,
  isJsxFragment,
  isJsxNamespacedName,
  isJsxSelfClosingElement,
  isJsxSpreadAttribute,
  isJsxText,
  isMethodDeclaration,
  isModuleBlock,
  isModuleDeclaration,
  isNamedExports,
  isNamedImports,
  isNamespaceExport,
  isNamespaceImport,
  isNumericLiteral,
  isObjectLiteralExpression,
  isOmittedExpression,
  isParameterPropertyDeclaration,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isSetAccessorDeclaration,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
  isStringLiteral,
  isStringLiteralLike,
  isTemplateExpression,
  isVariableDeclarationList,
  isVariableStatement,
  preProcessFile,
  tokenToString,
} = ts;
