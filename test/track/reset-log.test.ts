import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { scenario } from '../support/scenario.ts';

describe('the event of a RST', () => {
  it('says what the packet is and stands in frame order', () => {
    const story = scenario().handshake().data('client', 10).connection().handshake().reject('client');
    story.use(0).reject('server', { mptcpReason: 3, vlan: 7, interfaceId: 2, window: 9 });
    const { events } = story.track();
    expect(events.map(({ reset, connection }) => [reset.frame, reset.from, connection])).toEqual([
      [8, 'client', 2],
      [9, 'server', 1],
    ]);
    expect(events[1]).toMatchObject({
      mptcpReason: 3,
      vlan: 7,
      interfaceId: 2,
      urgent: false,
      reset: { kind: 'reset', window: 9, ttl: 58 },
    });
  });

  it('knows a RST on a tuple that was never seen', () => {
    const event = scenario().send('server', RST, { seq: 5 }).event();
    expect(event).toMatchObject({
      before: [],
      beforeComplete: true,
      opened: 'midstream',
      client: { segments: 0, first: null },
    });
    expect(event.server).toMatchObject({ segments: 0, nextSeq: null, resets: 0 });
  });

  it('holds what came before and after, RSTs included', () => {
    const story = scenario()
      .handshake()
      .data('client', 10)
      .abort('server')
      .data('client', 20)
      .reject('server')
      .data('client', 30);
    const [first, second] = story.track().events;
    expect(first?.before.map(({ frame }) => frame)).toEqual([1, 2, 3, 4]);
    expect(first?.after.map(({ frame, kind }) => `${frame} ${kind}`)).toEqual(['6 data', '7 reset', '8 data']);
    expect(second?.before.map(({ frame }) => frame)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(second?.server).toMatchObject({ resets: 1, firstReset: { frame: 5 }, lastReset: { frame: 5 } });
    expect(second?.after.map(({ frame }) => frame)).toEqual([8]);
  });

  it('collects sixteen segments of the aftermath', () => {
    const story = scenario().handshake().abort('server');
    for (let n = 0; n < 20; n++) story.data('client', 10);
    expect(story.event().after.map(({ frame }) => frame)).toEqual(Array.from({ length: 16 }, (_, n) => n + 5));
  });

  it('says when the capture began and ended', () => {
    const story = scenario()
      .handshake()
      .abort('server')
      .data('client', 5, { timeUs: -250 })
      .data('client', 5, { timeUs: 9e6 });
    expect(story.event()).toMatchObject({ captureStartUs: -250, captureEndUs: 9e6 });
  });
});
