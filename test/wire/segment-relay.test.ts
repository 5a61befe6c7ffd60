// Segments on their way from one thread to another: what goes in comes out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPT_SACK, OPT_TIMESTAMPS, RESET_PAYLOAD_BYTES, RST, type Segment } from '../../src/model/segment.ts';
import { AddressTable } from '../../src/wire/address-table.ts';
import { SegmentReader, SegmentWriter } from '../../src/wire/segment-relay.ts';
import { SegmentRing } from '../../src/wire/segment-ring.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const half = fc.integer({ min: 0, max: 0xffff });
const bits = (count: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** count - 1 });
const maybe = (numbers: fc.Arbitrary<number>): fc.Arbitrary<number> => fc.oneof(fc.constant(-1), numbers);

/** Bytes of an address: of one version or the other. */
const address = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }),
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
);

/** Fields that can have any value whatever the others have. */
const free = fc.record({
  frame: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  timeUs: fc.double({ noNaN: true }),
  interfaceId: bits(26),
  device: bits(6),
  vlan: maybe(bits(12)),
  sourceMac: maybe(fc.integer({ min: 0, max: 2 ** 48 - 1 })),
  ...{ sourcePort: half, destinationPort: half, window: half, ttl: bits(8), dscp: bits(6) },
  ...{ seq: word, ack: word, tsValue: word, tsEcho: word, payloadLength: word },
  payloadHead: maybe(word),
});

/** What only some segments have. */
const rare = fc.record({
  space: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: bits(20) }),
  isIpv6: fc.boolean(),
  ipv6Id: maybe(bits(31)),
  ...{ label: bits(20), ipId: half, dontFragment: bits(1), flags: bits(9) },
  options: fc.oneof(fc.constantFrom(0, OPT_TIMESTAMPS), bits(10)),
  ...{ mss: maybe(half), windowScale: maybe(bits(8)), mptcpReason: maybe(bits(8)), optionOrder: bits(52) },
  ...{ sackLeft: word, sackRight: word },
  payload: fc.uint8Array({ maxLength: 2 * RESET_PAYLOAD_BYTES }),
});

/** A segment as a decoder may give it: option fields only where there are such options. */
const segments = fc.tuple(free, rare, address, address).map(([fields, more, source, destination]) => {
  const hasOptions = (more.options & ~OPT_TIMESTAMPS) !== 0;
  const segment = {
    ...fields,
    space: more.space,
    ipVersion: more.isIpv6 ? (6 as const) : (4 as const),
    ipId: more.isIpv6 ? more.ipv6Id : more.ipId,
    flowLabel: more.isIpv6 ? more.label : -1,
    dontFragment: more.isIpv6 ? -1 : more.dontFragment,
    flags: more.flags,
    options: more.options,
    mss: hasOptions ? more.mss : -1,
    windowScale: hasOptions ? more.windowScale : -1,
    mptcpReason: hasOptions ? more.mptcpReason : -1,
    optionOrder: hasOptions ? more.optionOrder : 0,
    sackLeft: (more.options & OPT_SACK) !== 0 ? more.sackLeft : -1,
    sackRight: (more.options & OPT_SACK) !== 0 ? more.sackRight : -1,
    view: new DataView(more.payload.buffer),
    payloadStart: more.payload.byteOffset,
    payloadCaptured: more.payload.length,
  };
  return { segment, source, destination };
});

function intern(table: AddressTable, bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length === 4 ? table.intern4(view, 0) : table.intern6(view, 0);
}

/** A segment that can be kept; of its payload, what a RST is remembered by. */
function keep({ view, payloadStart, payloadCaptured, ...segment }: Segment): object {
  const length = (segment.flags & RST) === 0 ? 0 : Math.min(RESET_PAYLOAD_BYTES, payloadCaptured);
  return { ...segment, payload: [...new Uint8Array(view.buffer, view.byteOffset + payloadStart, length)] };
}

describe('segments in shared memory', () => {
  it('come out as they went in, with the same numbers of addresses, however often the blocks are used again', () => {
    const filling = new SegmentRing();
    const emptying = new SegmentRing(filling.memory);
    const [here, there] = [new AddressTable(), new AddressTable()];
    const [writer, reader] = [new SegmentWriter(filling, here), new SegmentReader(emptying, there)];
    fc.assert(
      fc.property(fc.array(segments, { minLength: 1, maxLength: 40 }), (list) => {
        const given = list.map(({ segment, source, destination }) => {
          const whole = { ...segment, source: intern(here, source), destination: intern(here, destination) };
          writer.write(whole);
          return keep(whole);
        });
        filling.flush();
        const taken: object[] = [];
        reader.readBlock((segment) => taken.push(keep(segment)));
        emptying.release();
        expect(taken).toEqual(given);
      }),
      { numRuns: 300 },
    );
    expect(there.size).toBe(here.size);
    expect(there.size).toBeGreaterThan(1000);
    for (let id = 0; id < here.size; id++) expect(there.format(id)).toBe(here.format(id));
  });

  it('end after the last block', async () => {
    const filling = new SegmentRing();
    const emptying = new SegmentRing(filling.memory);
    filling.reserve(10);
    filling.flush();
    filling.end();
    expect(await emptying.next()).toBe(true);
    expect(emptying.blockEnd - emptying.blockStart).toBe(10);
    emptying.release();
    expect(await emptying.next()).toBe(false);
  });

  it('say nothing of a time and of a size that are not known', () => {
    const ring = new SegmentRing();
    expect(ring.zeroNs).toBeNull();
    ring.begin(1_700_000_000_123_456_789n);
    ring.noteProgress(5, null);
    const other = new SegmentRing(ring.memory);
    expect(other.zeroNs).toBe(1_700_000_000_123_456_789n);
    expect(other.progress).toEqual({ bytesRead: 5, totalBytes: null });
  });
});
