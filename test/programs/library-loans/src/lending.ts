import { books, loans } from './model.js';
import type { Loan } from './model.js';

const key = (book: string, member: string): string => `${book}/${member}`;

export function lend(book: string, member: string, day: number): Loan | string {
  const found = books.get(book);
  if (!found) return 'unknown book';
  const lent = [...loans.values()].filter((loan) => loan.book === book).length;
  if (lent >= found.copies) return 'all copies are out';
  if (loans.has(key(book, member))) return 'has it already';
  const loan: Loan = { book, member, due: day + 14 };
  loans.set(key(book, member), loan);
  return loan;
}

export function giveBack(book: string, member: string, day: number): number | string {
  const loan = loans.get(key(book, member));
  if (!loan) return 'not lent';
  loans.delete(key(book, member));
  return Math.max(0, day - loan.due);
}

export function overdue(day: number): Loan[] {
  const late: Loan[] = [];
  loans.forEach((loan) => {
    if (loan.due < day) late.push(loan);
  });
  return late;
}
