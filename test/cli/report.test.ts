/** `whyrst report`: which files, with what names, whole or not at all, and the same bytes for the same input. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/output-files.ts';
import { cli, demo, emptyFolder, sample } from './run-cli.ts';

let folder: string;
let remove: () => void;
let out: string;

beforeEach(() => {
  ({ folder, remove } = emptyFolder());
  out = join(folder, 'out');
});
afterEach(() => {
  remove();
});

const files = (): string[] => readdirSync(out).sort();
const read = (name: string): string => readFileSync(join(out, name), 'utf8');

describe('the files', () => {
  it('are Markdown and PDF in both languages and one JSON, named after the capture', async () => {
    const { code, stdout, stderr } = await cli(['report', demo, '-o', out]);
    expect(code).toBe(0);
    expect(files()).toEqual([
      'capture.whyrst.en.md',
      'capture.whyrst.en.pdf',
      'capture.whyrst.json',
      'capture.whyrst.zh-CN.md',
      'capture.whyrst.zh-CN.pdf',
    ]);
    for (const name of files()) expect(stderr).toContain(join(out, name));
    expect(stdout).toBe((await cli([demo])).stdout);
    expect(readFileSync(join(out, 'capture.whyrst.zh-CN.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect(read('capture.whyrst.zh-CN.md')).toMatch(/^# .*\p{Script=Han}/u);
    expect(read('capture.whyrst.en.md')).not.toMatch(/\p{Script=Han}/u);
    expect(read('capture.whyrst.json')).toBe((await cli(['analyze', demo, '--json'])).stdout);
  });

  it.each([
    [['--lang', 'zh', '--format', 'md'], ['capture.whyrst.zh-CN.md']],
    [
      ['--lang=en-GB', '--format=MD,pdf'],
      ['capture.whyrst.en.md', 'capture.whyrst.en.pdf'],
    ],
    [
      ['--lang', 'zh_CN.UTF-8,zh,en', '--format', 'md'],
      ['capture.whyrst.en.md', 'capture.whyrst.zh-CN.md'],
    ],
    [['--format', 'json'], ['capture.whyrst.json']],
  ])('are those asked for with %j', async (flags, expected) => {
    expect((await cli(['report', demo, '-o', out, ...flags])).code).toBe(0);
    expect(files()).toEqual(expected);
  });

  it('are in the language of WHYRST_LANG, not in that of the locale', async () => {
    await cli(['report', demo, '-o', out, '--format', 'md'], { env: { WHYRST_LANG: 'zh' } });
    expect(files()).toEqual(['capture.whyrst.zh-CN.md']);
    const { stderr } = await cli(['report', demo, '-o', out, '--format', 'md'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(files()).toEqual(['capture.whyrst.en.md', 'capture.whyrst.zh-CN.md']);
    expect(stderr).toMatch(/^已写入/);
  });

  it('keep the ending of captures that share a stem, and number those that share a name', async () => {
    const names = ['x.pcap', 'x.pcapng', 'ring.pcap0', 'ring.pcap1', 'y.PCAP.gz', 'no-ending', '.pcap'];
    for (const name of names) copyFileSync(demo, join(folder, name));
    mkdirSync(join(folder, 'other'));
    copyFileSync(demo, join(folder, 'other', 'x.pcap'));
    const captures = [...names, 'other/x.pcap'].map((name) => join(folder, name));
    expect((await cli(['report', ...captures, '-o', out, '--format', 'json', '--no-join'])).code).toBe(0);
    const stems = ['.pcap', 'no-ending', 'overview', 'ring.pcap0', 'ring.pcap1', 'x.pcap-2', 'x.pcap', 'x.pcapng', 'y'];
    expect(files().filter((name) => name !== '.whyrst')).toEqual(stems.map((stem) => `${stem}.whyrst.json`));
  });

  it('have the name stdin when the capture comes from standard input', async () => {
    const { code } = await cli(['report', '-', '-o', out, '--format', 'md,json'], { stdin: readFileSync(demo) });
    expect(code).toBe(0);
    expect(files()).toEqual(['stdin.whyrst.en.md', 'stdin.whyrst.json', 'stdin.whyrst.zh-CN.md']);
  });

  it('replace older ones', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'capture.whyrst.json'), 'old');
    await cli(['report', demo, '-o', out, '--format', 'json']);
    expect(JSON.parse(read('capture.whyrst.json'))).toMatchObject({ schema: 'whyrst.analysis/1' });
    expect(files()).toEqual(['capture.whyrst.json']);
  });

  it('have the same bytes for the same input', async () => {
    const again = join(folder, 'again');
    await cli(['report', demo, '-o', out]);
    await cli(['report', demo, '-o', again], { env: { LANG: 'zh_CN.UTF-8', TZ: 'Asia/Tokyo' } });
    expect(files().length).toBe(5);
    for (const name of files()) {
      expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name))), name).toBe(true);
    }
  });
});

describe('options', () => {
  it('print times in the zone asked for', async () => {
    await cli(['report', demo, '-o', out, '--format', 'md', '--lang', 'en', '--time-zone', 'asia/shanghai']);
    expect(read('capture.whyrst.en.md')).toMatch(/^\| Earliest packet \| .* \(UTC\+08:00\) \|$/m);
  });

  it('print the date asked for, in the text and in the PDF', async () => {
    await cli(['report', demo, '-o', out, '--lang', 'en', '--date', '2031-02-03']);
    expect(read('capture.whyrst.en.md')).toContain('2031-02-03');
    expect(readFileSync(join(out, 'capture.whyrst.en.pdf')).toString('latin1')).toContain('D:20310203000000');
  });

  it('lead with the RST in the frame asked for', async () => {
    const two = sample('segment-after-reset');
    const { resets } = JSON.parse((await cli(['analyze', two])).stdout) as { resets: { frame: number }[] };
    const last = resets.at(-1)?.frame ?? 0;
    expect(resets.length).toBeGreaterThan(1);
    const flags = ['--format', 'md', '--lang', 'en'];
    await cli(['report', two, '-o', out, ...flags]);
    const first = read('capture.whyrst.en.md');
    const { code, stdout } = await cli(['report', two, '-o', out, ...flags, '--frame', String(last)]);
    expect(code).toBe(0);
    expect(stdout).toContain(String(last));
    expect(read('capture.whyrst.en.md')).not.toBe(first);
  });

  it('take the vantage as given', async () => {
    const vantages = async (...flags: string[]): Promise<unknown> =>
      (JSON.parse((await cli(['analyze', demo, ...flags])).stdout) as { resets: { vantage: unknown }[] }).resets[0]
        ?.vantage;
    expect(await vantages('--vantage', 'middle')).toMatchObject({ value: 'middle', confidence: 'proven' });
    expect(await vantages('--vantage', 'auto')).toEqual(await vantages());
  });

  it('say less with --quiet', async () => {
    const { stdout, stderr } = await cli(['report', demo, '-o', out, '--format', 'json', '-q'], { isTTY: true });
    expect(stderr).toBe('');
    expect(stdout).not.toBe('');
  });
});

describe('several captures', () => {
  it('get a report each; one that is broken does not stop the rest and decides the exit code', async () => {
    const empty = join(folder, 'empty.pcap');
    writeFileSync(empty, '');
    const captures = [empty, demo, join(folder, 'missing.pcap'), sample('linger-zero')];
    const { code, stderr } = await cli(['report', ...captures, '-o', out, '--format', 'json']);
    expect(code).toBe(3);
    expect(files().slice(1)).toEqual([
      'capture.pcap-2.whyrst.json',
      'capture.pcap.whyrst.json',
      'overview.whyrst.json',
    ]);
    expect(stderr.match(/^whyrst: .*$/gm)).toEqual([
      expect.stringContaining('empty.pcap'),
      expect.stringContaining('missing.pcap'),
    ]);
  });

  it('give the exit code of the first failure', async () => {
    const flags = ['-o', out, '--format', 'json', '--frame', '21'];
    expect((await cli(['report', sample('linger-zero'), join(folder, 'missing'), ...flags])).code).toBe(2);
    expect((await cli(['report', join(folder, 'missing'), sample('linger-zero'), ...flags])).code).toBe(3);
  });
});

describe('a capture that was cut short', () => {
  it('gets a report, a diagnostic and exit code 0', async () => {
    const cut = join(folder, 'cut.pcap');
    copyFileSync(demo, cut);
    truncateSync(cut, statSync(demo).size - 7);
    const { code, stdout } = await cli(['report', cut, '-o', out]);
    expect(code).toBe(0);
    expect(files()).toHaveLength(5);
    const { captures, diagnostics } = JSON.parse(read('cut.whyrst.json')) as {
      captures: object[];
      diagnostics: object[];
    };
    expect(captures).toEqual([expect.objectContaining({ complete: false })]);
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'capture/truncated', frame: 37 })]);
    expect(stdout).toContain('37');
    expect(read('cut.whyrst.en.md')).toContain('The file ends inside a packet');
  });
});

describe('a folder that cannot be written', () => {
  it.each([
    ['lies below a file', () => join(demo, 'out')],
    ['is a file', () => demo],
  ])('because it %s is an output error', async (_, path) => {
    const { code, stdout, stderr } = await cli(['report', sample('linger-zero'), '-o', path()]);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain(path());
    expect(stderr).toContain('-o');
  });

  it('or a file whose name is taken by a folder: nothing partial is left', async () => {
    mkdirSync(join(out, 'capture.whyrst.json', 'inside'), { recursive: true });
    const { code, stderr } = await cli(['report', demo, '-o', out, '--format', 'json']);
    expect(code).toBe(4);
    expect(stderr).toContain('capture.whyrst.json');
    expect(files()).toEqual(['capture.whyrst.json']);
  });
});

describe('writeWhole', () => {
  it('leaves the old file and no other when the writing breaks', async () => {
    const path = join(folder, 'x.json');
    writeFileSync(path, 'old');
    function* breaking(): Generator<string> {
      yield 'x'.repeat(100_000);
      throw new RangeError('broken');
    }
    await expect(writeWhole(path, breaking())).rejects.toThrow(RangeError);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('writes every piece of a long text, and bytes as they are', async () => {
    const path = join(folder, 'y');
    const pieces = ['a', 'b'.repeat(70_000), 'c', 'd'.repeat(65_536), 'e'];
    await writeWhole(path, pieces);
    expect(readFileSync(path, 'utf8') === pieces.join('')).toBe(true);
    await writeWhole(path, Uint8Array.of(0xff, 0, 1));
    expect([...readFileSync(path)]).toEqual([0xff, 0, 1]);
    expect(readdirSync(folder)).toEqual(['y']);
  });
});
