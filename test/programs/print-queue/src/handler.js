import * as queue from './queue.js';

export const handler = async (event) => {
  switch (event.command) {
    case 'submit':
      return { position: queue.enqueue({ document: event.document, pages: event.pages }) };
    case 'print': {
      const job = queue.dequeue();
      return job ? { printed: job } : { idle: true };
    }
    case 'status':
      return { depth: queue.depth(), next: queue.peek() ?? null };
  }
};
