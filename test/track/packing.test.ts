import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenSegment, SegmentKind } from '../../src/model/connection.ts';
import { ByteStore } from '../../src/track/byte-store.ts';
import { Packer } from '../../src/track/packer.ts';
import { Texts } from '../../src/track/packing.ts';
import { Unpacker } from '../../src/track/unpacker.ts';

/** Writes something and gives what reads it. */
function packed(write: (packer: Packer) => void): Unpacker {
  const texts = new Texts();
  const packer = new Packer(texts);
  write(packer);
  const bytes = packer.finish();
  return new Unpacker(texts, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
}

const integer = fc.maxSafeInteger();
const time = fc.oneof(integer, fc.double({ noDefaultInfinity: true, noNaN: true }));
const field = fc.integer({ min: -1, max: 2 ** 32 - 1 });
const segment: fc.Arbitrary<SeenSegment> = fc.record({
  frame: fc.nat(),
  timeUs: time.filter((us) => !Object.is(us, -0)),
  from: fc.constantFrom('client', 'server'),
  kind: fc.constantFrom<SegmentKind>('syn', 'data', 'reset', 'keepalive'),
  flags: fc.nat(511),
  seq: field,
  ack: field,
  window: fc.nat(65_535),
  payloadLength: fc.nat(),
  options: fc.nat(1023),
  tsValue: field,
  tsEcho: field,
  ttl: fc.integer({ min: -1, max: 255 }),
  dscp: fc.integer({ min: -1, max: 63 }),
  ipId: field,
  dontFragment: fc.constantFrom(-1, 0, 1),
  flowLabel: field,
  payloadHead: field,
  sourceMac: fc.integer({ min: -1, max: 2 ** 48 - 1 }),
});

describe('what is packed', () => {
  it('is read as it was written: numbers of any size, and none', () => {
    const numbers = fc.array(
      fc.option(
        fc.oneof(
          integer,
          fc.double().filter((value) => !Object.is(value, -0)),
        ),
      ),
    );
    fc.assert(
      fc.property(numbers, (list) => {
        const from = packed((packer) => packer.list(list, (value) => packer.number(value)));
        expect(from.list(() => from.maybeNumber())).toEqual(list);
      }),
    );
  });

  it('is read as it was written: segments, also those that come again', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
        const twice = [...segments, ...segments];
        const from = packed((packer) => packer.list(twice, (one) => packer.segment(one)));
        const read = from.list(() => from.segment());
        expect(read).toEqual(twice);
        expect(new Set(read).size).toBe(segments.length);
      }),
    );
  });

  it('is small: the next segment of a side differs in little', () => {
    const first = fc.sample(segment, 1)[0] as SeenSegment;
    const texts = new Texts();
    const packer = new Packer(texts);
    packer.segment({ ...first, frame: 1, timeUs: 5 });
    const alone = packer.finish().length;
    packer.segment({ ...first, frame: 1, timeUs: 5 });
    packer.segment({ ...first, frame: 3, timeUs: 250_005 });
    expect(packer.finish().length - alone).toBeLessThan(12);
  });

  it('outgrows any first guess of its size', () => {
    const list = Array.from({ length: 5000 }, (_, n) => n * 1e6 + 0.5);
    const from = packed((packer) => packer.list(list, (value) => packer.number(value)));
    expect(from.list(() => from.number())).toEqual(list);
  });
});

describe('pieces of bytes', () => {
  const piece = (n: number, length: number): Uint8Array => new Uint8Array(length).fill(n);

  it('are found at their places, in pages or in one of their own', () => {
    const store = new ByteStore();
    const lengths = [10, 700_000, 700_000, 3_000_000, 10];
    const places = lengths.map((length, n) => store.add(piece(n + 1, length)));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    places.forEach((place, n) => {
      const view = store.at(place);
      expect([view.getUint8(0), view.getUint8((lengths[n] ?? 0) - 1)]).toEqual([n + 1, n + 1]);
    });
  });

  it('are forgotten in the order in which they came, page by page', () => {
    const store = new ByteStore();
    const [first = 0, second = 0, third = 0] = [1, 2, 3].map((n) => store.add(piece(n, 700_000)));
    store.forgetBefore(third);
    expect(() => store.at(first)).toThrow(RangeError);
    expect(() => store.at(second)).toThrow(RangeError);
    expect(store.at(third).getUint8(0)).toBe(3);
    store.forgetBefore(Number.POSITIVE_INFINITY);
    expect(store.at(third).getUint8(0)).toBe(3);
  });
});
