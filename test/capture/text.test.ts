// What tcpdump and tshark print of each sample, read back: the segments are those of the capture, as far as they are printed.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze, toJson, toMarkdown, WhyrstError } from '../../src/index.ts';
import { mutate, PLAIN as PLAIN_DAMAGE, random } from '../fuzz/mutations.ts';
import { contentsOf, contentsOfFile, contentsOfPipe, type KeptSegment } from '../support/segments-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Tunnels and cut headers are printed in other words; numbers that a device renumbers cannot be had back from relative ones. */
const UNPRINTED = ['tunnel-copies', 'truncated-headers', 'seq-rewrite-one-way'];
const samples = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !UNPRINTED.includes(name));
const captureOf = (name: string): string => `samples/${name}/capture.pcap`;

/** A refused connection as `tcpdump -nn -tttt -v` prints it, and the same with the options left out. */
const VERBOSE = `tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes
2026-11-20 03:12:05.100000 IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto TCP (6), length 60)
    192.0.2.1.40000 > 192.0.2.2.81: Flags [S], cksum 0x1234 (correct), seq 1000, win 64240, options [mss 1460,sackOK,TS val 5 ecr 0,nop,wscale 7], length 0
2026-11-20 03:12:05.100200 IP (tos 0x0, ttl 63, id 0, offset 0, flags [DF], proto TCP (6), length 40)
    192.0.2.2.81 > 192.0.2.1.40000: Flags [R.], cksum 0x1234 (correct), seq 0, ack 1001, win 0, length 0
`;
const PLAIN = `03:12:05.100000 IP 192.0.2.1.40000 > 192.0.2.2.81: Flags [S], seq 1000, win 64240, length 0
03:12:05.100200 IP 192.0.2.2.81 > 192.0.2.1.40000: Flags [R.], seq 0, ack 1001, win 0, length 0
03:12:06.100200 IP web.example.http > 192.0.2.1.40000: Flags [R.], seq 0, ack 1001, win 0, length 0
03:12:07.000000 ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 28
`;

function file(text: string): string {
  const path = join(folder, 'lines.txt');
  writeFileSync(path, text);
  return path;
}

