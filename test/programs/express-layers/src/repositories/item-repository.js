const items = new Map();
let seq = 0;

export const itemRepository = {
  create(fields) {
    const item = { id: String(++seq), ...fields };
    items.set(item.id, item);
    return item;
  },
  findById(id) {
    return items.get(id);
  },
  findAll() {
    return [...items.values()];
  },
  update(id, changes) {
    const updated = { ...items.get(id), ...changes };
    items.set(id, updated);
    return updated;
  },
  remove(id) {
    return items.delete(id);
  },
};
