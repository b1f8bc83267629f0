/** Names that a block declares, chained to the block around it. */
export interface Scope {
  readonly names: Map<string, number>;
  readonly parent: Scope | null;
  /** Index of the function that owns the scope. */
  readonly fn: number;
  /** True for a block inside the function's own body. */
  readonly block: boolean;
}

/** Opens a scope inside `parent`. */
export function openScope(parent: Scope | null, fn: number, block: boolean): Scope {
  return { names: new Map(), parent, fn, block };
}

/** Index of the binding that `name` means in `scope`, or -1 for a global. */
export function lookUp(scope: Scope, name: string): number {
  for (let current: Scope | null = scope; current; current = current.parent) {
    const found = current.names.get(name);
    if (found !== undefined) return found;
  }
  return -1;
}

/** Every name that code in `scope` can use, with the binding that it means there. */
export function visibleNames(scope: Scope): Map<string, number> {
  const visible = new Map<string, number>();
  for (let current: Scope | null = scope; current; current = current.parent) {
    for (const [name, binding] of current.names) if (!visible.has(name)) visible.set(name, binding);
  }
  return visible;
}
