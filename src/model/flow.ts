import type { Expr } from './code.js';

/**
 * The whole-program value flow, as arrays of numbers: which abstract values (tokens) each place (node) may hold.
 *
 * Inclusion-based and insensitive to order and to calling context, sensitive to fields (Andersen, "Program Analysis and
 * Specialization for the C Programming Language", 1994, chapter 4), with the call graph found on the way.
 */
export interface Flow {
  readonly tokens: readonly Token[];
  /** Tokens that a node may hold, each once. */
  readonly values: readonly (readonly number[] | undefined)[];
  /** Where the value of each node goes. */
  readonly outflows: readonly (Outflow | undefined)[];
  /** Node of each field of each token. `*` stands for elements and computed names. */
  readonly fields: readonly (ReadonlyMap<string, number> | undefined)[];
  /** Node of every expression that has one, names apart. */
  readonly nodes: ReadonlyMap<Expr, number>;
  readonly nodeCount: number;
  readonly calls: readonly CallSite[];
  readonly candidates: readonly Candidate[];
}

export interface Outflow {
  /** Nodes that receive whatever the node holds. */
  readonly copies: readonly number[] | null;
  /** Nodes whose value is computed from the node's value without being it: `a + b`, the result of an unknown call. */
  readonly derived: readonly number[] | null;
  /** Member reads of which the node is the object: the constraint `to ⊇ object.name`. */
  readonly loads: readonly Load[] | null;
}

export interface Load {
  readonly name: string;
  readonly to: number;
}

/** An abstract value. */
export type Token =
  | { readonly t: 'function'; readonly fn: number }
  | { readonly t: 'class'; readonly cls: number }
  /** The methods that instances of a class share. */
  | { readonly t: 'prototype'; readonly cls: number }
  /** Everything that one place in the source creates. */
  | {
      readonly t: 'object';
      readonly what:
        'object' | 'array' | 'Map' | 'Set' | 'WeakMap' | 'WeakSet' | 'instance' | 'external' | 'exports' | 'regexp';
      /** The class of an instance, -1 otherwise. */
      readonly cls: number;
      /** Of an external object: how it was made: `new ioredis`, `express()`. */
      readonly origin: string;
      readonly fn: number;
      readonly expr: Expr | null;
    }
  /** Something that a package or the platform provides: `ioredis`, `express.Router`, `@console`. */
  | { readonly t: 'external'; readonly origin: string }
  /** The namespace object of a module. */
  | { readonly t: 'namespace'; readonly module: number }
  /** The global object. */
  | { readonly t: 'global' }
  /** The `resolve` of `new Promise((resolve) => …)`: a call puts its argument into `node`. */
  | { readonly t: 'resolver'; readonly node: number };

/** One call or construction in the source. */
export interface CallSite {
  readonly fn: number;
  readonly expr: Extract<Expr, { k: 'call' | 'new' }>;
  /** The object whose member is called, -1 for a plain call. */
  readonly object: number;
  /** The method's name; null for a plain call or a computed member. */
  readonly name: string | null;
  readonly callee: number;
  readonly args: readonly number[];
  readonly result: number;
  /** Functions of the program that it may call. */
  readonly targets: number[];
  /** Origins of external callees: `ioredis.get()`, `@console.log`. */
  readonly externals: string[];
  /** Functions that it hands to code outside the program, which may call them. */
  readonly callbacks: number[];
  /** Set where a model of a builtin explained the call. */
  modelled: boolean;
}

/** A read or write that concerns state if the object turns out to outlive an invocation. */
export type Candidate =
  | { readonly k: 'variable-read'; readonly fn: number; readonly variable: number; readonly expr: Expr }
  | {
      readonly k: 'variable-write';
      readonly fn: number;
      readonly variable: number;
      readonly expr: Extract<Expr, { k: 'assign' }>;
    }
  | {
      readonly k: 'member-read';
      readonly fn: number;
      readonly object: number;
      readonly expr: Extract<Expr, { k: 'member' }>;
    }
  | {
      readonly k: 'member-write';
      readonly fn: number;
      readonly object: number;
      readonly expr: Extract<Expr, { k: 'assign' | 'delete' }>;
      readonly member: Extract<Expr, { k: 'member' }>;
    }
  /** A name that no scope declares and the language does not define. */
  | { readonly k: 'global-read'; readonly fn: number; readonly name: string; readonly expr: Expr }
  | {
      readonly k: 'global-write';
      readonly fn: number;
      readonly name: string;
      readonly expr: Extract<Expr, { k: 'assign' | 'delete' }>;
    };
