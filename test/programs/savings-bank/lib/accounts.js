const accounts = new Map([
  ['ada', { owner: 'ada', balance: 100 }],
  ['ben', { owner: 'ben', balance: 20 }],
]);
const history = [];

class InsufficientFunds extends Error {}

function mustFind(owner) {
  const account = accounts.get(owner);
  if (!account) throw new Error('no account of ' + owner);
  return account;
}

function transfer(from, to, amount) {
  const source = mustFind(from);
  const target = mustFind(to);
  if (source.balance < amount) throw new InsufficientFunds('only ' + source.balance);
  source.balance -= amount;
  target.balance += amount;
  history.push({ from, to, amount });
  return { from: source.balance, to: target.balance };
}

function open(owner) {
  if (accounts.has(owner)) return false;
  accounts.set(owner, { owner, balance: 0 });
  return true;
}

module.exports = { transfer, open, balanceOf: (owner) => mustFind(owner).balance, historyOf: (owner) => history.filter((h) => h.from === owner || h.to === owner), InsufficientFunds };
