import { all, byId, insert } from './repository.js';

export function enrol(name) {
  const known = all().some((member) => member.name === name);
  if (known) return null;
  return insert({ name });
}

export function borrow(id, title) {
  const member = byId(id);
  if (!member) return { error: 'no such member' };
  if (member.borrowed.length >= 2) return { error: 'two books at most' };
  member.borrowed.push(title);
  return { borrowed: [...member.borrowed] };
}

export function report() {
  return all().map(({ name, borrowed }) => `${name}: ${borrowed.join(', ') || 'nothing'}`);
}
