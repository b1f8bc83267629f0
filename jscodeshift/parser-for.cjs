'use strict';
const { parse } = require('@babel/parser');

const COMMON = ['explicitResourceManagement', 'importAttributes'];

/** A parser with offsets of the text itself, with the syntax that the extension promises and what is found in the wild. */
function parserFor(path) {
  const variants = /\.[cm]?tsx?$/.test(path)
    ? [[...(path.endsWith('x') ? ['typescript', 'jsx'] : ['typescript']), 'decorators-legacy']]
    : [
        ['jsx', 'decorators-legacy'],
        ['jsx', 'flow', 'decorators-legacy'],
      ];
  return {
    parse(text) {
      let first;
      for (const plugins of variants) {
        for (const sourceType of ['unambiguous', 'script']) {
          try {
            return parse(text, {
              sourceType,
              plugins: [...COMMON, ...plugins],
              tokens: true,
              ranges: false,
              allowReturnOutsideFunction: true,
              allowUndeclaredExports: true,
              startLine: 1,
            });
          } catch (error) {
            first ??= error;
          }
        }
      }
      throw first;
    },
  };
}

module.exports = { parserFor };
