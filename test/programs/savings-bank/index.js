const bank = require('./lib/accounts');

exports.handler = async (event) => {
  try {
    switch (event.kind) {
      case 'open':
        return { opened: bank.open(event.owner) };
      case 'transfer':
        return bank.transfer(event.from, event.to, event.amount);
      case 'history':
        return bank.historyOf(event.owner);
      default:
        return { balance: bank.balanceOf(event.owner) };
    }
  } catch (error) {
    if (error instanceof bank.InsufficientFunds) return { refused: error.message };
    return { error: error.message };
  }
};
