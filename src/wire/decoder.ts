// Hot path: runs once per packet. No allocation.
// From the first byte of a packet to its TCP segment, header by header.

import type { Diagnostics } from '../model/diagnostic.ts';
import type { Packet } from '../model/packet.ts';
import type { Segment } from '../model/segment.ts';
import type { AddressTable } from './address-table.ts';
import { Cursor } from './cursor.ts';
import { readEthernet } from './ethernet.ts';
import { FragmentTable } from './fragments.ts';
import { readHeader, readIp } from './headers.ts';
import * as layers from './layers.ts';
import { readTcp } from './tcp.ts';

/** Headers in one packet; more than this is a packet made to confuse. */
const MOST_HEADERS = 32;

/** How many packets of each kind there were. */
export interface DecodedCounts {
  tcp: number;
  /** IP, but neither a TCP segment nor a fragment of one. */
  otherIp: number;
  notIp: number;
  /** Fragments of TCP segments that did not complete one. */
  fragments: number;
  /** ICMP and ICMPv6 messages "destination unreachable"; also counted in `otherIp`. The first frame is 0 when there is none. */
  icmpErrors: { count: number; firstFrame: number };
  /** Packets that could not be read: unknown link type, cut or malformed headers. */
  undecoded: number;
}

/** Reads packets into one segment that is refilled each time. */
export class Decoder {
  readonly counts: DecodedCounts = {
    tcp: 0,
    otherIp: 0,
    notIp: 0,
    fragments: 0,
    icmpErrors: { count: 0, firstFrame: 0 },
    undecoded: 0,
  };
  readonly #cursor: Cursor;
  readonly #diagnostics: Diagnostics;
  readonly #fragments: FragmentTable;
  readonly #unknownLinkTypes: number[] = [];

  constructor(addresses: AddressTable, diagnostics: Diagnostics) {
    this.#cursor = new Cursor(addresses);
    this.#diagnostics = diagnostics;
    this.#fragments = new FragmentTable(diagnostics);
  }

  /** The TCP segment of a packet, valid until the next call, or null when it has none. */
  decode(packet: Packet): Segment | null {
    const cursor = this.#cursor;
    cursor.begin(packet);
    let layer = layers.layerOfLinkType(packet.linkType);
    if (layer === 0) return this.#unknownLinkType(packet);
    // Nearly all packets are Ethernet, IP, TCP: these three are read without asking which header is next.
    if (layer === layers.ETHERNET) layer = readEthernet(cursor);
    if (layer === layers.IP) layer = readIp(cursor, this.#fragments);
    if (layer === layers.TCP) layer = readTcp(cursor);
    for (let headers = 0; layer < layers.SEGMENT; headers++) {
      layer = headers < MOST_HEADERS ? readHeader(layer, cursor, this.#fragments) : cursor.malformed('tunnel');
    }
    if (layer === layers.SEGMENT) {
      this.counts.tcp++;
      return cursor.segment;
    }
    this.#count(layer, packet);
    return null;
  }

  /** After the last packet: reports what never became whole. */
  finish(): void {
    this.#fragments.finish();
  }

  #count(end: number, packet: Packet): void {
    const counts = this.counts;
    switch (end) {
      case layers.ICMP_ERROR:
        if (counts.icmpErrors.count++ === 0) counts.icmpErrors.firstFrame = packet.frame;
        counts.otherIp++;
        return;
      case layers.OTHER_IP:
        counts.otherIp++;
        return;
      case layers.NOT_IP:
        counts.notIp++;
        return;
      case layers.FRAGMENT:
        counts.fragments++;
        return;
      default:
        this.#complain(end, packet);
    }
  }

  #complain(end: number, packet: Packet): void {
    this.counts.undecoded++;
    const layer = this.#cursor.failed;
    if (end === layers.CUT) {
      const captured = Math.max(0, this.#cursor.end - this.#cursor.offset);
      this.#diagnostics.add('wire/cut-header', packet.frame, packet.offset, { layer, captured });
    } else {
      this.#diagnostics.add('wire/malformed', packet.frame, packet.offset, { layer });
    }
  }

  #unknownLinkType({ linkType, frame, offset }: Packet): null {
    this.counts.undecoded++;
    if (this.#unknownLinkTypes.includes(linkType)) return null;
    this.#unknownLinkTypes.push(linkType);
    this.#diagnostics.add('wire/unknown-link-type', frame, offset, { linkType });
    return null;
  }
}
