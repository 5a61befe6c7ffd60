/** Writes docs/examples: one report of a NAT rebind, of a middlebox and of a program, made from samples. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { analyze, tellReport, toPdf } from '../src/index.ts';
import { examples, languages } from './examples.ts';

const folder = new URL('../docs/examples/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, sample] of Object.entries(examples)) {
  const analysis = await analyze(`samples/${sample}/capture.pcap`);
  for (const language of languages) {
    const { markdown, figures, cover } = tellReport(analysis, { language });
    const date = new Date(Number((analysis.captures[0]?.endNs ?? 0n) / 1_000_000n));
    const { bytes } = await toPdf(markdown, { language, date, figures, cover });
    writeFileSync(new URL(`${name}.${language}.md`, folder), markdown);
    writeFileSync(new URL(`${name}.${language}.pdf`, folder), bytes);
  }
}
