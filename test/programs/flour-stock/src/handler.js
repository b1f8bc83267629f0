import { reserve, ship, stock } from './stock.js';

export async function handler(event) {
  try {
    if (event.type === 'reserve') {
      return { ok: reserve(event.sku, event.quantity, event.order), item: stock[event.sku] };
    }
    if (event.type === 'ship') {
      return { shipped: ship(event.sku, event.order), left: stock[event.sku].onHand };
    }
    return { items: Object.entries(stock).map(([sku, { onHand, reserved }]) => ({ sku, free: onHand - reserved })) };
  } catch (error) {
    return { error: error.message };
  }
}
