/** The zip of a pack: written the same every time, and read as if a stranger had written it. */
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readZip, type ZipBounds } from '../../src/pack/zip-reader.ts';
import { entryName, ZipWriter } from '../../src/pack/zip-writer.ts';

const bounds: ZipBounds = { files: 5, file: 10_000, total: 15_000 };

function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const pieces: Uint8Array[] = [];
  const zip = new ZipWriter((bytes) => pieces.push(bytes));
  for (const [name, content] of Object.entries(files)) zip.add(name, typeof content === 'string' ? [content] : content);
  zip.finish();
  return Buffer.concat(pieces);
}

/** The same zip with another name of the same length, in front of the data and in the directory. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(Buffer.from(to)).toHaveLength(Buffer.from(from).length);
  const changed = Buffer.from(zip);
  for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1)) changed.write(to, at);
  return changed;
}

const DIRECTORY = Buffer.from('PK\u0001\u0002', 'latin1');
/** The same zip with other bytes in the first entry of its directory. */
function patched(zip: Buffer, ...changes: readonly (readonly [offset: number, value: number])[]): Buffer {
  const changed = Buffer.from(zip);
  for (const [offset, value] of changes) changed.writeUInt8(value, changed.indexOf(DIRECTORY) + offset);
  return changed;
}

const faults = (zip: Uint8Array, within = bounds): unknown =>
  readZip(zip, within)?.map((file) => ('fault' in file ? [file.name, file.fault] : file.name)) ?? null;

const good = zipOf({ 'one.txt': 'first '.repeat(100), 'two.txt': 'second' });

describe('a zip that was written', () => {
  it('is read again, file by file', () => {
    const files = readZip(good, bounds) ?? [];
    expect(files.map((file) => ('content' in file ? Buffer.from(file.content).toString() : file.fault))).toEqual([
      'first '.repeat(100),
      'second',
    ]);
  });

  it('has the same bytes in every time zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'America/St_Johns', 'UTC']) {
      vi.stubEnv('TZ', zone);
      expect(zipOf({ 'one.txt': 'first '.repeat(100), 'two.txt': 'second' }).equals(good)).toBe(true);
    }
  });
  afterAll(() => vi.unstubAllEnvs());

  it('has names that every system takes', () => {
    expect(entryName('a/b\\c:d*?"<>|\u0000\u202e.md')).toBe('a_b_c_d________.md');
    expect(entryName('抓包 1.md')).toBe('抓包 1.md');
  });

  it('may be empty, and hold an empty file', () => {
    expect(faults(zipOf({}))).toEqual([]);
    expect(faults(zipOf({ 'empty.txt': '' }))).toEqual(['empty.txt']);
  });
});

describe('a zip that would do harm', () => {
  it.each(['../.txt', '/ne.txt', 'a\\e.txt', 'C:e.txt', 'o/e.txt', 'on\u0000.txt'])(
    'is not trusted with the name %j',
    (name) => {
      expect(faults(renamed(good, 'one.txt', name))).toEqual([[name, 'unsafeName'], 'two.txt']);
    },
  );

  it('is not trusted with a name that is there twice, in any case', () => {
    expect(faults(renamed(good, 'one.txt', 'TWO.txt'))).toEqual(['TWO.txt', ['two.txt', 'twice']]);
  });

  it('is not trusted with a symbolic link', () => {
    expect(faults(patched(good, [5, 3], [40, 0xff], [41, 0xa1]))).toEqual([['one.txt', 'link'], 'two.txt']);
  });

  it('is not trusted with what is encrypted or packed in another way', () => {
    expect(faults(patched(good, [8, 0x09]))).toEqual([['one.txt', 'unreadable'], 'two.txt']);
    expect(faults(patched(good, [10, 12]))).toEqual([['one.txt', 'unreadable'], 'two.txt']);
  });

  it('does not unpack more than was announced, and nothing beyond the bounds', () => {
    const bomb = zipOf({ 'bomb.txt': '0'.repeat(10_001) });
    expect(faults(bomb)).toEqual([['bomb.txt', 'tooLarge']]);
    // The size in the directory is a lie: 16 bytes instead of 9000.
    const liar = patched(zipOf({ 'liar.txt': '0'.repeat(9000) }), [24, 16], [25, 0]);
    expect(faults(liar)).toEqual([['liar.txt', 'damaged']]);
    const many = zipOf({ a: '0'.repeat(9000), b: '0'.repeat(9000) });
    expect(faults(many)).toEqual(['a', ['b', 'tooLarge']]);
    expect(faults(zipOf({ a: '', b: '', c: '', d: '', e: '', f: '' }))).toBeNull();
  });

  it('is refused with anything before, between or behind its files', () => {
    expect(faults(Buffer.concat([Buffer.from('x'), good]))).toBeNull();
    expect(faults(Buffer.concat([good, Buffer.from('x')]))).toBeNull();
    expect(faults(Buffer.concat([good, good]))).toBeNull();
    // Two entries that share the bytes of one.
    const directory = good.indexOf(DIRECTORY);
    const second = good.indexOf(DIRECTORY, directory + 1);
    const overlapping = Buffer.from(good);
    overlapping.writeUInt32LE(0, second + 42);
    expect(faults(overlapping)).toBeNull();
  });

  it('is refused where the header of a file gives it another name than the directory', () => {
    const changed = Buffer.from(good);
    changed.write('0', changed.indexOf('one.txt'));
    expect(faults(changed)).toBeNull();
  });

  it('never throws, whatever byte is changed or wherever it ends', () => {
    for (let at = 0; at < good.length; at++) {
      expect(() => readZip(good.subarray(0, at), bounds)).not.toThrow();
      for (const value of [0, 0xff, (good[at] ?? 0) ^ 1]) {
        const changed = Buffer.from(good);
        changed[at] = value;
        expect(() => readZip(changed, bounds)).not.toThrow();
      }
    }
  });

  it('is told from a damaged one', () => {
    const at = good.indexOf('one.txt') + 'one.txt'.length;
    const changed = Buffer.from(good);
    changed.writeUInt8((changed[at + 2] ?? 0) ^ 0x40, at + 2);
    expect(faults(changed)).toEqual([['one.txt', 'damaged'], 'two.txt']);
  });
});
