/** Damage that knows the format: records and blocks are cut, copied, exchanged, and given lengths, types and options that lie. */
import { AWKWARD, at, type Mutation } from './mutations.ts';

/** A record or block: where it begins and ends. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** The parts of a capture that can be damaged by name. */
interface Layout {
  readonly parts: readonly Part[];
  readonly littleEndian: boolean;
  /** Offsets of the fields of a part that hold lengths, types, times. */
  readonly fields: readonly number[];
  /** Bytes of a part before its packet. */
  readonly front: number;
  readonly isPcapng: boolean;
}

/** Finds the records of an undamaged capture; of anything else (a compressed one) the whole is one part. */
function layoutOf(bytes: Buffer): Layout {
  const magic = bytes.length < 28 ? 0 : bytes.readUInt32BE(0);
  if (magic === 0x0a0d0d0a) return pcapngLayout(bytes);
  if (magic === 0x736e6f6f) {
    const parts = partsFrom(bytes, 16, (start) => (start + 24 > bytes.length ? 0 : bytes.readUInt32BE(start + 8)));
    return { parts, littleEndian: false, fields: [0, 4, 8, 12, 16, 20], front: 24, isPcapng: false };
  }
  const littleEndian = [0xd4c3b2a1, 0x4d3cb2a1, 0x34cdb2a1].includes(magic);
  if (!littleEndian && ![0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34].includes(magic)) {
    return { parts: [{ start: 0, end: bytes.length }], littleEndian, fields: [0], front: 0, isPcapng: false };
  }
  const front = magic === 0x34cdb2a1 || magic === 0xa1b2cd34 ? 24 : 16;
  const parts = partsFrom(bytes, 24, (start) => {
    if (start + front > bytes.length) return 0;
    return front + (littleEndian ? bytes.readUInt32LE(start + 8) : bytes.readUInt32BE(start + 8));
  });
  return { parts, littleEndian, fields: [0, 4, 8, 12], front, isPcapng: false };
}

function pcapngLayout(bytes: Buffer): Layout {
  const littleEndian = bytes.readUInt32BE(8) === 0x4d3c2b1a;
  const parts = partsFrom(bytes, 0, (start) => {
    if (start + 12 > bytes.length) return 0;
    return littleEndian ? bytes.readUInt32LE(start + 4) : bytes.readUInt32BE(start + 4);
  });
  return { parts, littleEndian, fields: [0, 4, 8, 12, 16, 20, 24, -4], front: 28, isPcapng: true };
}

function partsFrom(bytes: Buffer, from: number, lengthAt: (start: number) => number): Part[] {
  const parts: Part[] = [];
  for (let start = from; start < bytes.length; ) {
    const length = lengthAt(start);
    if (length < 12 || start + length > bytes.length) break;
    parts.push({ start, end: start + length });
    start += length;
  }
  return parts;
}

const onPart =
  (change: (bytes: Buffer, part: Part, layout: Layout, next: () => number, other: Buffer) => Buffer): Mutation =>
  (bytes, next, other) => {
    const layout = layoutOf(bytes);
    const part = layout.parts[at(next, layout.parts.length)];
    return part === undefined ? bytes : change(Buffer.from(bytes), part, layout, next, other);
  };

function write(bytes: Buffer, value: number, offset: number, littleEndian: boolean): Buffer {
  if (offset < 0 || offset + 4 > bytes.length) return bytes;
  if (littleEndian) bytes.writeUInt32LE(value >>> 0, offset);
  else bytes.writeUInt32BE(value >>> 0, offset);
  return bytes;
}

/** A field of a record or block gets a value that lengths, types and times break on, or is off by a little. */
const field = onPart((bytes, { start, end }, { fields, littleEndian }, next) => {
  const place = fields[at(next, fields.length)] ?? 0;
  const offset = place < 0 ? end + place : start + place;
  if (offset + 4 > bytes.length) return bytes;
  const old = littleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  const value = next() < 0.5 ? (AWKWARD[at(next, AWKWARD.length)] ?? 0) : old + at(next, 9) - 4;
  return write(bytes, value, offset, littleEndian);
});

/** A field among the first headers of a packet: lengths of IP, offsets of TCP, kinds of options. */
const header = onPart((bytes, { start, end }, { front }, next) => {
  const room = Math.min(end - start - front, 120);
  if (room < 2) return bytes;
  const offset = start + front + at(next, room - 1);
  const value = AWKWARD[at(next, AWKWARD.length)] ?? 0;
  if (next() < 0.5) bytes[offset] = value & 0xff;
  else bytes.writeUInt16BE(value & 0xffff, offset);
  return bytes;
});

const remove = onPart((bytes, { start, end }) => Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]));

const copy = onPart((bytes, { start, end }, { parts }, next) => {
  const target = parts[at(next, parts.length)]?.start ?? end;
  return Buffer.concat([bytes.subarray(0, target), bytes.subarray(start, end), bytes.subarray(target)]);
});

/** A part of another capture, whatever its format. */
const foreign = onPart((bytes, { start }, _layout, next, other) => {
  const { parts } = layoutOf(other);
  const part = parts[at(next, parts.length)];
  return part === undefined
    ? bytes
    : Buffer.concat([bytes.subarray(0, start), other.subarray(part.start, part.end), bytes.subarray(start)]);
});

/** Types of blocks, known and unknown: simple, obsolete, name resolution, statistics, secrets, custom. */
const BLOCK_TYPES = [1, 2, 3, 4, 5, 6, 10, 0x0a0d0d0a, 0xbad, 0x40000bad, 0x9, 0x7fffffff];

const blockType = onPart((bytes, { start }, { isPcapng, littleEndian }, next) =>
  isPcapng ? write(bytes, BLOCK_TYPES[at(next, BLOCK_TYPES.length)] ?? 0, start, littleEndian) : bytes,
);

/** Options with lengths that lie, put at the end of a block whose own lengths stay true. */
const options = onPart((bytes, { start, end }, { isPcapng, littleEndian }, next) => {
  if (!isPcapng) return bytes;
  const added = Buffer.alloc(4 * (1 + at(next, 6)));
  for (let i = 0; i + 4 <= added.length; i += 4) {
    const [code, length] = [at(next, 16), AWKWARD[at(next, AWKWARD.length)] ?? 0];
    if (littleEndian) added.writeUInt32LE((((length & 0xffff) << 16) | code) >>> 0, i);
    else added.writeUInt32BE(((code << 16) | (length & 0xffff)) >>> 0, i);
  }
  const length = end - start + added.length;
  const grown = Buffer.concat([bytes.subarray(0, end - 4), added, bytes.subarray(end - 4)]);
  write(grown, length, start + 4, littleEndian);
  return write(grown, length, start + length - 4, littleEndian);
});

/** Each damages one record or block of a capture. */
export const STRUCTURED: readonly Mutation[] = [
  field,
  field,
  header,
  header,
  remove,
  copy,
  foreign,
  blockType,
  options,
];