describe('printed lines', () => {
  it.each([
    ['without a time (-t)', ''],
    ['with the time since another packet (-ttt, -ttttt)', ' 00:00:00.000000 '],
  ])('%s are refused: durations would be wrong, and no RST would be found', async (_, time) => {
    const text = PLAIN.replace(/^\S+ /gm, time);
    await expect(analyze(file(text))).rejects.toMatchObject({ code: 'capture/unreadable-lines', facts: { lines: 3 } });
  });

  it('become segments', async () => {
    const { segments, summary, diagnostics } = await contentsOfFile(Buffer.from(VERBOSE));
    expect(segments).toMatchObject([
      { source: '192.0.2.1', sourcePort: 40_000, flags: 2, seq: 1000, window: 64_240, ttl: 64, ipId: 4660, mss: 1460 },
      { destination: '192.0.2.1', flags: 0x14, ack: 1001, window: 0, ttl: 63, dontFragment: 1, timeUs: 200 },
    ]);
    expect(summary).toMatchObject({ format: 'text', packets: 2, complete: true, headersMissing: false });
    expect(summary.startNs).toBe(BigInt(Date.parse('2026-11-20T03:12:05.1Z')) * 1_000_000n);
    expect(diagnostics).toEqual([]);
  });

  it('are read from a pipe, with either end of line', async () => {
    const { segments } = await contentsOfPipe(Buffer.from(VERBOSE.replaceAll('\n', '\r\n')));
    expect(segments).toHaveLength(2);
  });

  it('with names are passed over and counted', async () => {
    const { diagnostics, captures, verdicts } = await analyze(file(PLAIN));
    expect(captures[0]).toMatchObject({ packets: 2, headersMissing: true });
    expect(diagnostics).toMatchObject([
      { code: 'text/summary-lines' },
      { code: 'text/passed-over', facts: { lines: 1 } },
    ]);
    expect(verdicts).toMatchObject([{ cause: 'undetermined', confidence: 'undetermined', limit: 'textSource' }]);
  });

  it('past midnight go on', async () => {
    const [one = '', two = ''] = PLAIN.split('\n');
    const { segments } = await contentsOfFile(
      Buffer.from([one.replace('03:12:05.1', '23:59:59.9'), two.replace('03:12:05.1', '00:00:00.4')].join('\n')),
    );
    expect(segments.map(({ timeUs }) => timeUs)).toEqual([0, 500_200]);
  });

  it('are told of in both languages, without a field that was not printed', async () => {
    const analysis = await analyze(file(PLAIN));
    for (const language of ['en', 'zh-CN']) {
      const report = toMarkdown(analysis, { language });
      expect(report).toContain('tcpdump -nn -tttt -v');
      expect(report).not.toMatch(/ttl=|id=0|TTL.*\| 0 /);
    }
    expect([...toJson(analysis)].join('')).toContain('"ttl":null');
  });

  it.each(['12:00:00 nothing of the kind\n', 'Flags [R]\n', ''])(
    'that show no segment are no capture: %j',
    async (text) => {
      await expect(contentsOfFile(Buffer.from(text))).rejects.toMatchObject({ name: 'WhyrstError' });
    },
  );

  it('that are damaged give segments, or are refused', async () => {
    const next = random(7);
    let read = 0;
    for (let run = 0; run < 500; run++) {
      const damaged = mutate(PLAIN_DAMAGE, Buffer.from(VERBOSE), Buffer.from(PLAIN), next);
      try {
        read += (await contentsOfFile(damaged)).segments.length;
      } catch (error) {
        if (!(error instanceof WhyrstError)) throw new Error(`run ${run}`, { cause: error });
      }
    }
    expect(read).toBeGreaterThan(250);
  });

  it('made to be slow are not', async () => {
    const slow = [
      `${'1.'.repeat(200_000)} > 1.1: Flags [R]`,
      `x 1 → 2 TCP 1 ${'1 '.repeat(200_000)}`,
      ':'.repeat(400_000),
    ];
    const start = performance.now();
    await contentsOfFile(Buffer.from(`${VERBOSE}${slow.join('\n')}`));
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('without an end take no memory', async () => {
    const endless = Buffer.concat([Buffer.from(VERBOSE), Buffer.alloc(3_000_000, 'x')]);
    expect((await contentsOfFile(endless)).segments).toHaveLength(2);
  });
});

/** The fields that lines of tcpdump -v give. */
function printed({
  frame,
  interfaceId,
  device,
  vlan,
  sourceMac,
  payloadCaptured,
  payloadHead,
  ...fields
}: KeptSegment): object {
  const { options, optionOrder, tsValue, tsEcho, mss, windowScale, sackLeft, sackRight, mptcpReason, ...more } = fields;
  const { timeUs, ...rest } = more;
  return { ...rest, options: options & 0x1f, mss, windowScale };
}

const tcpdump = (path: string, ...options: string[]): Buffer =>
  execFileSync('tcpdump', ['-nn', '-r', path, ...options, 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });

if (spawnSync('tcpdump', ['--version']).status === 0) {
  describe.each(samples)('%s, printed by tcpdump', (name) => {
    it.each([
      ['-tttt', '-v'],
      ['-tt', '-v', '-S', '-e'],
    ])('%s gives the segments of the capture', async (...options) => {
      const text = tcpdump(captureOf(name), ...options);
      if (text.length === 0) return;
      const { segments } = await contentsOf(captureOf(name));
      const read = await contentsOfFile(text);
      const zero = segments[0]?.timeUs ?? 0;
      // A pure ACK is printed without its number: where it opens, or repeats an older number, that cannot be known.
      const seqs = segments.map(({ seq, flags, payloadLength }) =>
        flags === 0x10 && payloadLength === 0 ? null : seq,
      );
      const known = (each: KeptSegment, i: number): object => {
        const seq = seqs[i] === null || read.summary.headersMissing === true ? null : each.seq;
        const ack = (each.flags & 0x10) === 0 || read.summary.headersMissing === true ? null : each.ack;
        return { ...printed(each), seq, ack };
      };
      expect(read.segments.map(known)).toEqual(segments.map(known));
      // tcpdump prints microseconds, the samples may hold nanoseconds.
      for (const [i, { timeUs }] of read.segments.entries()) {
        expect(Math.abs(timeUs - ((segments[i]?.timeUs ?? 0) - zero))).toBeLessThanOrEqual(1);
      }
    });

    it('gets no verdict that is surer than possible, and none without -v', async () => {
      const real = await analyze(captureOf(name));
      const lines = tcpdump(captureOf(name));
      if (lines.length === 0) return;
      const plain = await analyze(file(lines.toString()));
      expect(plain.verdicts.map(({ reset, cause }) => [reset.frame, cause]).length).toBe(real.verdicts.length);
      for (const { cause, confidence } of plain.verdicts)
        expect([cause, confidence]).toEqual(['undetermined', 'undetermined']);
      const verbose = await analyze(file(tcpdump(captureOf(name), '-tttt', '-v').toString()));
      for (const { confidence, origin } of verbose.verdicts) {
        expect(['possible', 'undetermined']).toContain(confidence);
        expect(origin.confidence).not.toBe('proven');
      }
    });
  });
} else {
  it.skip('what tcpdump prints is read back (skipped: tcpdump is not installed)', () => undefined);
}

if (spawnSync('tshark', ['--version']).status === 0) {
  it.each(['demo', 'port-closed-syn-refused', 'late-data-after-close-ipv6'])(
    '%s, printed by tshark, has its RSTs',
    async (name) => {
      const text = execFileSync('tshark', ['-n', '-r', captureOf(name)], { stdio: ['ignore', 'pipe', 'ignore'] });
      const [read, real] = [await analyze(file(text.toString())), await analyze(captureOf(name))];
      const places = (each: typeof real): unknown =>
        each.verdicts.map(({ sender, client, server }) => [sender, client, server]);
      expect(places(read)).toEqual(places(real));
      expect(new Set(read.verdicts.map(({ cause }) => cause))).toEqual(new Set(['undetermined']));
    },
  );
} else {
  it.skip('what tshark prints is read back (skipped: tshark is not installed)', () => undefined);
}
