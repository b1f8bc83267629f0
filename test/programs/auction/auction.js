const db = require('./db');

exports.handler = async (event) => {
  const lot = db.lots[event.lot];
  if (!lot) return { error: 'no such lot' };

  if (event.bid !== undefined) {
    const min = lot.bids.length > 0 ? lot.bids[lot.bids.length - 1].amount + lot.step : lot.start;
    if (event.bid < min) return { accepted: false, min };
    lot.bids.push({ bidder: event.bidder, amount: event.bid });
    db.total = db.total + 1;
    return { accepted: true, total: db.total };
  }

  if (event.close) {
    lot.closed = true;
    const winner = lot.bids.pop();
    return winner ? { winner } : { winner: null };
  }

  return { bids: lot.bids, total: db.total };
};
