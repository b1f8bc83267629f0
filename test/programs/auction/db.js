module.exports = {
  lots: {
    anchor: { start: 10, step: 5, bids: [], closed: false },
    lantern: { start: 3, step: 1, bids: [], closed: false },
  },
  total: 0,
};
