const readers = [];
const byEmail = new Map();

export const handler = async (event) => {
  if (event.op === 'add') {
    const reader = { email: event.email, fines: 0 };
    readers.push(reader);
    byEmail.set(reader.email, reader);
    return reader;
  }
  if (event.op === 'fine') {
    byEmail.get(event.email).fines += event.amount;
    return { ok: true };
  }
  return readers;
};
