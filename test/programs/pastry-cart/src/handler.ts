import { cartStore } from './cart-store.js';

const PRICES: Record<string, number> = { roll: 2, cake: 15, bun: 3 };

interface CartEvent {
  user: string;
  action: 'add' | 'show' | 'checkout';
  sku?: string;
  quantity?: number;
}

export async function handler(event: CartEvent) {
  if (event.action === 'add') {
    return { lines: cartStore.add(event.user, event.sku!, event.quantity ?? 1) };
  }
  if (event.action === 'show') {
    return { lines: cartStore.lines(event.user) };
  }
  const lines = cartStore.lines(event.user);
  if (lines.length === 0) return { error: 'the cart is empty' };
  const total = lines.reduce((sum, line) => sum + line.quantity * (PRICES[line.sku] ?? 0), 0);
  cartStore.empty(event.user);
  return { total };
}
