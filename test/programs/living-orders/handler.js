class Order {
  constructor(id) {
    this.id = id;
    this.lines = [];
  }
  add(line) {
    this.lines.push(line);
    return this;
  }
  total() {
    return this.lines.reduce((sum, line) => sum + line.price, 0);
  }
}

const orders = new Map();

export const handler = async (event) => {
  if (!orders.has(event.id)) orders.set(event.id, new Order(event.id));
  const order = orders.get(event.id);
  if (event.line) order.add(event.line);
  return { total: order.total() };
};
