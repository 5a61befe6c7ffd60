// Writes small captures for tests: every container that the readers know, byte for byte as the formats say.

/** One packet to be written. */
export interface WrittenPacket {
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly bytes: Uint8Array;
  /** Length on the wire in bytes; that of `bytes` unless the packet was cut. */
  readonly wireLength?: number;
  /** Interface that saw the packet (pcapng only). */
  readonly interfaceId?: number;
}

/** How a classic capture is to be written. */
export interface PcapOptions {
  readonly linkType?: number;
  readonly littleEndian?: boolean;
  readonly nanoseconds?: boolean;
  /** Longer record headers, as old patched versions of libpcap wrote them. */
  readonly isModified?: boolean;
  readonly snapLength?: number;
  readonly version?: readonly [number, number];
}

/** One interface of a pcapng capture. */
export interface PcapngInterface {
  readonly linkType?: number;
  readonly snapLength?: number;
  /** The if_tsresol byte: an exponent of ten, or of two with the highest bit set. */
  readonly resolution?: number;
  readonly offsetSeconds?: bigint;
}

/** How a pcapng capture is to be written. */
export interface PcapngOptions {
  readonly littleEndian?: boolean;
  readonly interfaces?: readonly PcapngInterface[];
}

/** Appends numbers of one byte order to a growing array of bytes. */
export class ByteWriter {
  readonly #bytes: number[] = [];
  readonly #littleEndian: boolean;

  constructor(littleEndian = false) {
    this.#littleEndian = littleEndian;
  }

  number(value: number | bigint, length: number): this {
    const digits = Array.from({ length }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
    this.#bytes.push(...(this.#littleEndian ? digits : digits.reverse()));
    return this;
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.#bytes.push(value);
    return this;
  }

  padTo(multiple: number): this {
    while (this.#bytes.length % multiple !== 0) this.#bytes.push(0);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Joins arrays of bytes. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** The 24 bytes in front of a classic capture. */
export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const { linkType = 1, littleEndian = true, snapLength = 262_144, version = [2, 4] } = options;
  const magic = options.isModified ? 0xa1b2cd34 : options.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const writer = new ByteWriter(littleEndian).number(magic, 4).number(version[0], 2).number(version[1], 2);
  return writer.number(0, 8).number(snapLength, 4).number(linkType, 4).done();
}

/** One record of a classic capture. */
export function pcapRecord(packet: WrittenPacket, options: PcapOptions = {}): Uint8Array {
  const { littleEndian = true, version = [2, 4] } = options;
  const fraction = packet.timeNs % 1_000_000_000n;
  const wireLength = packet.wireLength ?? packet.bytes.length;
  const lengths = [packet.bytes.length, wireLength];
  if (version[0] === 2 && version[1] < 3) lengths.reverse();
  const writer = new ByteWriter(littleEndian)
    .number(packet.timeNs / 1_000_000_000n, 4)
    .number(options.nanoseconds ? fraction : fraction / 1000n, 4);
  for (const length of lengths) writer.number(length, 4);
  if (options.isModified) writer.number(0, 8);
  return concat([writer.done(), packet.bytes]);
}

/** A classic capture. */
export function pcap(packets: readonly WrittenPacket[], options: PcapOptions = {}): Uint8Array {
  return concat([pcapHeader(options), ...packets.map((packet) => pcapRecord(packet, options))]);
}

/** A pcapng block around its body. */
export function block(type: number, body: Uint8Array, littleEndian = true): Uint8Array {
  const padded = new ByteWriter().bytes(body).padTo(4).done();
  const length = new ByteWriter(littleEndian).number(padded.length + 12, 4).done();
  return concat([new ByteWriter(littleEndian).number(type, 4).done(), length, padded, length]);
}

/** An option of a pcapng block. */
export function option(code: number, value: Uint8Array, littleEndian = true): Uint8Array {
  const head = new ByteWriter(littleEndian).number(code, 2).number(value.length, 2).done();
  return new ByteWriter().bytes(head).bytes(value).padTo(4).done();
}

/** A section header block without options, of unknown section length. */
export function sectionHeader(littleEndian = true): Uint8Array {
  const body = new ByteWriter(littleEndian)
    .number(0x1a2b3c4d, 4)
    .number(1, 2)
    .number(0, 2)
    .number(2n ** 64n - 1n, 8);
  return block(0x0a0d0d0a, body.done(), littleEndian);
}

/** An interface description block. */
export function interfaceBlock(description: PcapngInterface, littleEndian = true): Uint8Array {
  const { linkType = 1, snapLength = 262_144, resolution, offsetSeconds } = description;
  const parts = [new ByteWriter(littleEndian).number(linkType, 2).number(0, 2).number(snapLength, 4).done()];
  if (resolution !== undefined) parts.push(option(9, Uint8Array.of(resolution), littleEndian));
  if (offsetSeconds !== undefined) {
    parts.push(option(14, new ByteWriter(littleEndian).number(offsetSeconds, 8).done(), littleEndian));
  }
  return block(1, concat([...parts, option(0, new Uint8Array(0), littleEndian)]), littleEndian);
}

/** An enhanced packet block, its time in ticks of the interface. */
export function packetBlock(packet: WrittenPacket, description: PcapngInterface, littleEndian = true): Uint8Array {
  const ticks = ticksOf(packet.timeNs, description);
  const head = new ByteWriter(littleEndian)
    .number(packet.interfaceId ?? 0, 4)
    .number(ticks >> 32n, 4)
    .number(ticks & 0xffffffffn, 4)
    .number(packet.bytes.length, 4)
    .number(packet.wireLength ?? packet.bytes.length, 4);
  return block(6, concat([head.done(), packet.bytes]), littleEndian);
}

function ticksOf(timeNs: bigint, { resolution = 6, offsetSeconds = 0n }: PcapngInterface): bigint {
  const perSecond = resolution < 0x80 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution & 0x7f);
  return ((timeNs - offsetSeconds * 1_000_000_000n) * perSecond) / 1_000_000_000n;
}

/** A pcapng capture of one section. */
export function pcapng(packets: readonly WrittenPacket[], options: PcapngOptions = {}): Uint8Array {
  const { littleEndian = true, interfaces = [{}] } = options;
  return concat([
    sectionHeader(littleEndian),
    ...interfaces.map((description) => interfaceBlock(description, littleEndian)),
    ...packets.map((packet) => packetBlock(packet, interfaces[packet.interfaceId ?? 0] ?? {}, littleEndian)),
  ]);
}
