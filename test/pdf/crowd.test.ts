/** Ten thousand RSTs, in one finding and in three hundred: a report of a dozen pages whose figures still show all of them. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tellReport } from '../../src/documents.ts';
import { analyze } from '../../src/pipeline.ts';
import { toPdf } from '../../src/prints.ts';
import { frameBytes } from '../support/packet-bytes.ts';
import { pcap, type WrittenPacket } from '../support/pcap-writer.ts';
import { inspect, isInstalled, needing } from './tools.ts';

const RESETS = 10_000;
const MOST_PAGES = 12;
const SYN = 0x02;
const RST = 0x04;
const PSH = 0x08;
const ACK = 0x10;
const MSS = [2, 4, 5, 180];

/** A refused attempt (even services), or a connection that its server aborts (odd ones). */
function conversation(index: number, services: number): readonly WrittenPacket[] {
  const service = index % services;
  const client = { source: `198.51.100.${1 + (index % 200)}`, sourcePort: 1024 + index };
  const server = { destination: `192.0.2.${1 + (service % 200)}`, destinationPort: 8000 + service };
  const there = { ...client, ...server };
  const back = {
    source: server.destination,
    sourcePort: server.destinationPort,
    destination: client.source,
    destinationPort: client.sourcePort,
  };
  const seq = 1000 + index;
  const open = [frameBytes({ ...there, flags: SYN, seq, options: MSS })];
  const packets =
    service % 2 === 0
      ? [...open, frameBytes({ ...back, flags: RST | ACK, seq: 0, ack: seq + 1, window: 0 })]
      : [
          ...open,
          frameBytes({ ...back, flags: SYN | ACK, seq: 5000, ack: seq + 1, options: MSS }),
          frameBytes({ ...there, flags: ACK, seq: seq + 1, ack: 5001 }),
          frameBytes({ ...there, flags: PSH | ACK, seq: seq + 1, ack: 5001, payload: [1, 2, 3, 4] }),
          frameBytes({ ...back, flags: RST | ACK, seq: 5001, ack: seq + 5, window: 502 }),
        ];
  const startNs = 1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n;
  return packets.map((bytes, step) => ({ timeNs: startNs + BigInt(step) * 100_000n, bytes }));
}

describe.each([1, 300])('ten thousand RSTs of %d services', (services) => {
  const path = join(tmpdir(), `whyrst-crowd-${process.pid}-${services}.pcap`);
  afterAll(() => {
    rmSync(path, { force: true });
  });

  const analysis = (async () => {
    const packets = Array.from({ length: RESETS }, (_, index) => conversation(index, services)).flat();
    writeFileSync(path, pcap(packets));
    return analyze(path);
  })();

  it.skipIf(!isInstalled('pdfinfo')).each(['zh-CN', 'en'])(
    needing('pdfinfo', `fill at most ${MOST_PAGES} pages in %s`),
    async (language) => {
      const told = await analysis;
      const { markdown, cover, figures } = tellReport(told, { language });
      const { bytes } = await toPdf(markdown, { language, cover, figures, date: new Date('2026-11-22T00:00:00Z') });
      const pages = /Pages: +(\d+)/.exec(inspect(bytes, 'pdfinfo', 'FILE'))?.[1];
      expect(Number(pages)).toBeLessThanOrEqual(MOST_PAGES);
    },
  );

  it('are all counted in the text and in the figure', async () => {
    const told = await analysis;
    expect(told.findings).toHaveLength(services);
    const { markdown, cover, figures } = tellReport(told, { language: 'en' });
    expect(cover).toContain('10,000 RSTs');
    expect(markdown).toContain(`The capture shows ${services} finding`);
    const lanes = figures.find((figure) => figure.kind === 'lanes');
    const drawn = lanes?.lanes.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
    expect(drawn).toBe(RESETS);
  });
});
