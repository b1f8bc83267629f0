const subscribers = new Set();
let lastIssue = null;

export const handler = async (event) => {
  const method = event.requestContext.http.method;
  const { email } = JSON.parse(event.body ?? '{}');

  switch (method) {
    case 'POST':
      if (subscribers.has(email)) return { statusCode: 409 };
      subscribers.add(email);
      return { statusCode: 201, body: JSON.stringify({ count: subscribers.size }) };
    case 'DELETE':
      return { statusCode: subscribers.delete(email) ? 204 : 404 };
    case 'PUT': {
      lastIssue = { number: (lastIssue?.number ?? 0) + 1, recipients: Array.from(subscribers).sort() };
      return { statusCode: 200, body: JSON.stringify(lastIssue) };
    }
    default:
      return { statusCode: 200, body: JSON.stringify({ lastIssue, subscribers: [...subscribers] }) };
  }
};
