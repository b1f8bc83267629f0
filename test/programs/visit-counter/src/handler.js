let visits = 0;

export const handler = async (event) => {
  visits += 1;
  return { statusCode: 200, body: JSON.stringify({ page: event.page, visits }) };
};
