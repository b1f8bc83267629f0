const scores = [];

const rankOf = (boat) => scores.findIndex((entry) => entry.boat === boat) + 1;

export const handler = async ({ boat, points, query }) => {
  if (query === 'top') {
    return scores.slice(0, 3);
  }
  if (query === 'rank') {
    const rank = rankOf(boat);
    return rank === 0 ? { error: 'unranked' } : { boat, rank };
  }
  const entry = scores.find((s) => s.boat === boat);
  if (entry) {
    entry.points = Math.max(entry.points, points);
  } else {
    scores.push({ boat, points });
  }
  scores.sort((a, b) => b.points - a.points || a.boat.localeCompare(b.boat));
  if (scores.length > 4) scores.length = 4;
  return { boat, rank: rankOf(boat) };
};
