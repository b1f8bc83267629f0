const votes = {};
const OPTIONS = ['rye', 'spelt', 'wheat'];

exports.handler = async (event) => {
  const { method, option } = event;
  if (method === 'vote') {
    if (!OPTIONS.includes(option)) return { statusCode: 400, body: 'no such option' };
    votes[option] = (votes[option] || 0) + 1;
    return { statusCode: 200, body: JSON.stringify({ option, votes: votes[option] }) };
  }
  const total = Object.values(votes).reduce((sum, n) => sum + n, 0);
  return { statusCode: 200, body: JSON.stringify({ votes, total, leader: Object.keys(votes).sort((a, b) => votes[b] - votes[a])[0] }) };
};
