/** What JSON Schemas (2020-12) of this program are put together from. */

export type Schema = Readonly<Record<string, unknown>>;

/** One of these words; the compiler demands that none is missing. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Schema {
  return { enum: Object.keys(words) };
}

/** An object all of whose fields are always there. */
export function record(
  properties: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return { type: 'object', required: Object.keys(properties), properties: { ...properties, ...optional } };
}

export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
export const text: Schema = { type: 'string' };
export const count: Schema = { type: 'integer', minimum: 0 };
/** Hex SHA-256. */
export const hash: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
