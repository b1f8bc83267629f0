const waiting = [];
const active = { current: null };

export const handler = async (event) => {
  if (event.join) {
    waiting.push({ name: event.join });
    return { waiting: waiting.length };
  }
  if (event.call) {
    active.current = waiting.find((w) => w.name === event.call) ?? null;
    return { current: active.current };
  }
  return { position: waiting.indexOf(active.current) };
};
