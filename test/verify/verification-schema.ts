import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const url = new URL('../../schemas/verification.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(url, 'utf8')) as Readonly<Record<string, unknown>>;

/** Checks what `verify --format json` prints against the published schema. */
export const validateVerification = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  schema,
);
