export const CURRENCIES = ['EUR', 'USD', 'GBP'] as const;

export const LIMITS = Object.freeze({ requestsPerMinute: 60, itemsPerCart: 50 });

export const productsTable = process.env.PRODUCTS_TABLE ?? 'products';

const EMAIL = /^[^@\s]+@[^@\s]+$/;

export function isEmail(text: string): boolean {
  return EMAIL.test(text);
}
