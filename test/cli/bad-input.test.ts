/** Input that cannot be read: one clear line, what to do, exit code 3, no file. The same for every command. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { concat, pcap, pcapHeader, pcapng } from '../support/pcap-writer.ts';
import { smallCapture } from '../support/small-capture.ts';
import { cli, emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const unreadable: readonly (readonly [string, string])[] = [
  ['a file that is not there', join(folder, 'missing.pcap')],
  ['a folder', folder],
  ['an empty file', write('empty.pcap', '')],
  ['a text', write('notes.pcap', 'these are notes, not packets\n')],
  ['a PDF', write('report.pdf', '%PDF-1.7 and so on')],
  ['three bytes', write('short.pcap', new Uint8Array([0xd4, 0xc3, 0xb2]))],
  ['half a header', write('half.pcap', pcapHeader().subarray(0, 20))],
  [
    'a wrong magic number',
    write('magic.pcap', concat([Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa2), pcap(smallCapture).subarray(4)])),
  ],
  ['a capture of a USB bus', write('usb.pcap', pcap(smallCapture, { linkType: 220 }))],
  ['a damaged pcapng header', write('section.pcapng', pcapng(smallCapture).fill(7, 8, 12))],
  ['a file without an end of its path', join(write('plain', 'x'), 'below.pcap')],
];

const commands: readonly (readonly [string, (path: string, out: string) => string[]])[] = [
  ['whyrst', (path) => [path]],
  ['report', (path, out) => ['report', path, '-o', out]],
  ['analyze', (path) => ['analyze', path]],
  ['decode', (path) => ['decode', path, '--frame', '1']],
];

describe.each(unreadable)('%s', (_, path) => {
  // A report of a folder is one of its captures.
  const fitting = commands.filter(([name]) => name !== 'report' || path !== folder);

  it.each(fitting)('stops %s with exit code 3', async (_name, argv) => {
    const out = mkdtempSync(join(folder, 'out-'));
    const { code, stdout, stderr } = await cli(argv(path, out));
    expect([code, stdout]).toEqual([3, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^whyrst: /);
    expect(lines[0]).toContain(path);
    expect(lines[1]).toMatch(/^Hint: ./);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe('what is understood in part', () => {
  it('is a report with a diagnostic when no packet has a known link type', async () => {
    const path = write('link.pcap', pcap(smallCapture, { linkType: 147 }));
    const { code, stdout, stderr } = await cli([path]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('147');
    const { diagnostics } = JSON.parse((await cli(['analyze', path])).stdout) as { diagnostics: { code: string }[] };
    expect(diagnostics.map((each) => each.code)).toContain('wire/unknown-link-type');
  });

  it('is a report when the capture holds no packet at all', async () => {
    const out = join(folder, 'none');
    const { code } = await cli(['report', write('none.pcap', pcapHeader()), '-o', out]);
    expect(code).toBe(0);
    expect(readdirSync(out)).toHaveLength(5);
    const { captures } = JSON.parse(readFileSync(join(out, 'none.whyrst.json'), 'utf8')) as { captures: object[] };
    expect(captures).toEqual([expect.objectContaining({ packets: 0, start: null, end: null })]);
  });
});

describe('details', () => {
  it('of an error are shown with --verbose only', async () => {
    const path = join(folder, 'missing.pcap');
    expect((await cli([path])).stderr).not.toContain('    at ');
    expect((await cli([path, '--verbose'])).stderr).toMatch(/ENOENT[\s\S]* {4}at /);
  });
});

describe('standard input', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a text', Buffer.from('not a capture, but long enough to have a header')],
  ])('that holds %s is an input error', async (_, stdin) => {
    const { code, stdout, stderr } = await cli(['analyze', '-'], { stdin });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^whyrst: .*\nHint: .*\n$/);
  });

  it.each([
    ['pcap', pcap(smallCapture)],
    ['pcapng', pcapng(smallCapture)],
  ])('of format %s is read like a file', async (format, bytes) => {
    type Result = { captures: Record<string, unknown>[]; resets: object[] };
    const piped = JSON.parse((await cli(['analyze', '-'], { stdin: bytes })).stdout) as Result;
    const filed = JSON.parse((await cli(['analyze', write(`same.${format}`, bytes)])).stdout) as Result;
    expect(piped.captures[0]).toEqual({ ...filed.captures[0], name: '-' });
    expect(piped.resets).toEqual(filed.resets);
    expect(piped.resets.length).toBeGreaterThan(0);
  });
});

describe('a bug of ours', () => {
  const broken = (): Readable => {
    const stdin = new Readable();
    stdin.read = () => {
      throw new RangeError('the dog ate it\nand more');
    };
    return stdin;
  };

  it('is one line with the version, one with what to do, and exit code 1', async () => {
    const { code, stdout, stderr } = await cli(['analyze', '-'], { stdin: broken() });
    expect([code, stdout]).toEqual([1, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringContaining('RangeError: the dog ate it'),
      expect.stringContaining('--verbose'),
    ]);
    expect(lines[0]).toContain(version);
  });

  it('shows its stack with --verbose', async () => {
    const { stderr } = await cli(['analyze', '-', '--verbose', '--lang', 'zh'], { stdin: broken() });
    expect(stderr).toContain('    at ');
    expect(stderr).toMatch(/缺陷/);
  });
});
