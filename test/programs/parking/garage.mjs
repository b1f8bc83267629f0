const free = new Set(['A1', 'A2', 'B1']);
const parked = new Map();
let revenue = 0;

function park(plate, at) {
  if (parked.has(plate)) return { error: 'parked already' };
  const [spot] = free;
  if (!spot) return { error: 'full' };
  free.delete(spot);
  parked.set(plate, { spot, at });
  return { spot };
}

function leave(plate, at) {
  const ticket = parked.get(plate);
  if (ticket === undefined) return { error: 'not here' };
  const fee = Math.ceil((at - ticket.at) / 60) * 2;
  revenue += fee;
  parked.delete(plate);
  free.add(ticket.spot);
  return { fee };
}

export const handler = async (event) => {
  if (event.in) return park(event.in, event.at);
  if (event.out) return leave(event.out, event.at);
  return { free: [...free], parked: Object.fromEntries(parked), revenue };
};
