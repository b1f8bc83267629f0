import { members, newId } from './store.js';

export function insert(fields) {
  const member = { id: newId(), ...fields, borrowed: [] };
  members.push(member);
  return member;
}

export function byId(id) {
  return members.find((member) => member.id === id);
}

export function all() {
  return members;
}
