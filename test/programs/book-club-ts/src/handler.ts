import { db, Review } from './db';

type Result = { statusCode: number; body: string };

function answer(statusCode: number, value: unknown): Result {
  return { statusCode, body: JSON.stringify(value) };
}

function average(reviews: Review[]): number {
  return reviews.reduce((sum, { stars }) => sum + stars, 0) / reviews.length;
}

export async function handler(event: { routeKey: string; body?: string; pathParameters?: { book: string } }): Promise<Result> {
  switch (event.routeKey) {
    case 'POST /reviews': {
      const review = JSON.parse(event.body ?? '') as Review;
      if (db.reviews.some((r) => r.book === review.book && r.reader === review.reader)) {
        return answer(409, { error: 'reviewed already' });
      }
      db.reviews.push(review);
      const reader = (db.readers[review.reader] ??= { name: review.reader, reviews: 0 });
      reader.reviews++;
      return answer(201, { reviews: reader.reviews });
    }
    case 'GET /books/{book}': {
      const reviews = db.reviews.filter((r) => r.book === event.pathParameters!.book);
      return reviews.length ? answer(200, { stars: average(reviews), count: reviews.length }) : answer(404, null);
    }
    case 'GET /readers':
      return answer(200, Object.values(db.readers).sort((a, b) => b.reviews - a.reviews));
    default:
      return answer(400, { error: 'unknown route' });
  }
}
