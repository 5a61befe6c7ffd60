/** Reads a pack without trusting it: what is not laid out as whyrst writes it is refused or named, and nothing grows beyond a bound. */
import { crc32, inflateRawSync } from 'node:zlib';

/** What is wrong with a file of a zip. */
export type EntryFault = 'unsafeName' | 'twice' | 'link' | 'unreadable' | 'tooLarge' | 'damaged';

/** A file of a zip: its content, or why there is none. */
export type ZipFile =
  | { readonly name: string; readonly content: Uint8Array }
  | { readonly name: string; readonly fault: EntryFault };

/** What a zip must keep to so that it is read at all. */
export interface ZipBounds {
  readonly files: number;
  /** Bytes of one file and of all of them, not compressed. */
  readonly file: number;
  readonly total: number;
}

/** Headers of a zip (PKWARE APPNOTE 6.3.10 §4.3): their signatures and fixed lengths in bytes. */
const LOCAL = { signature: 0x04034b50, length: 30 };
const CENTRAL = { signature: 0x02014b50, length: 46 };
const END = { signature: 0x06054b50, length: 22 };
/** Behind the data of a file whose sizes were not known before. */
const DESCRIPTOR_LENGTH = 16;
const HAS_DESCRIPTOR = 0x08;
const ENCRYPTED = 0x01;
const STORED = 0;
const DEFLATED = 8;
/** In the upper half of the external attributes, where a Unix wrote the file (stat(2), S_IFMT). */
const UNIX = 3;
const FILE_TYPE = 0xf000;
const REGULAR = 0x8000;
/** One name in no folder, that no system takes for anything else. */
const SAFE_NAME = /^(?!\.{1,2}$)[^\p{C}\\/:*?"<>|]{1,255}$/u;

/** All files of a zip in their order; null: it is none, or not one that whyrst wrote. */
export function readZip(zip: Uint8Array, bounds: ZipBounds): readonly ZipFile[] | null {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const directory = directoryOf(bytes, bounds.files);
  if (directory === null) return null;
  const seen = new Set<string>();
  let left = bounds.total;
  return directory.map((entry): ZipFile => {
    const { name } = entry;
    // Names that differ in case alone are one file on some systems.
    const folded = name.toLowerCase();
    const isKnown = seen.has(folded);
    seen.add(folded);
    if (!SAFE_NAME.test(name)) return { name, fault: 'unsafeName' };
    if (isKnown) return { name, fault: 'twice' };
    const content = contentOf(entry, bytes, Math.min(left, bounds.file));
    if (typeof content === 'string') return { name, fault: content };
    left -= content.length;
    return { name, content };
  });
}

/** A file as the directory at the end tells of it. */
interface Entry {
  readonly name: string;
  readonly isLink: boolean;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its data begins, and the next file in the directory. */
  readonly at: number;
  readonly next: number;
}

/** The directory, if it fills the end of the file and its files fill all that is before it: nothing hides in between. */
function directoryOf(bytes: Buffer, most: number): readonly Entry[] | null {
  const end = bytes.length - END.length;
  const counted = end < 0 ? null : endOf(bytes, end);
  if (counted === null || counted.count > most) return null;
  const entries: Entry[] = [];
  let at = counted.start;
  let local = 0;
  for (let index = 0; index < counted.count; index++) {
    const entry = entryAt(bytes, { at, end }, { at: local, end: counted.start });
    if (entry === null) return null;
    entries.push(entry);
    local = entry.at + entry.packed + ((entry.flags & HAS_DESCRIPTOR) === 0 ? 0 : DESCRIPTOR_LENGTH);
    at = entry.next;
  }
  return at === end && local === counted.start ? entries : null;
}

/** Where the directory begins and how many files it names, in a zip of one part without a comment. */
function endOf(bytes: Buffer, at: number): { readonly start: number; readonly count: number } | null {
  const [disk, firstDisk] = [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)];
  const [here, count] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
  const [length, start] = [bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16)];
  const isWhole = disk === 0 && firstDisk === 0 && here === count && start + length === at;
  return isWhole && bytes.readUInt32LE(at) === END.signature ? { start, count } : null;
}

/** A place in the file, and where what it belongs to ends. */
interface Place {
  readonly at: number;
  readonly end: number;
}

/** One file, if the header in front of its data is where the directory says, and names it alike. */
function entryAt(bytes: Buffer, { at, end }: Place, local: Place): Entry | null {
  if (at + CENTRAL.length > end || bytes.readUInt32LE(at) !== CENTRAL.signature) return null;
  if (local.at + LOCAL.length > local.end || bytes.readUInt32LE(local.at) !== LOCAL.signature) return null;
  const nameLength = bytes.readUInt16LE(at + 28);
  const next = at + CENTRAL.length + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  const name = bytes.subarray(at + CENTRAL.length, at + CENTRAL.length + nameLength);
  const nameAt = local.at + LOCAL.length;
  const again = bytes.subarray(nameAt, nameAt + bytes.readUInt16LE(local.at + 26));
  const data = nameAt + again.length + bytes.readUInt16LE(local.at + 28);
  const packed = bytes.readUInt32LE(at + 20);
  const isAlike = bytes.readUInt32LE(at + 42) === local.at && name.equals(again);
  if (!isAlike || next > end || data + packed > local.end) return null;
  const type = (bytes.readUInt32LE(at + 38) >>> 16) & FILE_TYPE;
  return {
    name: name.toString('utf8'),
    isLink: bytes.readUInt8(at + 5) === UNIX && type !== 0 && type !== REGULAR,
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed,
    size: bytes.readUInt32LE(at + 24),
    at: data,
    next,
  };
}

function contentOf(entry: Entry, bytes: Buffer, most: number): Uint8Array | EntryFault {
  const { isLink, flags, method, crc, packed, size, at } = entry;
  if (isLink) return 'link';
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) return 'unreadable';
  if (size > most) return 'tooLarge';
  const data = bytes.subarray(at, at + packed);
  const content = method === STORED ? data : inflate(data, size);
  return content?.length === size && crc32(content) === crc ? content : 'damaged';
}

/** At most as many bytes as were announced; null: there are more, or the stream is damaged. */
function inflate(data: Uint8Array, size: number): Uint8Array | null {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    return null;
  }
}
