const capacity = { morning: 2, noon: 1 };
const bookings = {};

export function book(day, slot, customer) {
  bookings[day] ??= {};
  const today = bookings[day];
  today[slot] = today[slot] || [];
  if (today[slot].includes(customer)) throw new Error('booked already');
  if (today[slot].length >= capacity[slot]) return null;
  today[slot].push(customer);
  return { day, slot, place: today[slot].length };
}

export function cancel(day, slot, customer) {
  const list = bookings[day]?.[slot];
  if (!list) return false;
  const at = list.indexOf(customer);
  if (at < 0) return false;
  list.splice(at, 1);
  if (list.length === 0) delete bookings[day][slot];
  return true;
}

export const overview = (day) => Object.fromEntries(Object.entries(bookings[day] ?? {}).map(([slot, list]) => [slot, list.length]));
