/** What each of eight processes does at once, in a user's project beside the generated file. `import` is put in front. */
export const FLEET_WORKER = `
const HUNDRED = Array.from({ length: 100 }, (_, index) => index);
const me = process.argv[2];
const transactions = process.argv[3] === 'true';
const rounds = Number(process.argv[4]);

const visits = counter('visits');
const amounts = counter('amounts');
const stock = map('stock', { initial: () => [['bread', 1000], ['seed', Math.floor(Math.random() * 1e9)]] });
const carts = map('carts');
const log = list('log');
const jobs = list('jobs', { initial: HUNDRED });
const seen = set('seen');
const totals = cell('totals', { initial: { count: 0, by: {} } });
const sold = counter('sold', { group: 'sales' });
const sales = list('sales', { group: 'sales' });

async function run() {
  const result = { sums: [], firsts: 0, jobs: [], ticket: null, seed: await stock.get('seed') };
  for (const index of HUNDRED.slice(0, rounds * 2)) {
    result.sums.push(await visits.increment());
    await stock.increment('bread', -1);
    if (await seen.add('event-' + index)) result.firsts++;
  }
  for (const index of HUNDRED.slice(0, rounds)) {
    await amounts.increment(0.1);
    await log.push(me + ':' + index);
    const job = index % 2 === 0 ? await jobs.shift() : await jobs.pop();
    if (job !== undefined) result.jobs.push(job);
    await carts.update('shared', (cart = { items: [] }) => ({ value: { items: [...cart.items, me + index] } }));
    await totals.update(({ count, by }) => ({ value: { count: count + 1, by: { ...by, [me]: (by[me] ?? 0) + 1 } } }));
  }
  result.ticket = await map('tickets').getOrInsert('door', () => me);
  for (const index of HUNDRED.slice(0, transactions ? rounds / 2 : 0)) {
    await transaction(async (tx) => {
      const number = (await tx.get(sold)) + 1;
      tx.set(sold, number);
      tx.set(sales, [...(await tx.get(sales)), number + ':' + me + index]);
    });
  }
  await close();
  return result;
}

process.stdin.once('data', () => run().then(
  (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0)),
  (error) => { console.error(error); process.exitCode = 1; process.stdin.destroy(); },
));
process.stdout.write('ready');
`;
