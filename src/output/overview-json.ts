/** The contract `whyrst.overview/1`: several captures as one JSON object. */
import type { Overview, OverviewEntry } from '../model/overview.ts';
import { printJson } from './print-json.ts';

/** Name and version of the contract. */
export const OVERVIEW_SCHEMA_ID = 'whyrst.overview/1';

/** Prints an overview as JSON, one line for each capture. */
export function* overviewToJson({ tool, entries }: Overview): Generator<string, void, undefined> {
  yield `{"schema":${JSON.stringify(OVERVIEW_SCHEMA_ID)},\n"tool":${printJson(tool)},\n"captures":[`;
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? '\n' : ',\n'}${printJson(entryOf(entry))}`;
  yield ']}\n';
}

function entryOf({ name, report, result }: OverviewEntry): object {
  if ('failure' in result) return { name, report: null, failure: result.failure.code ?? 'bug' };
  const { startMs, endMs, ...digest } = result.digest;
  return { name, report, start: iso(startMs), end: iso(endMs), ...digest };
}

/** The last instant of a JavaScript Date, milliseconds (ECMA-262, Time Values and Time Range). */
const LAST_DATE = 8.64e15;

function iso(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > LAST_DATE ? null : new Date(ms).toISOString();
}
