const cache = new Map();
const TTL = 60_000;

const load = async (currency) => ({ currency, rate: currency.length });

export const handler = async (event) => {
  const hit = cache.get(event.currency);
  if (hit && Date.now() - hit.at < TTL) return hit.value;
  const value = await load(event.currency);
  cache.set(event.currency, { value, at: Date.now() });
  return value;
};
