const berths = new Map();
let next = 1;

const json = (statusCode, value) => ({ statusCode, body: JSON.stringify(value) });

export const create = async (event) => {
  const { ship } = JSON.parse(event.body);
  const id = `b-${next++}`;
  const berth = { id, ship, since: new Date().toISOString() };
  berths.set(id, berth);
  return json(201, berth);
};

export const list = async () => json(200, Array.from(berths.values()));

export const release = async (event) => {
  const { id } = event.pathParameters;
  if (!berths.has(id)) {
    return json(404, { error: `no berth ${id}` });
  }
  const { ship } = berths.get(id);
  berths.delete(id);
  return json(200, { released: ship });
};
