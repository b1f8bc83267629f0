import { describe, expect, it } from 'vitest';
import { LIBRARY_MODELS } from '../../src/analyzers/5-classify/libraries/models/index.js';
import { compileOrigins } from '../../src/analyzers/5-classify/libraries/origins.js';

describe('compileOrigins', () => {
  it.each([
    ['express-session()', 'express-session()', true],
    ['express-session()', 'express-session.session()', false],
    ['new dataloader[.DataLoader]', 'new dataloader', true],
    ['new dataloader[.DataLoader]', 'new dataloader.DataLoader', true],
    ['new dataloader[.DataLoader]', 'new dataloader.Other', false],
    ['@sentry/{node,bun}.{setUser,setTag}', '@sentry/bun.setTag', true],
    ['@sentry/{node,bun}.{setUser,setTag}', '@sentry/nextjs.setTag', false],
    ['axios[.create()].defaults.**', 'axios.create().defaults.headers.common', true],
    ['axios[.create()].defaults.**', 'axios.get().defaults', false],
    ['new koa.context.*', 'new koa.context.user', true],
    ['new koa.context.*', 'new koa.context.user.id', false],
    ['@mikro-orm/*.MikroORM.init().em', '@mikro-orm/postgresql.MikroORM.init().em', true],
    ['new socket.io[.Server]', 'new socketxio', false],
  ])('%s and %s: %s', (pattern, origin, matches) => {
    expect(compileOrigins([pattern])?.test(origin)).toBe(matches);
  });

  it('is null without patterns', () => {
    expect(compileOrigins([])).toBeNull();
    expect(compileOrigins(undefined)).toBeNull();
  });
});

describe('the library models', () => {
  const made = LIBRARY_MODELS.flatMap((model) => ('made' in model ? model.made : []));

  it('have patterns that can be read', () => {
    for (const pattern of made) {
      expect(pattern.split('{').length, pattern).toBe(pattern.split('}').length);
      expect(pattern.split('[').length, pattern).toBe(pattern.split(']').length);
      expect(compileOrigins([pattern])).toBeInstanceOf(RegExp);
    }
  });

  it('name what is made by a call with its parentheses, and a construction with new', () => {
    expect(made.filter((pattern) => !pattern.startsWith('new ') && !/\(\)\]?$/.test(pattern))).toEqual([]);
  });

  it('say each origin once', () => {
    expect(made.filter((pattern, position) => made.indexOf(pattern) !== position)).toEqual([]);
  });

  it('word what is wrong as a predicate with a fix', () => {
    const wrongs = LIBRARY_MODELS.flatMap((model) => ('wrong' in model ? [model.wrong] : []));
    expect(wrongs.filter(({ message, fix }) => /^[A-Z]|[.;]$/.test(message) || /^[A-Z]|[.;]$/.test(fix))).toEqual([]);
  });
});
