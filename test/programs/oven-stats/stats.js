const stats = { count: 0, sum: 0, min: null, max: null, byOven: {} };

function record(oven, degrees) {
  stats.count++;
  stats.sum += degrees;
  if (stats.min === null || degrees < stats.min) stats.min = degrees;
  if (stats.max === null || degrees > stats.max) stats.max = degrees;
  stats.byOven[oven] = stats.byOven[oven] || { count: 0, last: null };
  stats.byOven[oven].count += 1;
  stats.byOven[oven].last = degrees;
}

module.exports.handler = async (event) => {
  for (const reading of event.readings || []) {
    record(reading.oven, reading.degrees);
  }
  return { ...stats, average: stats.count ? stats.sum / stats.count : 0 };
};
