export interface Line {
  sku: string;
  quantity: number;
}

export class CartStore {
  private readonly carts = new Map<string, Line[]>();

  add(user: string, sku: string, quantity: number): Line[] {
    const lines = this.carts.get(user) ?? [];
    const existing = lines.find((line) => line.sku === sku);
    if (existing) existing.quantity += quantity;
    else lines.push({ sku, quantity });
    this.carts.set(user, lines);
    return lines;
  }

  lines(user: string): Line[] {
    return this.carts.get(user) ?? [];
  }

  empty(user: string): boolean {
    return this.carts.delete(user);
  }
}

export const cartStore = new CartStore();
