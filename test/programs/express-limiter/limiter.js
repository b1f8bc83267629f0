const hits = new Map();

module.exports = function limiter({ max, windowMs }) {
  return (req, res, next) => {
    const key = req.get('x-client');
    const now = Date.now();
    const timestamps = (hits.get(key) || []).filter((t) => now - t < windowMs);
    timestamps.push(now);
    hits.set(key, timestamps);
    if (timestamps.length > max) {
      return res.status(429).json({ error: 'slow down', seen: timestamps.length });
    }
    next();
  };
};
