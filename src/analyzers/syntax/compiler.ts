/**
 * The TypeScript compiler as a parser. Taken from ts-morph's own package, so that a process never loads two compilers.
 */
export { ts } from '@ts-morph/common';
