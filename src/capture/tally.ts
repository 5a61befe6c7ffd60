// Hot path: runs once per packet. No allocation.
// Keeps the count of what a capture holds while its packets pass by, whichever reader reads them.

import type { CaptureSummary } from '../model/capture-summary.ts';
import type { Diagnostics } from '../model/diagnostic.ts';
import type { Packet } from '../model/packet.ts';
import { nanosecondsOf } from '../model/time.ts';

const NO_BYTES = new DataView(new ArrayBuffer(0));

/** The one packet that a reader refills. */
export function emptyPacket(): Packet {
  return {
    frame: 0,
    timeUs: 0,
    linkType: -1,
    interfaceId: 0,
    view: NO_BYTES,
    start: 0,
    capturedLength: 0,
    wireLength: 0,
    offset: 0,
  };
}

/** Told before the first packet what time 0 is, in nanoseconds since 1970, and the seconds per tick as far as known (0: not yet). */
export type OnStart = (zeroNs: bigint, timestampResolution: number) => void;

/** What the reader and the summary share: the packet, the counts and the way on to whoever asked for packets. */
export class Tally {
  readonly packet: Packet = emptyPacket();
  readonly diagnostics: Diagnostics;
  readonly onPacket: (packet: Packet) => void;
  readonly linkTypes: number[] = [];
  /** The number of the last frame, as Wireshark counts. */
  frame = 0;
  packets = 0;
  /** Nanoseconds since 1970 that `timeUs` 0 stands for. */
  zeroNs: bigint | null = null;
  /** Seconds per tick; that of the coarsest interface. */
  timestampResolution = 0;
  dropped: number | null = null;
  complete = true;
  /** The file says that packets of another capture were left out of it. */
  isExcerpt = false;
  /** Whether the headers of IP were not given; null where packets are. */
  headersMissing: boolean | null = null;
  #cutAt = Number.POSITIVE_INFINITY;
  #earliestUs = Number.POSITIVE_INFINITY;
  #latestUs = Number.NEGATIVE_INFINITY;
  #previousUs = Number.NEGATIVE_INFINITY;
  #lastLinkType = -1;

  readonly #onStart: OnStart | undefined;

  constructor(diagnostics: Diagnostics, onPacket: (packet: Packet) => void, onStart?: OnStart) {
    this.diagnostics = diagnostics;
    this.onPacket = onPacket;
    this.#onStart = onStart;
  }

  /** Sets what time 0 is, before the first packet is delivered. */
  begin(zeroNs: bigint): void {
    this.zeroNs = zeroNs;
    this.#onStart?.(zeroNs, this.timestampResolution);
  }

  /** Numbers the packet, counts it and hands it on. */
  deliver(): void {
    const packet = this.packet;
    packet.frame = ++this.frame;
    this.packets++;
    if (packet.linkType !== this.#lastLinkType) this.#noteLinkType(packet.linkType);
    if (packet.timeUs < this.#previousUs) {
      this.diagnostics.add('capture/time-backwards', packet.frame, packet.offset, {
        by: this.#previousUs - packet.timeUs,
      });
    }
    this.#previousUs = packet.timeUs;
    if (packet.timeUs < this.#earliestUs) this.#earliestUs = packet.timeUs;
    if (packet.timeUs > this.#latestUs) this.#latestUs = packet.timeUs;
    if (packet.capturedLength < packet.wireLength && packet.capturedLength < this.#cutAt) {
      this.#cutAt = packet.capturedLength;
    }
    this.onPacket(packet);
  }

  #noteLinkType(linkType: number): void {
    this.#lastLinkType = linkType;
    if (!this.linkTypes.includes(linkType)) this.linkTypes.push(linkType);
  }

  /** Notes that the input ends inside the record at `offset`, which lacks `missing` bytes. */
  truncated(frame: number, offset: number, missing: number): void {
    this.complete = false;
    this.diagnostics.add('capture/truncated', frame, offset, { missing });
  }

  /** Notes a length that cannot be true in the next record; nothing after it can be trusted. */
  damaged(offset: number, claimed: number, bound: number): void {
    this.complete = false;
    this.diagnostics.add('capture/damaged-record', this.frame + 1, offset, { claimed, bound });
  }

  /** What is known once all packets have passed. */
  summary(input: Pick<CaptureSummary, 'name' | 'format' | 'bytes' | 'sha256'>): CaptureSummary {
    const { zeroNs } = this;
    return {
      ...input,
      timestampResolution: this.timestampResolution,
      linkTypes: this.linkTypes,
      packets: this.packets,
      zeroNs,
      startNs: zeroNs === null ? null : zeroNs + nanosecondsOf(this.#earliestUs),
      endNs: zeroNs === null ? null : zeroNs + nanosecondsOf(this.#latestUs),
      complete: this.complete,
      dropped: this.dropped,
      ...(this.isExcerpt ? { isExcerpt: true } : {}),
      ...(this.headersMissing === null ? {} : { headersMissing: this.headersMissing }),
      cutAt: Number.isFinite(this.#cutAt) ? this.#cutAt : null,
    };
  }
}
