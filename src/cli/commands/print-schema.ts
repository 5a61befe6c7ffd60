import { analysisSchema, decodeSchema, overviewSchema, packSchema } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import type { Session } from '../session.ts';

const SCHEMAS: ReadonlyMap<string, object> = new Map([
  ['analysis', analysisSchema],
  ['decode', decodeSchema],
  ['overview', overviewSchema],
  ['pack', packSchema],
]);

/** `whyrst schema [DOCUMENT]`: the JSON Schema of what `whyrst analyze` prints, or of another document. */
export async function printSchema(document: string, { terminal }: Session): Promise<void> {
  const schema = SCHEMAS.get(document);
  if (schema === undefined) {
    throw new WhyrstError('usage/unknown-format', { value: document, known: [...SCHEMAS.keys()].join(', ') });
  }
  await terminal.print([`${JSON.stringify(schema, null, 2)}\n`]);
}
