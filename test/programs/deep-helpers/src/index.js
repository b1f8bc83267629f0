import { borrow, enrol, report } from './service.js';

export const handler = async (event) => {
  console.log('event', event.type);
  if (event.type === 'enrol') {
    const member = enrol(event.name);
    return member ?? { error: `${event.name} is a member already` };
  }
  if (event.type === 'borrow') return borrow(event.id, event.title);
  return { report: report() };
};
