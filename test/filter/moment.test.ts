import { describe, expect, it } from 'vitest';
import { midnightBefore, nextAt, parseMoment } from '../../src/filter/moment.ts';

const ns = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;

describe('a point in time', () => {
  it.each([
    ['2026-11-20 03:12:05', 'UTC', ns('2026-11-20T03:12:05Z')],
    ['2026-11-20T03:12:05.123456789Z', 'Asia/Shanghai', ns('2026-11-20T03:12:05Z') + 123_456_789n],
    ['2026-11-20 03:12', 'Asia/Shanghai', ns('2026-11-19T19:12:00Z')],
    ['2026-11-20', 'America/St_Johns', ns('2026-11-20T03:30:00Z')],
    ['2026-11-20T03:12:05+08:00', 'UTC', ns('2026-11-19T19:12:05Z')],
    ['2026-11-20T03:12:05-0330', 'UTC', ns('2026-11-20T06:42:05Z')],
    ['2026-03-29 03:30', 'Europe/Berlin', ns('2026-03-29T01:30:00Z')],
    ['2026-03-29 01:30', 'Europe/Berlin', ns('2026-03-29T00:30:00Z')],
    ['1763608325.5', 'Asia/Shanghai', 1_763_608_325_500_000_000n],
    ['0099-01-01', 'UTC', ns('0099-01-01T00:00:00Z')],
  ])('%s in %s', (text, zone, expected) => {
    expect(parseMoment(text, zone)).toEqual({ ns: expected });
  });

  it.each(['', 'now', '2026-02-30', '2026-13-01', '24:00', '12:60', '12', '2026-11-20 3', '2026-11-20T03:12:05+8'])(
    '%j is none',
    (text) => {
      expect(parseMoment(text, 'UTC')).toBeNull();
    },
  );

  it('may be a time of day, which is looked for from a moment on', () => {
    const moment = parseMoment('9:30', 'UTC');
    expect(moment).toEqual({ sinceMidnightNs: 34_200_000_000_000n });
    expect(nextAt(34_200_000_000_000n, ns('2026-11-20T08:00:00Z'), 'UTC')).toBe(ns('2026-11-20T09:30:00Z'));
    expect(nextAt(34_200_000_000_000n, ns('2026-11-20T10:00:00Z'), 'UTC')).toBe(ns('2026-11-21T09:30:00Z'));
    expect(nextAt(34_200_000_000_000n, ns('2026-11-20T00:00:00Z'), 'Asia/Shanghai')).toBe(ns('2026-11-20T01:30:00Z'));
  });

  it('midnight is that of the zone', () => {
    expect(midnightBefore(ns('2026-11-20T17:00:00Z'), 'Asia/Shanghai')).toBe(ns('2026-11-20T16:00:00Z'));
    expect(midnightBefore(ns('1969-12-31T17:00:00Z'), 'UTC')).toBe(ns('1969-12-31T00:00:00Z'));
  });
});
