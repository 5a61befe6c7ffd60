// Writes variants of a classic Ethernet capture: other containers, link types, tags, tunnels, snap lengths, fragments.
// All hold the same TCP segments, so that whatever reads captures must read the same from each.
// Usage: tsx scripts/write-variants.ts CAPTURE FOLDER

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Encapsulation, encapsulations } from '../test/support/encapsulations.ts';
import { concat, pcap, pcapng, type WrittenPacket } from '../test/support/pcap-writer.ts';
import { rareEncapsulations } from '../test/support/rare-encapsulations.ts';
import { snoop } from '../test/support/snoop-writer.ts';
import { zstdFrame } from '../test/support/zstd-writer.ts';

/** A capture that holds the segments of the original. */
export interface Variant {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What of the original it cannot hold. */
  readonly loses: 'nothing' | 'payload' | 'options';
}

/** Reads the packets of a classic little-endian microsecond capture; the simplest reader there can be. */
export function readPackets(capture: Uint8Array): WrittenPacket[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  if (view.getUint32(0, true) !== 0xa1b2c3d4 || view.getUint32(20, true) !== 1) {
    throw new Error('not a classic little-endian microsecond Ethernet capture');
  }
  const packets: WrittenPacket[] = [];
  for (let at = 24; at < capture.length; ) {
    const length = view.getUint32(at + 8, true);
    packets.push({
      timeNs: BigInt(view.getUint32(at, true)) * 1_000_000_000n + BigInt(view.getUint32(at + 4, true)) * 1000n,
      bytes: capture.subarray(at + 16, at + 16 + length),
      wireLength: view.getUint32(at + 12, true),
    });
    at += 16 + length;
  }
  return packets;
}

function cutTo(snapLength: number, packets: readonly WrittenPacket[]): WrittenPacket[] {
  return packets.map((packet) => ({
    ...packet,
    bytes: packet.bytes.subarray(0, snapLength),
    wireLength: packet.wireLength ?? packet.bytes.length,
  }));
}

function wrapped({ wrap }: Encapsulation, packets: readonly WrittenPacket[]): WrittenPacket[] {
  return packets.flatMap(({ timeNs, bytes }) => wrap(bytes).map((packet) => ({ timeNs, bytes: packet })));
}

/** Appends four bytes to each frame, where some network cards leave the check sequence. */
function withFrameCheck(packets: readonly WrittenPacket[]): WrittenPacket[] {
  return packets.map(({ timeNs, bytes }) => ({ timeNs, bytes: concat([bytes, Uint8Array.of(1, 2, 3, 4)]) }));
}

/** Spreads the packets over the interfaces in turn. */
function dealt(count: number, packets: readonly WrittenPacket[]): WrittenPacket[] {
  return packets.map((packet, i) => ({ ...packet, interfaceId: i % count }));
}

/** Nanoseconds, 2⁻³⁰ s, microseconds counted from a day in 2023. */
const CLOCKS = [{ resolution: 9 }, { resolution: 0x80 + 30 }, { offsetSeconds: 1_700_000_000n }];

/** Every variant of a capture whose packets are whole. */
export function variantsOf(packets: readonly WrittenPacket[]): Variant[] {
  const containers: Record<string, Uint8Array> = {
    'big-endian.pcap': pcap(packets, { littleEndian: false }),
    'nanoseconds.pcap': pcap(packets, { nanoseconds: true }),
    'nanoseconds-big-endian.pcap': pcap(packets, { nanoseconds: true, littleEndian: false }),
    'modified.pcap': pcap(packets, { isModified: true }),
    'version-2.2.pcap': pcap(packets, { version: [2, 2] }),
    'frame-check-bits.pcap': pcap(withFrameCheck(packets), { linkType: 0x2400_0001 }),
    'little-endian.pcapng': pcapng(packets),
    'big-endian.pcapng': pcapng(packets, { littleEndian: false }),
    'clocks.pcapng': pcapng(dealt(3, packets), { interfaces: CLOCKS }),
    'clocks-big-endian.pcapng': pcapng(dealt(3, packets), { interfaces: CLOCKS, littleEndian: false }),
    'gzip.pcap.gz': new Uint8Array(gzipSync(pcap(packets))),
    'snoop.snoop': snoop(packets),
    'zstd.pcap.zst': zstdFrame(pcap(packets)),
    'gzip.pcapng.gz': new Uint8Array(gzipSync(pcapng(packets))),
  };
  return [
    ...Object.entries(containers).map(([name, bytes]) => ({ name, bytes, loses: 'nothing' as const })),
    { name: 'snap-128.pcap', bytes: pcap(cutTo(128, packets), { snapLength: 128 }), loses: 'payload' },
    { name: 'snap-64.pcap', bytes: pcap(cutTo(64, packets), { snapLength: 64 }), loses: 'options' },
    ...Object.entries({ ...encapsulations, ...rareEncapsulations }).map(([name, each]: [string, Encapsulation]) => ({
      name: `${name}.pcap`,
      bytes: pcap(wrapped(each, packets), { linkType: each.linkType }),
      loses: 'nothing' as const,
    })),
  ];
}

function main([capture, folder]: readonly string[]): void {
  if (capture === undefined || folder === undefined) throw new Error('usage: write-variants CAPTURE FOLDER');
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of variantsOf(readPackets(readFileSync(capture)))) {
    writeFileSync(join(folder, `${parse(capture).name}.${name}`), bytes);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
