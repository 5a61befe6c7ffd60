import { describe, expect, it } from 'vitest';
import { type Scenario, scenario } from '../support/scenario.ts';

/** A device talks, falls silent, and goes on from another public port: the server does not know that one. */
function rebind(orphan: (story: Scenario) => Scenario): Scenario {
  const story = scenario().handshake().data('client', 100).data('server', 60).ack('client').wait(60_000);
  const { client, server } = { client: story.numbers('client').nextSeq, server: story.numbers('server').nextSeq };
  story.connection(
    { address: '203.0.113.9', port: 61_000, ttl: 61, tsBase: 100_000, ipId: 1004 },
    { tsBase: 900_000_000 },
  );
  return orphan(story.midstream(client, server));
}

const echo = { options: 0x10, tsValue: 160_040, tsEcho: 900_000_040 };

describe('the predecessor of an orphan', () => {
  it('is the connection whose numbers it continues', () => {
    const { predecessor, opened, roles } = rebind((story) => story.data('client', 40, echo).reject('server')).event();
    expect([opened, roles]).toEqual(['midstream', 'guessed']);
    const { tail, ...facts } = predecessor ?? { tail: [] };
    expect(tail.map(({ frame }) => frame)).toEqual([3, 4, 5, 6]);
    expect(facts).toEqual({
      connection: 1,
      client: { address: '192.0.2.10', port: 40_000 },
      server: { address: '198.51.100.20', port: 443 },
      seqDelta: 0,
      ackDelta: 0,
      echoDelta: 0,
      tsDelta: 60_000,
      ipIdDelta: 1,
      lastClientFrame: 6,
      lastClientTimeUs: 40_250,
      lastServerFrame: 5,
      clientTtl: 64,
      twinFrame: null,
      spokeAgainFrame: null,
    });
  });

  it('may be continued by a keep-alive or a retransmission', () => {
    expect(rebind((story) => story.keepalive('client').reject('server')).event().predecessor).toMatchObject({
      seqDelta: -1,
      ackDelta: 0,
    });
    expect(rebind((story) => story.retransmit('client', 100).reject('server')).event().predecessor).toMatchObject({
      seqDelta: -100,
    });
  });

  it('may have sent data that never reached the client', () => {
    const event = rebind((story) => story.data('client', 40, { ack: 3_000_000_001 }).reject('server')).event();
    expect(event.predecessor).toMatchObject({ seqDelta: 0, ackDelta: -60 });
  });

  it.each([
    ['the number of the client alone', { ack: 4711 }],
    ['the number of the server alone', { seq: 4711 }],
    ['a server number from the future', { ack: 3_000_000_062 }],
    ['a client number far away', { seq: 1_000_101 + 70_000 }],
  ])('is not told by %s', (_, override) => {
    expect(rebind((story) => story.data('client', 40, override).reject('server')).event().predecessor).toBeNull();
  });

  it('is not looked for when the orphan has a handshake of its own', () => {
    const story = rebind((again) => again.client({ isn: 1_000_101 }).syn().reject('server'));
    expect(story.event().predecessor).toBeNull();
  });

  it('is told apart from the same packet before a NAT', () => {
    const story = scenario().handshake().data('client', 100).ack('server').wait(5000).data('client', 40);
    const before = story.segments.at(-1);
    story.connection({ address: '203.0.113.9', port: 61_000 }).midstream(1_000_101, 3_000_000_001);
    const twin = { ipId: before?.ipId ?? 0, tsValue: before?.tsValue ?? 0, tsEcho: before?.tsEcho ?? 0, options: 0x10 };
    story.data('client', 40, twin).reject('server');
    expect(story.event().predecessor).toMatchObject({ twinFrame: 6, spokeAgainFrame: null });
  });

  it('tells whether the old client spoke again, before the RST or after it', () => {
    const before = rebind((story) => story.data('client', 40).use(0).data('client', 9).use(1).reject('server'));
    expect(before.event().predecessor).toMatchObject({ spokeAgainFrame: 8, lastClientFrame: 6 });
    const after = rebind((story) =>
      story.data('client', 40).reject('server').use(0).data('client', 9).data('client', 9),
    );
    expect(after.event().predecessor).toMatchObject({ spokeAgainFrame: 9 });
  });

  it('is the closest of several', () => {
    const story = rebind((again) => again);
    story
      .connection()
      .midstream(1_000_101 - 500, 3_000_000_061)
      .data('client', 20)
      .ack('server');
    story.use(1).data('client', 40).reject('server');
    expect(story.event().predecessor?.connection).toBe(1);
  });

  it.each([
    [10, 10],
    [300, null],
  ])('is told among %i connections with the same numbers, but not among hundreds', (count, expected) => {
    const story = scenario();
    for (let n = 0; n < count; n++) {
      story
        .connection({ address: '203.0.113.9', port: 10_000 + n })
        .midstream(5000, 9000)
        .data('client', 100);
    }
    story.connection({ address: '203.0.113.10' }).midstream(5100, 9000).data('client', 40).reject('server');
    expect(story.event().predecessor?.connection ?? null).toBe(expected);
  });
});
