'use strict';
// What a value held at one moment, so that it can be put back in place. Objects of libraries, sockets, promises and
// weak collections are held by reference alone: they are `opaque`.

/** Larger structures are copied up to here; the rest keeps what it has. */
const MOST = 50_000;

exports.copyOf = function copyOf(value, context) {
  return copy(value, context, new Map());
};

function copy(value, context, seen) {
  if (!isObject(value)) return { kind: 'plain', ref: value };
  const known = seen.get(value);
  if (known !== undefined) return known;
  const made = { kind: 'opaque', ref: value };
  if (seen.size > MOST) return made;
  seen.set(value, made);
  if (Array.isArray(value)) {
    made.kind = 'array';
    made.items = value.map((item) => copy(item, context, seen));
  } else if (value instanceof Map) {
    made.kind = 'map';
    made.entries = [...value].map(([key, item]) => [key, copy(item, context, seen)]);
  } else if (value instanceof Set) {
    made.kind = 'set';
    made.entries = [...value].map((item) => [item, copy(item, context, seen)]);
  } else if (value instanceof Date) {
    made.kind = 'date';
    made.time = value.getTime();
  } else if (value instanceof RegExp) {
    made.kind = 'regexp';
    made.lastIndex = value.lastIndex;
  } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    made.kind = 'bytes';
    made.bytes = value.slice();
  } else if (isOwnObject(value, context)) {
    made.kind = 'object';
    made.props = propsOf(value, context, seen);
  }
  return made;
}

function propsOf(value, context, seen) {
  const props = new Map();
  for (const name of namesOf(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, name);
    if (descriptor && 'value' in descriptor) props.set(name, copy(descriptor.value, context, seen));
  }
  for (const [name, { get }] of context.privates.get(value) ?? []) props.set(name, copy(safely(get), context, seen));
  return props;
}

function safely(get) {
  try {
    return get();
  } catch {
    return undefined;
  }
}

const OF_FUNCTIONS = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

function namesOf(value) {
  const names = Reflect.ownKeys(value);
  return typeof value === 'function' ? names.filter((name) => !OF_FUNCTIONS.has(name)) : names;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A literal, a namespace, a function, or an instance of a class of the program itself. */
function isOwnObject(value, context) {
  if (typeof value === 'function') return true;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at)) if (context.isOwn(at)) return true;
  return context.privates.has(value);
}

exports.restore = function restore(node, context, seen = new Set()) {
  if (node.kind === 'plain' || node.kind === 'opaque' || seen.has(node)) return;
  seen.add(node);
  const { ref } = node;
  const inner = (child) => restore(child, context, seen);
  switch (node.kind) {
    case 'array':
      ref.length = 0;
      for (const item of node.items) ref.push(item.ref);
      node.items.forEach(inner);
      break;
    case 'map':
      ref.clear();
      for (const [key, item] of node.entries) ref.set(key, item.ref);
      node.entries.forEach(([, item]) => inner(item));
      break;
    case 'set':
      ref.clear();
      for (const [item] of node.entries) ref.add(item);
      node.entries.forEach(([, item]) => inner(item));
      break;
    case 'date':
      ref.setTime(node.time);
      break;
    case 'regexp':
      ref.lastIndex = node.lastIndex;
      break;
    case 'bytes':
      ref.set(node.bytes);
      break;
    default:
      restoreProps(node, context);
      for (const item of node.props.values()) inner(item);
  }
};

function restoreProps({ ref, props }, context) {
  for (const name of namesOf(ref)) {
    if (!props.has(name)) attempt(() => delete ref[name]);
  }
  const fields = context.privates.get(ref);
  for (const [name, item] of props) {
    if (typeof name === 'string' && name.startsWith('#')) attempt(() => fields?.get(name)?.set(item.ref));
    else if (ref[name] !== item.ref) attempt(() => (ref[name] = item.ref));
  }
}

/** Frozen objects and read-only properties have not changed. */
function attempt(work) {
  try {
    work();
  } catch {
    return;
  }
}

exports.isSame = function isSame(node, value, context, seen = new Set()) {
  if (!Object.is(node.ref, value)) return false;
  if (node.kind === 'plain' || node.kind === 'opaque' || seen.has(node)) return true;
  seen.add(node);
  const inner = (child, item) => isSame(child, item, context, seen);
  switch (node.kind) {
    case 'array':
      return value.length === node.items.length && node.items.every((item, index) => inner(item, value[index]));
    case 'map':
      return (
        value.size === node.entries.length &&
        node.entries.every(([key, item]) => value.has(key) && inner(item, value.get(key)))
      );
    case 'set':
      return (
        value.size === node.entries.length &&
        node.entries.every(([item, child]) => value.has(item) && inner(child, item))
      );
    case 'date':
      return value.getTime() === node.time;
    case 'regexp':
      return value.lastIndex === node.lastIndex;
    case 'bytes':
      return Buffer.from(node.bytes.buffer).equals(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    default:
      return sameProps(node, value, context, inner);
  }
};

function sameProps({ props }, value, context, inner) {
  const fields = context.privates.get(value);
  for (const [name, item] of props) {
    const own =
      typeof name === 'string' && name.startsWith('#')
        ? safely(fields?.get(name)?.get ?? (() => undefined))
        : value[name];
    if (!inner(item, own)) return false;
  }
  return namesOf(value).every(
    (name) => props.has(name) || !('value' in (Object.getOwnPropertyDescriptor(value, name) ?? {})),
  );
}
