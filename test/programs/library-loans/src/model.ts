export interface Book { id: string; title: string; copies: number }
export interface Loan { book: string; member: string; due: number }

export const books = new Map<string, Book>([
  ['tides', { id: 'tides', title: 'Tides', copies: 1 }],
  ['kites', { id: 'kites', title: 'Kites', copies: 2 }],
]);
export const loans = new Map<string, Loan>();
