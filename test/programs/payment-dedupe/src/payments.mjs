const processed = new Set();
let takings = 0;

export const handler = async (event) => {
  const results = [];
  for (const record of event.Records) {
    const payment = JSON.parse(record.body);
    if (processed.has(payment.id)) {
      results.push({ id: payment.id, status: 'duplicate' });
      continue;
    }
    processed.add(payment.id);
    takings += payment.amount;
    results.push({ id: payment.id, status: 'accepted' });
  }
  return { results, takings, processed: processed.size };
};
