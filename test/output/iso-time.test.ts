import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, isoTimeAt } from '../../src/output/iso-time.ts';

const SECOND = 1_000_000_000n;

describe('isoTime', () => {
  it.each([
    [0n, 1e-6, '1970-01-01T00:00:00.000000Z'],
    [1_763_600_000_123_456_789n, 1e-6, '2025-11-20T00:53:20.123456Z'],
    [1_763_600_000_123_456_789n, 1e-9, '2025-11-20T00:53:20.123456789Z'],
    [1_763_600_000_000_000_001n, 2 ** -30, '2025-11-20T00:53:20.000000001Z'],
    [1_763_600_000_999_000_000n, 1e-3, '2025-11-20T00:53:20.999000Z'],
    [-1n, 1e-9, '1969-12-31T23:59:59.999999999Z'],
    [-SECOND, 1e-6, '1969-12-31T23:59:59.000000Z'],
    [253_402_300_799n * SECOND, 1e-6, '9999-12-31T23:59:59.000000Z'],
    [-62_167_219_200n * SECOND, 1e-6, '0000-01-01T00:00:00.000000Z'],
  ])('prints %s at a resolution of %s', (ns, resolution, expected) => {
    expect(isoTime(ns, resolution)).toBe(expected);
  });

  it('gives up on years that RFC 3339 cannot write', () => {
    expect(isoTime(253_402_300_800n * SECOND, 1e-6)).toBeNull();
    expect(isoTime(-62_167_219_200n * SECOND - 1n, 1e-6)).toBeNull();
    expect(isoTime(2n ** 64n * 1_000_000n, 1e-9)).toBeNull();
  });

  it('keeps every nanosecond and never goes back', () => {
    const instants = fc.bigInt({ min: 0n, max: 253_402_300_799n * SECOND });
    fc.assert(
      fc.property(instants, (ns) => {
        const text = isoTime(ns, 1e-9) ?? '';
        const seconds = BigInt(Date.parse(`${text.slice(0, 19)}Z`) / 1000);
        expect(seconds * SECOND + BigInt(text.slice(20, 29))).toBe(ns);
        expect((isoTime(ns + 1n, 1e-9) ?? 'Z') > text).toBe(true);
      }),
    );
  });
});

describe('isoTimeAt', () => {
  it('adds microseconds and their parts exactly, also before the first packet', () => {
    const zero = 1_763_600_000_000_000_000n;
    expect(isoTimeAt(12.345, zero, 1e-9)).toBe('2025-11-20T00:53:20.000012345Z');
    expect(isoTimeAt(-0.5, zero, 1e-9)).toBe('2025-11-20T00:53:19.999999500Z');
    expect(isoTimeAt(31_536_000_000_000.125, zero, 1e-9)).toBe('2026-11-20T00:53:20.000000125Z');
  });

  it('has no time in a capture without packets', () => {
    expect(isoTimeAt(0, null, 1e-6)).toBeNull();
  });
});
