import { send } from './mail.js';

const orders = {};
let orderCount = 0;
const sent = [];

export const handler = async (event) => {
  if (event.type === 'order') {
    orderCount++;
    const id = 'order-' + orderCount;
    orders[id] = { id, customer: event.customer, status: 'new' };
    const receipt = await send(event.customer, `thank you for ${id}`);
    sent.push(receipt.to);
    return { id, receipt };
  }
  if (event.type === 'bake') {
    const order = orders[event.id];
    if (!order) return { error: 'unknown order' };
    order.status = 'baked';
    await send(order.customer, 'ready');
    return { id: event.id, status: 'baked' };
  }
  return { orders: Object.values(orders), sent, orderCount };
};
