type Seat = { row: number; seat: number; takenBy: string | null };

const ROWS = 2;
const SEATS = 3;
const seats: Seat[] = [];

for (let row = 1; row <= ROWS; row++) {
  for (let seat = 1; seat <= SEATS; seat++) {
    seats.push({ row, seat, takenBy: null });
  }
}

const free = () => seats.filter((s) => s.takenBy === null);

export const handler = async (event: { op: string; name: string; count?: number }) => {
  if (event.op === 'book') {
    const wanted = event.count ?? 1;
    const available = free();
    if (available.length < wanted) {
      return { error: `only ${available.length} left` };
    }
    const booked = available.slice(0, wanted);
    booked.forEach((s) => {
      s.takenBy = event.name;
    });
    return { booked };
  }
  if (event.op === 'cancel') {
    const mine = seats.filter((s) => s.takenBy === event.name);
    for (const s of mine) s.takenBy = null;
    return { cancelled: mine.length };
  }
  return { free: free().length };
};
