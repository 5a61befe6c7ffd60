// Writes captures as Solaris snoop does (RFC 1761).

import { ByteWriter, concat, type WrittenPacket } from './pcap-writer.ts';

/** The 16 bytes in front. */
export function snoopHeader(linkType = 4, version = 2): Uint8Array {
  return new ByteWriter().bytes(Buffer.from('snoop\0\0\0')).number(version, 4).number(linkType, 4).done();
}

/** One record, padded to four bytes. */
export function snoopRecord({ timeNs, bytes, wireLength }: WrittenPacket, dropped = 0): Uint8Array {
  const padding = -bytes.length & 3;
  return new ByteWriter()
    .number(wireLength ?? bytes.length, 4)
    .number(bytes.length, 4)
    .number(24 + bytes.length + padding, 4)
    .number(dropped, 4)
    .number(timeNs / 1_000_000_000n, 4)
    .number((timeNs % 1_000_000_000n) / 1000n, 4)
    .bytes(bytes)
    .bytes(new Uint8Array(padding))
    .done();
}

/** A whole capture. */
export function snoop(packets: readonly WrittenPacket[], linkType = 4): Uint8Array {
  return concat([snoopHeader(linkType), ...packets.map((packet) => snoopRecord(packet))]);
}
