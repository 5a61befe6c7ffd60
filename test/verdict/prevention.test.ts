import { describe, expect, it } from 'vitest';
import { verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** A device on the path answers after a silence, as its TTL shows. */
function boxAfter(silenceMs: number, survivedMs = 0): Scenario {
  const story = scenario().client({ ttl: 64, rttMs: 0.1 }).server({ ttl: 50, rttMs: 40 });
  story.handshake().data('client', 100).data('server', 300).ack('client');
  for (let n = 0; n < 6; n++) story.wait(500).data('client', 100).data('server', 300).ack('client');
  if (survivedMs > 0) story.wait(survivedMs).data('client', 100).data('server', 300).ack('client');
  return story.wait(silenceMs).data('client', 100).wait(-38).reject('server', { ttl: 60 });
}

describe('what would have prevented a RST', () => {
  it('is a heartbeat at half of the silence that was not survived', () => {
    const { tied, cause, prevention } = verdictOf(boxAfter(351_000), { vantage: 'client' });
    expect([cause, ...tied]).toContain('middlebox-idle-timeout-rst');
    expect(prevention?.key).toBe('heartbeatBelow');
    expect(prevention?.facts).toMatchObject({ every: 175e6 });
  });

  it('quotes the longest silence that did no harm', () => {
    const { prevention } = verdictOf(boxAfter(351_000, 250_000), { vantage: 'client' });
    expect(prevention?.facts).toMatchObject({ every: 175e6, survived: 250_000_050 });
  });

  it('is not computed where a silence nearly as long did no harm', () => {
    expect(verdictOf(boxAfter(351_000, 340_000), { vantage: 'client' }).prevention).toBeNull();
  });

  it('is not computed for a RST that no silence preceded', () => {
    expect(verdictOf(boxAfter(1000), { vantage: 'client' }).prevention).toBeNull();
  });

  it('is an earlier end of idle connections where the server closed one and a request crossed its FIN', () => {
    const story = scenario().server({ ttl: 64, rttMs: 0.1 }).client({ ttl: 50, rttMs: 30 });
    story.handshake().data('client', 100).data('server', 300).ack('client').wait(75_000).fin('server');
    const { nextSeq } = story.numbers('server');
    story.data('client', 120, { ack: nextSeq - 1 }).reject('server');
    const { cause, prevention } = verdictOf(story);
    expect(cause).toBe('late-data-after-close');
    expect(prevention?.key).toBe('reuse');
    expect(prevention?.facts).toMatchObject({ finFrame: 7 });
  });
});
