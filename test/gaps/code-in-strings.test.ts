import { describe, expect, it } from 'vitest';
import { auditFiles } from './audit-files.js';

describe('eval', () => {
  it('blurs what the code in the string can change, and nothing else', async () => {
    const { verdict, gapsOf } = await auditFiles({
      'src/till.js': [
        'let rate = 1;',
        'const LIMIT = 10;',
        'const prices = { bread: 3 };',
        "const { menu } = require('./menu');",
        'exports.handler = async (event) => {',
        '  eval(event.formula);',
        '  return rate * LIMIT * prices.bread * menu.length;',
        '};',
      ].join('\n'),
      'src/menu.js': "const menu = ['rye'];\nlet season = 1;\nexports.menu = menu;\nexports.season = () => season;",
    });
    expect(verdict('src/till.js#rate')).toBe('configuration benign medium');
    expect(gapsOf('src/till.js#rate')).toEqual([
      'src/till.js:6 a gap: code in a string cannot be read, and may change it',
    ]);
    expect(verdict('src/till.js#prices')).toBe('configuration benign medium');
    expect(verdict('src/menu.js#menu')).toBe('configuration benign medium');
    expect(verdict('src/till.js#LIMIT')).toBe('configuration benign high');
    expect(verdict('src/menu.js#season')).toBe('configuration benign high');
  });

  it('sees no binding behind a local of the same name', async () => {
    const { verdict } = await auditFiles({
      'till.js': [
        'let rate = 1; let tax = 2;',
        'exports.handler = async (event) => { let rate = 3; eval(event.formula); return rate; };',
        'exports.read = () => rate + tax;',
      ].join('\n'),
    });
    expect(verdict('till.js#rate')).toBe('configuration benign high');
    expect(verdict('till.js#tax')).toBe('configuration benign medium');
  });

  it('with a constant text blurs the names in the text', async () => {
    const { verdict } = await auditFiles({
      'till.js': [
        'let rate = 1; let tax = 2;',
        "exports.handler = async () => { eval('rate = 3'); return rate + tax; };",
      ].join('\n'),
    });
    expect(verdict('till.js#rate')).toBe('configuration benign medium');
    expect(verdict('till.js#tax')).toBe('configuration benign high');
  });

  it('leaves a harmful verdict, with less confidence', async () => {
    const { verdict } = await auditFiles({
      'till.js':
        'let sold = 0;\nexports.handler = async (e) => { eval(e.code); sold++; return { body: String(sold) }; };',
    });
    expect(verdict('till.js#sold')).toBe('counter harmful medium');
  });

  it('does nothing where nothing runs it', async () => {
    const { verdict, diagnostics } = await auditFiles({
      'till.js': [
        'let rate = 1;',
        'function unused(text) { eval(text); }',
        'exports.handler = async () => ({ body: String(rate) });',
      ].join('\n'),
    });
    expect(verdict('till.js#rate')).toBe('configuration benign high');
    expect(diagnostics).toEqual([
      'analysis-gap till.js 2:25 code in a string cannot be read; no listed binding depends on it',
    ]);
  });

  it('is no gap where it only hides a name from a bundler', async () => {
    const { verdict, diagnostics } = await auditFiles({
      'till.js': "let rate = 1;\nexports.handler = async () => { eval('require')('fs'); return { body: rate }; };",
    });
    expect(verdict('till.js#rate')).toBe('configuration benign high');
    expect(diagnostics).toEqual([]);
  });
});

describe('new Function', () => {
  it('sees globals alone', async () => {
    const { verdict } = await auditFiles({
      'till.js': [
        'let rate = 1;',
        'exports.handler = async (event) => {',
        '  globalThis.drawer = event.body;',
        "  new Function('x', event.formula)(2);",
        '  return { body: rate + globalThis.drawer };',
        '};',
      ].join('\n'),
    });
    expect(verdict('till.js#rate')).toBe('configuration benign high');
    expect(verdict('till.js#globalThis.drawer')).toMatch(/ medium$/);
  });
});

describe('with', () => {
  it('blurs the bindings that are named inside', async () => {
    const { verdict, gapsOf } = await auditFiles({
      'till.js': [
        'let rate = 1; let tax = 2;',
        'exports.handler = async (event) => { with (event.order) { rate; } return { body: rate + tax }; };',
      ].join('\n'),
    });
    expect(verdict('till.js#rate')).toBe('configuration benign medium');
    expect(gapsOf('till.js#rate')).toEqual([
      'till.js:2 a gap: names inside `with` cannot be resolved, and may change it',
    ]);
    expect(verdict('till.js#tax')).toBe('configuration benign high');
  });
});
