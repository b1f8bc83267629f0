let nextNumber = 100;
const waiting = [];

export async function handler(event) {
  switch (event.action) {
    case 'take': {
      const ticket = { number: nextNumber++, name: event.name };
      waiting.push(ticket);
      return { ticket, ahead: waiting.length - 1 };
    }
    case 'next': {
      const ticket = waiting.shift();
      if (!ticket) {
        return { error: 'nobody is waiting' };
      }
      return { serving: ticket };
    }
    case 'list':
      return { waiting };
    default:
      throw new Error(`unknown action ${event.action}`);
  }
}
