import { book, cancel, overview } from './slots.js';

export async function handler({ op, day, slot, customer }) {
  try {
    if (op === 'book') {
      const booking = book(day, slot, customer);
      if (booking === null) return { full: true };
      return booking;
    }
    if (op === 'cancel') {
      const ok = cancel(day, slot, customer);
      return { ok };
    }
    return overview(day);
  } catch (e) {
    return { error: e.message };
  }
}
