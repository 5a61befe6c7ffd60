/** The JSON Schema of the overview that `whyrst report` writes of several captures. */
import { errorFacts } from '../model/errors.ts';
import { OVERVIEW_SCHEMA_ID } from './overview-json.ts';
import {
  causeOrUndetermined,
  confidence,
  count,
  fingerprint,
  impact,
  listOf,
  record,
  type Schema,
  schemaOf,
  text,
  time,
  tool,
} from './schema-parts.ts';

const finding = record({
  fingerprint,
  cause: causeOrUndetermined,
  confidence,
  impact,
  service: text,
  resets: count,
  connections: count,
  /** Minutes since 1970 in which RSTs came, each with their number. */
  minutes: listOf({ type: 'array', prefixItems: [{ type: 'integer' }, count], minItems: 2, maxItems: 2 }),
});

const read = record({
  name: text,
  /** What the names of the files of its report begin with. */
  report: text,
  start: time,
  end: time,
  /** Of each of its files. */
  sha256: listOf(text),
  packets: count,
  connections: count,
  resets: count,
  complete: { type: 'boolean' },
  findings: listOf(finding),
});

/** A capture without a report, with the code of the error. */
const failed = record({ name: text, report: { type: 'null' }, failure: { enum: [...Object.keys(errorFacts), 'bug'] } });

/** The JSON Schema of `whyrst.overview/1`. */
export const overviewSchema: Schema = schemaOf(
  OVERVIEW_SCHEMA_ID,
  'Several captures at a glance: what was found in each, the worst first. Unknown fields must be ignored.',
  record({ schema: { const: OVERVIEW_SCHEMA_ID }, tool, captures: listOf({ anyOf: [read, failed] }) }),
);
