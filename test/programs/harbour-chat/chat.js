const rooms = {};

const room = (name) => {
  if (!rooms[name]) {
    rooms[name] = { members: [], messages: [] };
  }
  return rooms[name];
};

const actions = {
  join({ room: name, user }) {
    const { members } = room(name);
    if (!members.includes(user)) members.push(user);
    return { members };
  },
  say({ room: name, user, text }) {
    const target = room(name);
    if (!target.members.includes(user)) return { error: 'join first' };
    target.messages.push({ user, text, n: target.messages.length + 1 });
    return { n: target.messages.length };
  },
  read({ room: name, since = 0 }) {
    return { messages: room(name).messages.filter((m) => m.n > since) };
  },
  rooms() {
    return Object.keys(rooms);
  },
};

export const handler = async (event) => {
  const action = actions[event.action];
  if (!action) return { error: 'unknown action' };
  return action(event);
};
