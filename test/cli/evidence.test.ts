/** `--evidence-pcap`, and the packets within the PDF. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled, needing } from '../pdf/tools.ts';
import { cli, demo, emptyFolder, sample } from './run-cli.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = emptyFolder());
});
afterEach(() => {
  remove();
});

interface Excerpts {
  readonly excerpts?: readonly {
    readonly packets: number;
    readonly sha256: string;
    readonly differs: readonly string[];
  }[];
}
const jsonOf = (name: string): Excerpts => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Excerpts;
const report = (capture: string, ...more: readonly string[]) => cli(['report', capture, '-o', folder, ...more]);

describe('report --evidence-pcap', () => {
  it('writes the cited packets beside the report, and says that they are enough', async () => {
    const { code, stderr } = await report(demo, '--evidence-pcap', '--format', 'json');
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['capture.whyrst.evidence.pcapng', 'capture.whyrst.json']);
    expect(stderr).toContain('holds 10 packets and gives the same verdict on its RST by itself');
    const found = await cli(['analyze', join(folder, 'capture.whyrst.evidence.pcapng')]);
    const [capture] = (JSON.parse(found.stdout) as { captures: { sha256: string; packets: number }[] }).captures;
    const [excerpt] = jsonOf('capture.whyrst.json').excerpts ?? [];
    expect(excerpt).toMatchObject({ sha256: capture?.sha256, packets: capture?.packets, differs: [] });
  });

  it('names the RSTs that need the whole capture', async () => {
    const { stderr } = await report(sample('path-firewall-rejects-syn'), '--evidence-pcap', '--format', 'json');
    expect(stderr).toContain('another verdict on 1 of 1 RST, for which the whole capture is needed: r1 (16)');
    expect(jsonOf('capture.whyrst.json').excerpts?.[0]?.differs).toEqual(['r1']);
  });

  it('writes one for each end', async () => {
    const [client = '', server = ''] = ['client', 'server'].map((end) => `test/crossing/captures/abort.${end}.pcap`);
    const ends = ['--client', client, '--server', server];
    expect(
      (await cli(['report', ...ends, '-o', folder, '--evidence-pcap', '--format', 'md', '--lang', 'en'])).code,
    ).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      'abort.client.whyrst.en.md',
      'abort.client.whyrst.evidence.client.pcapng',
      'abort.client.whyrst.evidence.server.pcapng',
    ]);
  });

  it('takes no pipe, which cannot be read again', async () => {
    const { code, stderr } = await cli(['report', '-', '-o', folder, '--evidence-pcap'], { stdin: readFileSync(demo) });
    expect(code).toBe(2);
    expect(stderr).toContain('--evidence-pcap');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is written for each of several captures', async () => {
    const captures = [sample('linger-zero'), sample('port-closed-ipv6')];
    await cli(['report', ...captures, '-o', folder, '--evidence-pcap', '--format', 'json']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.pcapng'))).toHaveLength(2);
  });
});

describe('printed lines', () => {
  const lines = `2026-11-20 03:12:05.100000 IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto TCP (6), length 60)
    192.0.2.1.40000 > 192.0.2.2.81: Flags [S], cksum 0x1234 (correct), seq 1000, win 64240, options [mss 1460], length 0
2026-11-20 03:12:05.100200 IP (tos 0x0, ttl 63, id 0, offset 0, flags [DF], proto TCP (6), length 40)
    192.0.2.2.81 > 192.0.2.1.40000: Flags [R.], cksum 0x1234 (correct), seq 0, ack 1001, win 0, length 0
`;

  it('have a report without packets, and no capture is made up from them', async () => {
    const path = join(folder, 'lines.txt');
    writeFileSync(path, lines);
    const out = join(folder, 'out');
    expect((await cli(['report', path, '-o', out, '--format', 'pdf', '--lang', 'en'])).code).toBe(0);
    for (const words of [
      ['report', path, '-o', out, '--evidence-pcap'],
      ['pack', path, '-o', out],
      ['redact', path, join(out, 'x.pcapng')],
    ]) {
      const { code, stderr } = await cli(words);
      expect(code, words[0]).toBe(3);
      expect(stderr).toContain('printed lines');
    }
    expect(readdirSync(out)).toEqual(['lines.txt.whyrst.en.pdf']);
  });
});

describe.skipIf(!isInstalled('pdfdetach'))(needing('pdfdetach', 'the PDF'), () => {
  const attached = (pdf: string, index: number): Buffer => {
    const path = join(folder, 'attached');
    execFileSync('pdfdetach', ['-save', String(index), '-o', path, join(folder, pdf)]);
    return readFileSync(path);
  };

  it('carries the cited packets without payload, the same bytes every time', async () => {
    const capture = sample('shutdown-then-unread');
    await report(capture, '--format', 'pdf', '--lang', 'en');
    const list = execFileSync('pdfdetach', ['-list', join(folder, 'capture.whyrst.en.pdf')], { encoding: 'utf8' });
    expect(list).toContain('whyrst-evidence.pcapng');
    const first = attached('capture.whyrst.en.pdf', 2);
    expect(first.toString('latin1')).toContain('Payload and names were replaced by zeros');
    const pdf = readFileSync(join(folder, 'capture.whyrst.en.pdf'));
    await report(capture, '--format', 'pdf', '--lang', 'en');
    expect(readFileSync(join(folder, 'capture.whyrst.en.pdf')).equals(pdf)).toBe(true);
    const { excerpts } = JSON.parse(attached('capture.whyrst.en.pdf', 1).toString('utf8')) as Excerpts;
    expect(excerpts).toMatchObject([{ differs: [] }]);
  });

  it('of a capture from a pipe carries the analysis alone', async () => {
    await cli(['report', '-', '-o', folder, '--format', 'pdf', '--lang', 'en'], { stdin: readFileSync(demo) });
    const list = execFileSync('pdfdetach', ['-list', join(folder, 'stdin.whyrst.en.pdf')], { encoding: 'utf8' });
    expect(list).toContain('1 embedded file');
  });
});
