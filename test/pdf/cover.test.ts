/** The cover of a printed report, the pages behind it, and the files within. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markdownToPdf } from '../../src/pdf/write-pdf.ts';
import { reportOptions } from './report-options.ts';
import { bodyLines, folded, inspect, isInstalled, needing } from './tools.ts';

const parts = Array.from({ length: 5 }, (_, index) => `## Part ${index + 1}\n\nText.`).join('\n\n');
const markdown = `# Title\n\nLine below.\n\nThe verdict.\n\n## Next\n\nDo this.\n\n[[toc]]\n\n${parts}\n`;
const attachment = {
  name: '分析 1.json',
  description: 'all of it',
  type: 'application/json',
  bytes: Buffer.from('{"a":"字"}'),
};

const printed = markdownToPdf(markdown, {
  ...reportOptions.en,
  cover: '| | |\n| --- | --- |\n| File | x.pcap |\n',
  attachments: [attachment],
});

describe.skipIf(!isInstalled('pdftotext'))(needing('pdftotext', 'a document with a cover'), () => {
  it('has title, facts and contents on the first page, the summary on the second, the rest behind it', async () => {
    const pages = bodyLines((await printed).bytes).map((lines) => lines.map(folded));
    expect(pages).toHaveLength(3);
    expect(pages[0]).toEqual(expect.arrayContaining(['Title', 'Linebelow.', 'Filex.pcap', 'Contents']));
    expect(pages[1]).toEqual(['Theverdict.', 'Next', 'Dothis.']);
    expect(pages[2]?.[0]).toBe('Part1');
  });

  it('carries its files byte for byte', async () => {
    const { bytes } = await printed;
    expect(inspect(bytes, 'pdfdetach', '-list', 'FILE')).toContain('分析 1.json');
    const folder = mkdtempSync(join(tmpdir(), 'whyrst-attached-'));
    try {
      writeFileSync(join(folder, 'x.pdf'), bytes);
      execFileSync('pdfdetach', ['-save', '1', '-o', join(folder, 'out'), join(folder, 'x.pdf')]);
      expect(readFileSync(join(folder, 'out'))).toEqual(attachment.bytes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
