const PRICES = { rye: 3, wheat: 2 };

export const handler = async (event) => {
  const price = PRICES[event.kind];
  return price === undefined ? { statusCode: 404 } : { statusCode: 200, total: price * event.loaves };
};
