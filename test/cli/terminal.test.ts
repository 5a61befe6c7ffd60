/** What a terminal shows: colours, width, progress; and who gets what. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Surroundings, Terminal } from '../../src/cli/terminal.ts';
import { pcap } from '../support/pcap-writer.ts';
import { smallCapture } from '../support/small-capture.ts';
import { cli, demo, emptyFolder } from './run-cli.ts';

interface Fake {
  readonly terminal: Terminal;
  readonly out: string[];
  readonly err: string[];
}

function fake(env: Surroundings['env'] = {}, { isTTY = true, columns = 80, fails = '' } = {}): Fake {
  const out: string[] = [];
  const err: string[] = [];
  const into = (list: string[], code: string): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        list.push(chunk.toString());
        done(code === '' ? null : Object.assign(new Error(code), { code }));
      },
    });
  const stdout = Object.assign(into(out, fails), { isTTY, columns });
  const stderr = Object.assign(into(err, ''), { isTTY });
  return { terminal: new Terminal({ stdin: process.stdin, stdout, stderr, env }), out, err };
}

describe('colours', () => {
  it('are shown on a terminal', async () => {
    expect((await cli([demo], { isTTY: true })).stdout).toContain('\u001b[');
  });

  it.each([
    ['NO_COLOR', { env: { NO_COLOR: '1' }, isTTY: true }, []],
    ['TERM=dumb', { env: { TERM: 'dumb' }, isTTY: true }, []],
    ['--no-color', { isTTY: true }, ['--no-color']],
    ['a pipe', { isTTY: false }, []],
  ])('are not shown with %s', async (_, options, flags) => {
    for (const argv of [[demo], ['decode', demo, '--frame', '21'], ['explain', 'nat-rebind']]) {
      const { stdout } = await cli([...argv, ...flags], options);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toBe('');
    }
  });

  it('are shown when NO_COLOR is empty, as its definition says', () => {
    expect(fake({ NO_COLOR: '' }).terminal.color).toBe(true);
  });
});

it('is as wide as the terminal, up to what is pleasant to read', () => {
  expect([40, 80, 300].map((columns) => fake({}, { columns }).terminal.width)).toEqual([40, 80, 100]);
});

describe('progress', () => {
  it('is one line that the next output erases', async () => {
    const { terminal, out, err } = fake();
    terminal.progress(() => 'half', 0);
    terminal.progress(() => 'too soon', 99);
    terminal.progress(() => 'more', 100);
    await terminal.print(['data']);
    await terminal.note('done');
    expect(out).toEqual(['data']);
    expect(err).toEqual(['\r\u001b[Khalf', '\r\u001b[Kmore', '\r\u001b[K', 'done\n']);
  });

  it('is not shown where nobody sees it', () => {
    const { terminal, err } = fake({}, { isTTY: false });
    terminal.progress(() => 'half');
    expect(err).toEqual([]);
  });

  it('is shown on a terminal, and not with --quiet', async () => {
    const { folder, remove } = emptyFolder();
    const path = join(folder, 'long.pcap');
    const bytes = pcap(Array.from({ length: 100 }, () => smallCapture).flat());
    writeFileSync(path, bytes);
    // How often it is shown depends on the clock.
    expect((await cli([path], { isTTY: true })).stderr).toMatch(/[\d,]+ bytes read \(\d+ %\)/);
    expect((await cli(['-'], { isTTY: true, stdin: bytes })).stderr).toMatch(/[\d,]+ bytes read/);
    expect((await cli([path, '-q'], { isTTY: true })).stderr).toBe('');
    remove();
  });
});

describe('printing', () => {
  it('joins small pieces', async () => {
    const { terminal, out } = fake();
    await terminal.print(Array.from({ length: 1000 }, () => 'x'.repeat(100)));
    expect(out.map((text) => text.length)).toEqual([65_600, 34_400]);
  });

  it('stops asking for more when the reader has gone', async () => {
    const { terminal } = fake({}, { fails: 'EPIPE' });
    let asked = 0;
    const endless = function* (): Generator<string> {
      for (;;) {
        asked++;
        yield 'x'.repeat(10_000);
      }
    };
    await terminal.print(endless());
    await terminal.print(endless());
    expect(asked).toBe(7);
  });

  it('says when the disk is full', async () => {
    await expect(fake({}, { fails: 'ENOSPC' }).terminal.print(['x'])).rejects.toMatchObject({
      code: 'output/not-writable',
      facts: { path: 'stdout', reason: 'ENOSPC' },
    });
  });
});

describe('redaction', () => {
  it.each([
    ['the verdict', [demo]],
    ['one RST', ['decode', demo, '--frame', '21']],
  ])('hides the addresses in %s', async (_, argv) => {
    const address = /198\.51\.100\.|203\.0\.113\./;
    expect((await cli(argv)).stdout).toMatch(address);
    const { code, stdout } = await cli([...argv, '--redact']);
    expect(code).toBe(0);
    expect(stdout).toContain(':8883');
    expect(stdout).not.toMatch(address);
  });
});
