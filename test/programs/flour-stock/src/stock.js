export const stock = {
  rye: { onHand: 10, reserved: 0, log: [] },
  spelt: { onHand: 5, reserved: 0, log: [] },
};

export function reserve(sku, quantity, order) {
  const item = stock[sku];
  if (!item) throw new Error(`unknown sku ${sku}`);
  const free = item.onHand - item.reserved;
  if (free < quantity) return false;
  item.reserved += quantity;
  item.log.push({ order, quantity });
  return true;
}

export function ship(sku, order) {
  const item = stock[sku];
  const position = item.log.findIndex((entry) => entry.order === order);
  if (position === -1) return null;
  const [entry] = item.log.splice(position, 1);
  item.onHand -= entry.quantity;
  item.reserved -= entry.quantity;
  return entry;
}
