// Decodes packets given as bytes, without a capture around them.

import { emptyPacket } from '../../src/capture/tally.ts';
import { type Diagnostic, Diagnostics } from '../../src/model/diagnostic.ts';
import { AddressTable } from '../../src/wire/address-table.ts';
import { type DecodedCounts, Decoder } from '../../src/wire/decoder.ts';
import { type KeptSegment, keepSegment } from './segments-of.ts';

/** What the capture would have said about the packets. */
export interface PacketOptions {
  readonly linkType?: number;
  readonly wireLength?: number;
}

/** What the packets yield. */
export interface Decoded {
  readonly segments: readonly KeptSegment[];
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: DecodedCounts;
}

/** Decodes packets one after the other; each lies between other bytes, which must not be read. */
export function decodeAll(packets: readonly Uint8Array[], { linkType = 1, wireLength }: PacketOptions = {}): Decoded {
  const diagnostics = new Diagnostics();
  const addresses = new AddressTable();
  const decoder = new Decoder(addresses, diagnostics);
  const packet = emptyPacket();
  const segments: KeptSegment[] = [];
  for (const [i, bytes] of packets.entries()) {
    packet.frame = i + 1;
    packet.linkType = linkType;
    packet.view = new DataView(Uint8Array.from([0xee, 0xee, 0xee, ...bytes]).buffer);
    packet.start = 3;
    packet.capturedLength = bytes.length;
    packet.wireLength = wireLength ?? bytes.length;
    const segment = decoder.decode(packet);
    if (segment !== null) segments.push(keepSegment(segment, addresses));
  }
  decoder.finish();
  return { segments, diagnostics: diagnostics.list, counts: decoder.counts };
}

/** Decodes a packet that must hold a segment. */
export function decodeOne(bytes: Uint8Array, options?: PacketOptions): KeptSegment {
  const [segment] = decodeAll([bytes], options).segments;
  if (segment === undefined) throw new Error('the packet holds no segment');
  return segment;
}
