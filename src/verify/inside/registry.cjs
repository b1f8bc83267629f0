'use strict';
// The bindings of the program that can be put back to what module initialisation left. The instrumented sources register
// them; `reset` restores their content in place, so that everyone who holds an object still holds the right one.
const { copyOf, restore, isSame } = require('./snapshot.cjs');

/** Before an id: evaluate the initialiser again instead of putting the first value back. */
const RENEW = 'renew:';
const KEY = Symbol.for('stateless-migrate.verify');

exports.createRegistry = function createRegistry() {
  const roots = new Map();
  const privates = new WeakMap();
  const classes = new WeakSet();
  const globals = new Map();
  const environment = { ...process.env };
  let sealed = false;
  const context = { privates, isOwn: (prototype) => classes.has(prototype) };

  const register = (id, get, set, renew) => {
    const root = { get, set: set ?? null, renew: renew ?? null, copy: null };
    roots.set(id, root);
    // A module that is loaded during an event has its own initialisation behind it here.
    if (sealed) take(root, context);
  };
  register.owner = (get) => {
    const owner = safely(get);
    if (typeof owner === 'function' && owner.prototype) classes.add(owner.prototype);
  };
  register.field = (owner, name, get, set) => {
    const fields = privates.get(owner) ?? new Map();
    fields.set(name, { get, set });
    privates.set(owner, fields);
  };
  Object.defineProperty(globalThis, KEY, { value: register, enumerable: false });
  const namesAtBoot = new Set(Object.getOwnPropertyNames(globalThis));

  return {
    /** Module initialisation is over: what is there now is what a cold start gives. */
    seal() {
      sealed = true;
      for (const root of roots.values()) take(root, context);
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        if (!namesAtBoot.has(name)) globals.set(name, copyOf(globalThis[name], context));
      }
      for (const name of Object.keys(environment)) delete environment[name];
      Object.assign(environment, process.env);
    },
    /** Gives the ids that could not be reset. */
    reset(ids) {
      return ids.filter((id) => !resetOne(id));
    },
    changed(ids) {
      return ids.filter((id) => isChanged(id));
    },
    describe(ids) {
      return ids.map((id) => ({ id, resettable: isResettable(id) }));
    },
  };

  function resetOne(id) {
    if (id.startsWith(RENEW)) return renewOne(id.slice(RENEW.length));
    const name = nameOf(id);
    if (name.startsWith('globalThis.')) return resetGlobal(name.slice('globalThis.'.length));
    if (name.startsWith('process.env.')) return resetVariable(name.slice('process.env.'.length));
    const found = find(id);
    if (found === null) return false;
    const { root, path } = found;
    if (path.length > 0) return restorePath(root, path, context);
    return resetRoot(root);
  }

  /** Takes the value again, as a container that starts now would. */
  function renewOne(id) {
    const root = roots.get(id);
    if (root === undefined || root.renew === null) return false;
    root.renew();
    return true;
  }

  function resetRoot(root) {
    if (root.copy === null) return false;
    if (root.copy.kind === 'opaque' && root.renew !== null) {
      root.renew();
      return true;
    }
    if (root.set !== null) root.set(root.copy.ref);
    restore(root.copy, context);
    return root.set !== null || (root.copy.kind !== 'opaque' && root.copy.kind !== 'plain');
  }

  function resetGlobal(name) {
    const copy = globals.get(name);
    if (copy === undefined) return delete globalThis[name];
    globalThis[name] = copy.ref;
    restore(copy, context);
    return true;
  }

  function resetVariable(name) {
    if (name in environment) process.env[name] = environment[name];
    else delete process.env[name];
    return true;
  }

  function isChanged(id) {
    const name = nameOf(id);
    if (name.startsWith('globalThis.')) {
      const own = name.slice('globalThis.'.length);
      const copy = globals.get(own);
      return copy === undefined ? own in globalThis && !namesAtBoot.has(own) : !isSame(copy, globalThis[own], context);
    }
    if (name.startsWith('process.env.')) {
      const own = name.slice('process.env.'.length);
      return process.env[own] !== environment[own];
    }
    const found = find(id);
    if (found === null || found.root.copy === null) return false;
    if (found.path.length === 0) return !isSame(found.root.copy, safely(found.root.get), context);
    const copy = copyAt(found.root.copy, found.path);
    const value = valueAt(safely(found.root.get), found.path, context);
    return copy === null ? value !== undefined : !isSame(copy, value, context);
  }

  function isResettable(id) {
    const name = nameOf(id);
    if (name.startsWith('globalThis.') || name.startsWith('process.env.')) return true;
    const found = find(id);
    if (found === null || found.root.copy === null) return false;
    const { root, path } = found;
    if (path.length > 0) return typeof root.copy.props === 'object';
    return root.set !== null || root.renew !== null || (root.copy.kind !== 'opaque' && root.copy.kind !== 'plain');
  }

  /** The registered binding that an id begins with, and the way from there. */
  function find(id) {
    if (roots.has(id)) return { root: roots.get(id), path: [] };
    const path = [];
    let rest = id;
    for (let dot = rest.lastIndexOf('.'); dot > rest.indexOf('#'); dot = rest.lastIndexOf('.')) {
      path.unshift(rest.slice(dot + 1));
      rest = rest.slice(0, dot);
      if (roots.has(rest)) return { root: roots.get(rest), path };
    }
    return null;
  }
};

function nameOf(id) {
  return id.slice(id.indexOf('#') + 1);
}

function take(root, context) {
  root.copy = copyOf(safely(root.get), context);
}

/** A variable that its module has not reached yet. */
function safely(get) {
  try {
    return get();
  } catch {
    return undefined;
  }
}

function copyAt(copy, path) {
  let at = copy;
  for (const name of path) {
    at = at?.props?.get(name) ?? null;
    if (at === null) return null;
  }
  return at;
}

function valueAt(value, path, context) {
  let at = value;
  for (const name of path) {
    if (at === null || at === undefined) return undefined;
    at = name.startsWith('#') ? safely(context.privates.get(at)?.get(name)?.get ?? (() => undefined)) : at[name];
  }
  return at;
}

function restorePath(root, path, context) {
  const owner = valueAt(safely(root.get), path.slice(0, -1), context);
  const last = path.at(-1);
  if (owner === null || owner === undefined) return false;
  const copy = copyAt(root.copy, path);
  if (last.startsWith('#')) {
    const field = context.privates.get(owner)?.get(last);
    if (field === undefined) return false;
    if (copy !== null) field.set(copy.ref);
  } else if (copy === null) {
    try {
      return delete owner[last];
    } catch {
      return false;
    }
  } else if (owner[last] !== copy.ref) owner[last] = copy.ref;
  if (copy !== null) restore(copy, context);
  return true;
}
