import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../src/evidence/common-moment.ts';
import type { CommonMoment } from '../../src/model/evidence.ts';
import { allEvidence } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const HOUR_MS = 3_600_000;

/** Connections that exchange something every ten seconds, each at its own second; the capture has run for an hour. */
function crowd(size: number): Scenario {
  const story = scenario({ startMs: 0 }).handshake().data('client', 10).data('server', 10).ack('client').wait(HOUR_MS);
  for (let n = 1; n <= size; n++) {
    story.connection().handshake().data('client', 10).data('server', 10).ack('client');
  }
  for (let beat = 0; beat < 2; beat++) {
    for (let n = 1; n <= size; n++) {
      story
        .wait(10_000 / size)
        .use(n)
        .data('client', 10)
        .data('server', 10)
        .ack('client');
    }
  }
  return story;
}

const moments = (story: Scenario): (CommonMoment | null)[] =>
  allEvidence(story).map(({ neighbours }) => neighbours.moment);

describe('a common moment', () => {
  it('is found where the server forgot all connections at once, each learning it with its next heartbeat', () => {
    const story = crowd(5);
    for (let n = 1; n <= 5; n++) story.wait(2000).use(n).data('client', 10).reject('server');
    const [first, ...others] = moments(story);
    expect(first).toMatchObject({ kind: 'foundOut', connections: 5 });
    expect(first?.frames).toHaveLength(5);
    expect(first?.chance).toBeLessThan(1e-3);
    expect(others.every((other) => other?.connections === 5)).toBe(true);
    expect(first?.fromUs).toBeLessThan(first?.untilUs ?? 0);
  });

  it('is found where sockets give up within a second', () => {
    const story = crowd(4).wait(5000);
    for (let n = 1; n <= 4; n++) story.wait(10).use(n).abort('server');
    expect(moments(story)[0]).toMatchObject({ kind: 'together', connections: 4 });
  });

  it('is not claimed of two connections', () => {
    const story = crowd(2).wait(5000);
    for (let n = 1; n <= 2; n++) story.wait(10).use(n).abort('server');
    expect(moments(story)).toEqual([null, null]);
  });

  it('is not claimed where one heartbeat of all devices brings it to light', () => {
    const story = crowd(5).wait(2000);
    for (let n = 1; n <= 5; n++)
      story
        .use(n)
        .data('client', 10)
        .reject('server', { timeUs: 3_700_000_000 + n });
    expect(moments(story)).toEqual(Array(5).fill(null));
  });

  it('is not claimed where equal silences point to an idle timer', () => {
    const story = crowd(5).wait(340_000);
    for (let n = 1; n <= 5; n++) story.wait(2000).use(n).data('client', 10).reject('server');
    expect(moments(story)).toEqual(Array(5).fill(null));
  });

  it('is not claimed of failures that each have their own time', () => {
    const story = crowd(5);
    for (let n = 1; n <= 5; n++) {
      story.wait(600_000).use(n).data('client', 10).data('server', 10).ack('client').wait(3000);
      story.data('client', 10).reject('server');
    }
    expect(moments(story)).toEqual(Array(5).fill(null));
  });

  it('does not count several RSTs of one connection', () => {
    const story = crowd(2).wait(5000);
    for (let n = 0; n < 5; n++) story.use(1).data('client', 10).reject('server');
    expect(moments(story)).toEqual(Array(5).fill(null));
  });
});

describe('the chance of a coincidence', () => {
  it('is that of the range of uniform instants', () => {
    // Three instants within a tenth of the capture: 3 · 0.1² − 2 · 0.1³.
    expect(chanceOf(3, 3, 0.1)).toBeCloseTo(0.028, 10);
  });

  it('never falls below what simulation gives', () => {
    const random = mulberry(1);
    let hits = 0;
    for (let run = 0; run < 20_000; run++) {
      const at = Array.from({ length: 6 }, random).sort((a, b) => a - b);
      if (at.some((time, n) => (at[n + 2] ?? 2) - time <= 0.02)) hits++;
    }
    expect(chanceOf(3, 6, 0.02)).toBeGreaterThanOrEqual(hits / 20_000);
  });

  it('is a probability, grows with the share and falls with the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.double({ min: 1e-6, max: 0.3, noNaN: true }), (count, share) => {
        const chance = chanceOf(count, count, share);
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(chanceOf(count, count, share * 1.5)).toBeGreaterThanOrEqual(chance);
        expect(chanceOf(count + 1, count + 1, share)).toBeLessThanOrEqual(chance);
      }),
      { seed: 5382 },
    );
  });
});

/** A small generator with a fixed seed (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
