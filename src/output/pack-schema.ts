/** The JSON Schema of the manifest of a pack. Readers must expect fields that are added later. */
import { PACK_SCHEMA_ID, packedKinds } from '../model/pack.ts';
import { count, DIALECT, hash, listOf, orNull, record, type Schema, text } from './schema-parts.ts';

const flag: Schema = { type: 'boolean' };

const source = record({
  name: text,
  role: { enum: ['only', 'client', 'server', 'middle'] },
  bytes: count,
  packets: count,
  sha256: hash,
  files: { type: 'integer', minimum: 1 },
});

const options = record({
  vantage: { enum: ['client', 'server', 'middle', null] },
  filter: orNull(text),
  from: orNull(text),
  to: orNull(text),
  timeZone: text,
  date: orNull({ type: 'string', format: 'date' }),
});

const file = record({ name: text, kind: { enum: packedKinds }, bytes: count, sha256: hash });

/** The JSON Schema of `whyrst.pack/1`. */
export const packSchema: Schema = {
  $schema: DIALECT,
  title: PACK_SCHEMA_ID,
  description: 'What a pack of whyrst holds, and what it was made of. Unknown fields must be ignored.',
  ...record({
    schema: { const: PACK_SCHEMA_ID },
    tool: record({ name: { const: 'whyrst' }, version: text }),
    rules: record({ causes: count, sha256: hash }),
    sources: { ...listOf(source), minItems: 1, maxItems: 2 },
    options,
    redaction: record({ redacted: flag, filterHidden: flag }),
    files: listOf(file),
  }),
};
