interface Totals {
  orders: number;
  revenue: number;
  bySku: Record<string, number>;
}

const totals: Totals = { orders: 0, revenue: 0, bySku: {} };

interface Order {
  sku: string;
  price: number;
  quantity: number;
}

function count(order: Order): void {
  totals.orders += 1;
  totals.revenue += order.price * order.quantity;
  totals.bySku[order.sku] = (totals.bySku[order.sku] ?? 0) + order.quantity;
}

export const handler = async (event: { Records: { body: string }[] }): Promise<Totals> => {
  event.Records.map((record) => JSON.parse(record.body) as Order).forEach(count);
  return totals;
};
