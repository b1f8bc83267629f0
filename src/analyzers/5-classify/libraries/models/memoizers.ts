import type { LibraryModel } from './library-model.js';

/** Functions that wrap another one and remember its results. */
export const MEMOIZERS: readonly LibraryModel[] = [
  {
    kind: 'memoizer',
    made: ['{lodash,lodash-es,underscore}{.,/}memoize()', 'lodash.memoize()'],
    keyedBy: 'first-argument',
    keyOptions: [],
    keyArgument: 1,
    bounded: [],
  },
  {
    kind: 'memoizer',
    made: ['{p-memoize,mem,memoize}[.*]()'],
    keyedBy: 'first-argument',
    keyOptions: ['cacheKey'],
    bounded: ['maxAge', 'cache'],
  },
  {
    kind: 'memoizer',
    made: ['memoizee()'],
    keyedBy: 'all-arguments',
    keyOptions: ['normalizer'],
    bounded: ['maxAge', 'max'],
  },
  {
    kind: 'memoizer',
    made: [
      'fast-memoize()',
      '@formatjs/fast-memoize[.memoize]()',
      'ramda.{memoizeWith,memoize}()',
      'nano-memoize[.*]()',
    ],
    keyedBy: 'all-arguments',
    keyOptions: [],
    bounded: ['cache', 'maxAge'],
  },
  {
    kind: 'memoizer',
    made: ['{memoize-one,micro-memoize,moize,proxy-memoize,reselect}[.*]()'],
    keyedBy: 'all-arguments',
    keyOptions: [],
    bounded: 'always',
  },
];
