// Captures with flipped, lost and doubled bytes: each is read to an answer or refused with a clear error, never a crash.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variantsOf } from '../../scripts/write-variants.ts';
import { WhyrstError } from '../../src/model/errors.ts';
import { concat } from '../support/pcap-writer.ts';
import { contentsOfFile, contentsOfPipe } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';

const variants = variantsOf(smallCapture);

/** One change to the bytes, at a place given as a fraction of their length. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('set', 'remove', 'repeat', 'cut'),
  value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })),
  length: fc.integer({ min: 1, max: 16 }),
});

function apply(
  bytes: Uint8Array,
  { at, kind, value, length }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const place = Math.floor(at * bytes.length);
  switch (kind) {
    case 'set':
      return bytes.slice().fill(value, place, place + Math.min(length, 4));
    case 'remove':
      return concat([bytes.subarray(0, place), bytes.subarray(place + length)]);
    case 'repeat':
      return concat([bytes.subarray(0, place + length), bytes.subarray(place)]);
    default:
      return bytes.slice(0, place);
  }
}

describe.each([
  ['a file', contentsOfFile],
  ['a pipe', contentsOfPipe],
] as const)('a damaged capture in %s', (_name, read) => {
  it('yields packets in order and counts every one of them, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...variants),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (variant, changes) => {
          const bytes = changes.reduce(apply, variant.bytes);
          try {
            const { packets, segments, counts, summary } = await read(bytes);
            const { tcp, otherIp, notIp, fragments, undecoded } = counts;
            expect(tcp + otherIp + notIp + fragments + undecoded).toBe(packets.length);
            expect(segments.length).toBe(tcp);
            expect(summary.packets).toBe(packets.length);
            expect(packets.map(({ frame }) => frame)).toEqual(
              packets.map(({ frame }) => frame).toSorted((a, b) => a - b),
            );
            for (const segment of segments) expect(segment.payloadLength).toBeGreaterThanOrEqual(0);
          } catch (error) {
            if (!(error instanceof WhyrstError)) throw error;
          }
        },
      ),
      { numRuns: 1000, seed: 20_261_122 },
    );
  });
});
