/** `whyrst report`: letter, comment, HTML and the parts of the report. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, demo, emptyFolder, sample } from './run-cli.ts';

let folder: string;
let remove: () => void;

beforeEach(() => {
  ({ folder, remove } = emptyFolder());
});
afterEach(() => {
  remove();
});

const files = (): string[] => readdirSync(folder).sort();
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const report = (...flags: readonly string[]) => cli(['report', demo, '-o', folder, ...flags]);

describe('HTML', () => {
  it('is one file for all languages of the run, and named after its language when there is one', async () => {
    expect((await report('--format', 'html')).code).toBe(0);
    expect(files()).toEqual(['capture.whyrst.html']);
    expect(read('capture.whyrst.html').match(/<article id="[^"]*"/g)).toEqual([
      '<article id="en"',
      '<article id="zh-CN"',
    ]);
    expect((await report('--format', 'html', '--lang', 'zh')).code).toBe(0);
    expect(files()).toEqual(['capture.whyrst.html', 'capture.whyrst.zh-CN.html']);
    expect(read('capture.whyrst.zh-CN.html')).not.toContain('class="languages"');
  });

  it('has the same bytes for the same input', async () => {
    await report('--format', 'html');
    const first = read('capture.whyrst.html');
    await report('--format', 'html');
    expect(read('capture.whyrst.html')).toBe(first);
  });
});

describe('--bilingual', () => {
  it('writes one document of each kind, named after both languages', async () => {
    expect((await report('--format', 'md,html,pdf,json', '--bilingual', '--letter')).code).toBe(0);
    const kinds = ['html', 'md', 'pdf'];
    expect(files()).toEqual([
      'capture.whyrst.json',
      ...kinds.map((kind) => `capture.whyrst.letter.zh-CN+en.${kind}`),
      ...kinds.map((kind) => `capture.whyrst.zh-CN+en.${kind}`),
    ]);
  });

  it('begins with the language that is named first', async () => {
    await report('--format', 'md', '--bilingual', '--lang', 'en,zh');
    expect(read('capture.whyrst.en+zh-CN.md')).toMatch(/^# TCP reset report: .* · RST 分析报告：/);
  });

  it.each(['en', 'zh,zh-CN'])('refuses %s, which is one language', async (lang) => {
    const { code, stderr } = await report('--bilingual', '--lang', lang);
    expect(code).toBe(2);
    expect(stderr).toContain(lang);
    expect(files()).toEqual([]);
  });
});

describe('the letter and the comment', () => {
  it('are written beside the report, in each language', async () => {
    expect((await report('--format', 'md', '--letter', '--comment')).code).toBe(0);
    expect(files()).toEqual([
      'capture.whyrst.comment.en.md',
      'capture.whyrst.comment.zh-CN.md',
      'capture.whyrst.en.md',
      'capture.whyrst.letter.en.md',
      'capture.whyrst.letter.zh-CN.md',
      'capture.whyrst.zh-CN.md',
    ]);
  });

  it('say the verdict of the report', async () => {
    await report('--format', 'md', '--letter', '--comment', '--lang', 'en');
    const verdict = /^> (\*\*.*\*\*)$/m.exec(read('capture.whyrst.en.md'))?.[1] ?? '';
    expect(verdict).toContain('Proven');
    expect(read('capture.whyrst.letter.en.md')).toContain(verdict);
    expect(read('capture.whyrst.comment.en.md')).toContain(verdict);
  });

  it('keeps the comment within its limit, and says that it was cut', async () => {
    await report('--format', 'md', '--comment', '--comment-limit', '1000', '--lang', 'en');
    const comment = read('capture.whyrst.comment.en.md');
    expect(comment.length).toBeLessThanOrEqual(1000);
    expect(comment).toMatch(/\n\nShortened to fit; the full report has the rest\.\n$/);
  });

  it.each(['0', '999', '-1', 'many', '1e9'])('refuses a limit of %s', async (limit) => {
    const { code, stderr } = await report('--comment', '--comment-limit', limit);
    expect(code).toBe(2);
    expect(stderr).toContain(limit);
    expect(files()).toEqual([]);
  });

  it('are written for a capture without a RST too', async () => {
    const flags = ['--format', 'md', '--lang', 'en', '--letter', '--comment'];
    expect((await cli(['report', sample('half-close-no-rst'), '-o', folder, ...flags])).code).toBe(0);
    expect(read('capture.whyrst.letter.en.md')).toContain('holds no RST');
    expect(read('capture.whyrst.comment.en.md')).toContain('holds no RST');
  });
});

describe('the parts of a report', () => {
  const headings = (): readonly string[] => read('capture.whyrst.en.md').match(/^## .*$/gm) ?? [];

  it('are those asked for, after the customer page', async () => {
    await report('--format', 'md', '--lang', 'en', '--sections', 'why,timeline');
    expect(headings()).toEqual([
      '## What to do next',
      '## What is not known yet',
      '## Timeline',
      '## Why this RST was sent',
    ]);
  });

  it('are all but those left out', async () => {
    await report('--format', 'md', '--lang', 'en');
    const all = headings();
    await report('--format', 'md', '--lang', 'en', '--without', 'appendix,checklist');
    expect(headings()).toEqual(all.filter((heading) => heading !== '## Appendix' && heading !== '## Checklist'));
  });

  it('are named when one is unknown', async () => {
    const { code, stderr } = await report('--sections', 'timeline,glossary');
    expect(code).toBe(2);
    expect(stderr).toContain('glossary');
    expect(stderr).toContain('timeline, why, alternatives, checklist, evidence, limits, others, appendix');
  });
});
