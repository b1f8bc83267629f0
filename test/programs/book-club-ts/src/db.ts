export interface Review {
  book: string;
  reader: string;
  stars: number;
}

export const db: { reviews: Review[]; readers: Record<string, { name: string; reviews: number }> } = {
  reviews: [],
  readers: {},
};
