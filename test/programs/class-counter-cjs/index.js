const turnstile = require('./counter');

exports.handler = async ({ gate }) => {
  if (gate) {
    const count = turnstile.pass(gate);
    return { count };
  }
  return { busiest: turnstile.busiest };
};
