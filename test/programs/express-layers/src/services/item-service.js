import { itemRepository } from '../repositories/item-repository.js';

export class NotFound extends Error {}

export function list() {
  return itemRepository.findAll();
}

export function add({ name, quantity = 0 }) {
  return itemRepository.create({ name, quantity });
}

export function adjust(id, delta) {
  const item = itemRepository.findById(id);
  if (!item) throw new NotFound(`item ${id}`);
  if (item.quantity + delta < 0) {
    throw new RangeError('not enough on hand');
  }
  return itemRepository.update(id, { quantity: item.quantity + delta });
}

export function drop(id) {
  if (!itemRepository.remove(id)) throw new NotFound(`item ${id}`);
}
