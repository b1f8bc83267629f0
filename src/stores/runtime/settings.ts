import { stateError } from './attempts.js';
import type { StoredRecord } from './records.js';

/** An environment variable that has to be there by the first operation; importing a module never needs one. */
export function required(name: string, meaning: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw stateError(`the environment variable ${name} is missing: ${meaning}`);
  return value;
}

/** Structures of two packages, or of two stages of one, never meet in one store. */
export function namespaceOf(packageName: string): string {
  const stage = process.env['STAGE'];
  const namespace = process.env['STATE_NAMESPACE'] ?? (stage ? `${packageName}-${stage}` : packageName);
  if (/^[^{}\s]+$/.test(namespace)) return namespace;
  throw stateError(`STATE_NAMESPACE is '${namespace}', but it may hold neither braces nor blanks, and not be empty`);
}

/** `STATE_URL=memory:` puts everything into the memory of the process. What is deployed must not. */
export function isInMemory(): boolean {
  const url = process.env['STATE_URL'];
  if (url === undefined || url === '') return false;
  if (url !== 'memory:') throw stateError(`STATE_URL is '${url}', but it can only be 'memory:'`);
  if (process.env['AWS_LAMBDA_FUNCTION_NAME']) {
    throw stateError('STATE_URL=memory: is for tests: a deployed function would lose its state');
  }
  return true;
}

/**
 * How long one command may take; connecting may take half as long again. Both together are less than the 3 seconds that a
 * Lambda function has where nothing is said.
 */
export function commandTimeout(): number {
  const given = Number(process.env['STATE_TIMEOUT_MS'] || 1000);
  if (Number.isFinite(given) && given > 0) return given;
  throw stateError('STATE_TIMEOUT_MS has to be a number of milliseconds');
}

export function isExpired({ expiresAt }: Pick<StoredRecord, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}
