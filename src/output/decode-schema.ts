/** The JSON Schema of `whyrst decode --json`. */
import type { FieldJudgement } from '../model/verdict.ts';
import { DECODE_SCHEMA_ID } from './decode-json.ts';
import {
  builder,
  cause,
  causeOrUndetermined,
  confidence,
  count,
  facts,
  frame,
  idOf,
  judged,
  listOf,
  oneOf,
  orNull,
  party,
  phase,
  record,
  type Schema,
  schemaOf,
  segment,
  setOf,
  text,
  time,
  tool,
  triggerKind,
} from './schema-parts.ts';

/** A field of the RST; sentences are in the language that was asked for. */
const field = record({
  field: text,
  value: text,
  /** The same field of the segment that the RST answers; null: there is none, or it has no such field. */
  trigger: orNull(text),
  judgement: oneOf<FieldJudgement['judgement']>({ fits: true, odd: true, neutral: true, unseen: true }),
  reason: text,
  facts,
  name: text,
  meaning: text,
  expected: text,
  judged: text,
});

/** `answered` is false where the RST answers nothing and this is only the latest segment with matching numbers. */
const trigger = record({
  frame,
  time,
  kind: triggerKind,
  answered: { type: 'boolean' },
  delaySeconds: { type: 'number' },
  candidates: count,
  segment,
});

const reset = record({
  id: idOf('r'),
  capture: count,
  frame,
  time,
  connection: idOf('c'),
  sender: party,
  receiver: party,
  segment,
  trigger: orNull(trigger),
  phase,
  builder: judged(builder),
  cause: causeOrUndetermined,
  confidence,
  tied: setOf(cause),
  fields: listOf(field),
});

/** The JSON Schema of `whyrst.decode/1`. */
export const decodeSchema: Schema = schemaOf(
  DECODE_SCHEMA_ID,
  'The TCP RSTs of one frame, field by field, beside the segment that each answers. Unknown fields must be ignored.',
  record({ schema: { const: DECODE_SCHEMA_ID }, tool, resets: listOf(reset) }),
);
