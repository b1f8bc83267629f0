import { giveBack, lend, overdue } from './lending.js';

type Event = { kind: 'lend' | 'return' | 'overdue'; book: string; member: string; day: number };

export const handler = async ({ kind, book, member, day }: Event): Promise<unknown> => {
  switch (kind) {
    case 'lend':
      return { result: lend(book, member, day) };
    case 'return':
      return { daysLate: giveBack(book, member, day) };
    case 'overdue':
      return overdue(day).map((loan) => loan.member);
  }
};
