/** What JSON Schemas (2020-12) of this program are put together from. */
import { causeIds } from '../model/cause-ids.ts';
import { FLAG_NAMES, OPTION_NAMES } from '../model/segment-names.ts';
import type { Builder, Confidence, Impact, Origin, Phase, TriggerKind } from '../model/verdict.ts';

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
export const setOf = (items: Schema): Schema => ({ type: 'array', items, uniqueItems: true });
export const idOf = (letter: string): Schema => ({ type: 'string', pattern: `^${letter}[0-9]+$` });
export const upTo = (maximum: number): Schema => ({ type: 'integer', minimum: 0, maximum });
export const frame: Schema = { type: 'integer', minimum: 1 };
/** null: the time stamp is outside the years 0 to 9999. */
export const time: Schema = orNull({ type: 'string', format: 'date-time' });
export const facts: Schema = { type: 'object' };

export const confidence = oneOf<Confidence>({ proven: true, likely: true, possible: true, undetermined: true });
export const impact = oneOf<Impact>({ disruptive: true, benign: true, probe: true, unknown: true });
export const cause: Schema = { enum: causeIds };
export const causeOrUndetermined: Schema = { enum: [...causeIds, 'undetermined'] };
export const builder = oneOf<Builder>({
  'stateless-reply': true,
  'live-socket': true,
  'packet-filter': true,
  foreign: true,
  unknown: true,
});
export const origin = oneOf<Origin>({ endpoint: true, 'endpoint-firewall': true, middlebox: true, unknown: true });
export const triggerKind = oneOf<TriggerKind>({
  syn: true,
  'syn-ack': true,
  ack: true,
  data: true,
  fin: true,
  keepalive: true,
  other: true,
});

export const phase = oneOf<Phase>({ handshake: true, established: true, closing: true, closed: true, orphan: true });

export const party = record({ address: text, port: upTo(0xffff), role: { enum: ['server', 'client', 'unknown'] } });

export const segment = record({
  flags: setOf({ enum: FLAG_NAMES }),
  seq: upTo(0xffffffff),
  ack: upTo(0xffffffff),
  window: upTo(0xffff),
  /** null where lines without it were read. */
  ttl: orNull(upTo(0xff)),
  ipId: orNull(upTo(0xffffffff)),
  payloadBytes: count,
  options: setOf({ enum: OPTION_NAMES }),
});

export const fingerprint: Schema = { type: 'string', pattern: '^[0-9a-f]{16}$' };

/** A statement with how sure it is, and what it cannot be told from. */
export const judged = (value: Schema): Schema => record({ value, confidence, tied: setOf(value) });
/** Which program printed it. */
export const tool: Schema = record({ name: { const: 'whyrst' }, version: text });

/** The schema of one output. */
export function schemaOf(id: string, description: string, body: Schema): Schema {
  return { $schema: DIALECT, title: id, description, ...body };
}
