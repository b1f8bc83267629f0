import {
  isCallExpression,
  isExternalModuleReference,
  isIdentifier,
  isImportEqualsDeclaration,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableStatement,
} from '../compiler.js';
import type { ts } from '../compiler.js';
import { importOf } from './static-name.js';

/** Where the first name of `lambda.Function` or `NodejsFunction` comes from, by `import` or `require`; null for a local. */
export function moduleOf(callee: ts.Expression): { readonly specifier: string; readonly imported: string } | null {
  let root = callee;
  while (isPropertyAccessExpression(root)) root = root.expression;
  if (!isIdentifier(root)) return null;
  const file = root.getSourceFile();
  return importOf(root.text, file) ?? requiredAs(root.text, file);
}

/** The last name of a callee: `Function` of `lambda.Function`. */
export function lastName(callee: ts.Expression): string {
  return isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
}

function requiredAs(name: string, file: ts.SourceFile): { specifier: string; imported: string } | null {
  for (const statement of file.statements) {
    if (isImportEqualsDeclaration(statement) && statement.name.text === name) {
      const reference = statement.moduleReference;
      const specifier = isExternalModuleReference(reference) ? reference.expression : null;
      if (specifier !== null && isStringLiteral(specifier)) return { specifier: specifier.text, imported: '*' };
    }
    if (!isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      const specifier = requiredSpecifier(declaration.initializer);
      if (specifier === null) continue;
      if (isIdentifier(declaration.name) && declaration.name.text === name) return { specifier, imported: '*' };
      if (!isObjectBindingPattern(declaration.name)) continue;
      const element = declaration.name.elements.find((each) => each.name.getText() === name);
      if (element !== undefined) return { specifier, imported: (element.propertyName ?? element.name).getText() };
    }
  }
  return null;
}

function requiredSpecifier(node: ts.Expression | undefined): string | null {
  if (node === undefined || !isCallExpression(node) || node.expression.getText() !== 'require') return null;
  const argument = node.arguments[0];
  return argument !== undefined && isStringLiteral(argument) ? argument.text : null;
}
