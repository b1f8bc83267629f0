import { type Node, parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';

/** Text as plain data, with the line of everything in it. */
export interface LocatedJson {
  readonly value: unknown;
  /** Line, from 1, of what a path leads to, or of the nearest thing around it. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

export interface JsonProblem {
  readonly line: number;
  readonly message: string;
}

/** Reads JSON; with `comments`, also comments and trailing commas. Names such as `__proto__` are names like any other. */
export function readLocatedJson(text: string, comments: boolean): LocatedJson | JsonProblem {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
    const [first] = errors;
    if (first) return { line: lineAt(text, first.offset), message: wordsOf(first) };
    if (root === undefined) return { line: 1, message: 'it is empty' };
    const duplicate = duplicateIn(root);
    if (duplicate) {
      return { line: lineAt(text, duplicate.offset), message: `\`${String(duplicate.value)}\` is given twice` };
    }
    const tree = root;
    return { value: valueOf(tree), lineOf: (path) => lineAt(text, nodeAt(tree, path).offset) };
  } catch (error) {
    if (error instanceof RangeError) return { line: 1, message: 'it is nested too deeply' };
    throw error;
  }
}

function wordsOf({ error }: ParseError): string {
  const words = printParseErrorCode(error).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.trim();
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}

function valueOf(node: Node): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        propertiesOf(node).map(({ name, value }) => [name.value as string, value && valueOf(value)]),
      );
    case 'array':
      return (node.children ?? []).map(valueOf);
    default:
      return node.value as unknown;
  }
}

interface Property {
  readonly name: Node;
  readonly value: Node | undefined;
}

function propertiesOf(node: Node): Property[] {
  return (node.children ?? []).flatMap(({ children }) => {
    const name = children?.[0];
    return name ? [{ name, value: children[1] }] : [];
  });
}

function duplicateIn(node: Node): Node | null {
  const seen = new Set<unknown>();
  for (const { name } of node.type === 'object' ? propertiesOf(node) : []) {
    if (seen.has(name.value)) return name;
    seen.add(name.value);
  }
  for (const child of node.children ?? []) {
    const found = duplicateIn(child);
    if (found) return found;
  }
  return null;
}

function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  let node = root;
  for (const step of path) {
    const property = typeof step === 'string' ? propertiesOf(node).find(({ name }) => name.value === step) : undefined;
    const next = typeof step === 'number' ? node.children?.[step] : (property?.value ?? property?.name);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}
