/** Names, addresses and payloads are written by strangers: they are shown, never obeyed. */
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import type { Analysis } from '../../src/model/verdict.ts';
import { tables, tell } from '../support/report.ts';
import { analysis, finding, verdict } from '../support/verdict.ts';

function malformed(layer: string): Analysis['diagnostics'] {
  const diagnostics = new Diagnostics();
  diagnostics.add('wire/malformed', 3, 40, { layer });
  return diagnostics.list;
}

describe('hostile input', () => {
  const evil = '`|*<b>[x](https://e.example)\n# h\u202E\u001b[31m';
  const [capture] = analysis().captures;
  if (capture === undefined) throw new Error('no capture');
  const told = analysis({
    captures: [{ ...capture, name: evil, sha256: evil }],
    verdicts: [
      verdict({
        common: { ...verdict().common, client: evil, server: evil, sender: evil, receiver: evil },
        client: { address: evil, port: 1 },
        fields: [{ field: 'flags', value: evil, judgement: 'odd', reason: 'odd', shape: {}, facts: {} }],
        kernelReasons: [evil],
        blind: [{ key: 'oneSided', shape: { missing: 'text' }, facts: { missing: evil } }],
      }),
    ],
    findings: [finding({ service: evil })],
    diagnostics: malformed(evil),
  });
  const plain = analysis({
    verdicts: [
      verdict({
        fields: [{ field: 'flags', value: 'RST', judgement: 'odd', reason: 'odd', shape: {}, facts: {} }],
      }),
    ],
    diagnostics: malformed('tcp'),
  });

  it('changes no structure: no link, no image, no HTML, no further heading or row', () => {
    const shape = (markdown: string): Record<string, number> => {
      const counts: Record<string, number> = {};
      const marked = new Marked({ gfm: true });
      marked.walkTokens(marked.lexer(markdown), ({ type }) => {
        counts[type] = (counts[type] ?? 0) + 1;
      });
      return counts;
    };
    const found = shape(tell(told, 'en'));
    const expected = shape(tell(plain, 'en'));
    for (const type of ['link', 'image', 'html', 'em', 'del']) expect(found[type] ?? 0, type).toBe(0);
    for (const type of ['heading', 'list', 'code', 'blockquote']) expect(found[type], type).toBe(expected[type]);
    for (const { header, rows } of tables(tell(told, 'en')))
      for (const row of rows) expect(row).toHaveLength(header.length);
  });

  it('is shown, not obeyed', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters.
    expect(tell(told, 'en')).not.toMatch(/[\u202E\u001b]/);
    expect(tell(told, 'en')).toContain('‹U+202E›');
  });
});
