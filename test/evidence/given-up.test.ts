import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** Retransmissions after the given gaps, then a silence, then a segment that is rejected. */
function story(gapsMs: readonly number[], silenceMs: number): Scenario {
  const told = scenario().handshake().data('client', 10).data('server', 50);
  for (const gap of gapsMs) told.wait(gap).retransmit('server', 50);
  return told.wait(silenceMs).data('client', 10).reject('server');
}

describe('givenUp', () => {
  it('counts the last words and says when the next ones were due', () => {
    const { givenUp } = evidenceOf(story([200, 400, 800], 10_000));
    expect(givenUp?.retransmissions).toBe(3);
    expect(givenUp?.first.frame).toBe(5);
    expect(givenUp?.last.frame).toBe(8);
    expect(givenUp?.dueUs).toBeGreaterThan(2 * 800_000);
    expect(givenUp?.silentUs).toBeGreaterThanOrEqual(10_000_000);
  });

  it('is null while the next repetition is not yet due', () => {
    expect(evidenceOf(story([200, 400, 800], 1500)).givenUp).toBeNull();
  });

  it('knows that the timer grows no longer than two minutes', () => {
    const gaps = [100_000, 120_000];
    expect(evidenceOf(story(gaps, 140_000)).givenUp).toBeNull();
    expect(evidenceOf(story(gaps, 160_000)).givenUp).not.toBeNull();
  });

  it('begins anew when the other side is heard', () => {
    const told = scenario().handshake().data('server', 50).wait(200).retransmit('server', 50);
    told.wait(400).retransmit('server', 50).ack('client').wait(60_000).data('client', 10).reject('server');
    expect(evidenceOf(told).givenUp).toBeNull();
  });
});
