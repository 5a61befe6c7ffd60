import { analysisSchema } from '../../index.ts';
import type { Session } from '../session.ts';

/** `whyrst schema`: the JSON Schema of `whyrst analyze`. */
export async function printSchema({ terminal }: Session): Promise<void> {
  await terminal.print([`${JSON.stringify(analysisSchema, null, 2)}\n`]);
}
