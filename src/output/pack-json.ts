/** The contract `whyrst.pack/1`: the manifest of a pack as JSON. Its schema: pack-schema.ts. */
import type { Manifest } from '../model/pack.ts';
import { printJson } from './print-json.ts';

/** Prints a manifest, one line for each capture and file. */
export function packToJson({ schema, tool, rules, sources, options, redaction, files }: Manifest): string {
  const head = { schema, tool, rules, options, redaction };
  const fields = Object.entries(head).map(([name, value]) => `"${name}":${printJson(value)}`);
  const lists = Object.entries({ sources, files }).map(
    ([name, items]) => `"${name}":[\n${items.map((item: object) => printJson(item)).join(',\n')}]`,
  );
  return `{${[...fields, ...lists].join(',\n')}}\n`;
}
