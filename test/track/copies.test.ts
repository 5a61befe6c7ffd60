import { describe, expect, it } from 'vitest';
import { scenario } from '../support/scenario.ts';

describe('a packet captured twice', () => {
  it('counts once', () => {
    const story = scenario()
      .syn()
      .copy()
      .synAck()
      .copy()
      .ack('client')
      .copy()
      .data('client', 100)
      .copy()
      .ack('server')
      .copy();
    const event = story.abort('server').event();
    expect(event.before.map(({ frame, kind }) => `${frame} ${kind}`)).toEqual([
      '1 syn',
      '3 syn-ack',
      '5 ack',
      '7 data',
      '9 ack',
    ]);
    expect(event.client).toMatchObject({ segments: 3, bytes: 100, retransmissions: 0, synCount: 1 });
    expect(event.client.ttls).toEqual([{ ttl: 64, count: 2 }]);
  });

  it('is recognised by its IP id, even at the same place', () => {
    const story = scenario().handshake().data('client', 100).copy({ ttl: 64 }).abort('server');
    expect(story.event().client.retransmissions).toBe(0);
  });

  it('is a retransmission with another IP id, or after two milliseconds', () => {
    const other = scenario().handshake().data('client', 100).retransmit('client', 100).abort('server');
    expect(other.event().client.retransmissions).toBe(1);
    const late = scenario()
      .handshake()
      .data('client', 100)
      .wait(3)
      .retransmit('client', 100, { ipId: 1002 })
      .abort('server');
    expect(late.event().client.retransmissions).toBe(1);
  });

  it.each([
    ['TTL', { ttl: 57 }],
    ['MAC', { ttl: 58, sourceMac: 77 }],
    ['VLAN', { ttl: 58, vlan: 12 }],
    ['interface', { ttl: 58, interfaceId: 1 }],
    ['device', { ttl: 58, device: 4 }],
  ])('of a RST without IP id is told by its %s', (_, override) => {
    const story = scenario().handshake().data('client', 100).reject('server').copy(override);
    const [first, second] = story.track().events;
    expect(first?.copyOf).toBeNull();
    expect(second).toMatchObject({ copyOf: 0, reset: { frame: 6 }, connection: 1 });
    expect(second?.server.resets).toBe(0);
    expect(second?.before).toEqual(first?.before);
    expect(second?.vlan).toBe(story.segments[5]?.vlan);
  });

  it('is not seen in two equal RSTs of a stateless sender', () => {
    const story = scenario().handshake().data('client', 100).data('client', 100).reject('server').reject('server');
    const { events } = story.track();
    expect(events.map(({ copyOf }) => copyOf)).toEqual([null, null]);
    expect(events[1]?.server.resets).toBe(1);
  });

  it('is told from a second RST by the device: two packets pass the same ones, whichever comes first', () => {
    const twice = (first: number, ...others: readonly number[]): readonly (number | null)[] => {
      const story = scenario().syn().reject('server', { device: first });
      for (const device of others) story.copy({ ttl: 58, device });
      return story.track().events.map(({ copyOf }) => copyOf);
    };
    expect(twice(0, 4, 3)).toEqual([null, 0, 0]);
    expect(twice(0, 4, 3, 0, 4, 3)).toEqual([null, 0, 0, null, 3, 3]);
    expect(twice(0, 4, 4, 0).filter((copyOf) => copyOf === null)).toHaveLength(2);
  });

  it('is left out of the aftermath', () => {
    const story = scenario().handshake().data('client', 100).reject('server').copy().data('client', 5).copy();
    const { events } = story.track();
    expect(events.map(({ after }) => after.map(({ frame }) => frame))).toEqual([[7], [7]]);
  });

  it('needs no IP id in IPv6', () => {
    const story = scenario().client({ address: '2001:db8::1' }).server({ address: '2001:db8::2' }).handshake();
    const { events } = story.data('client', 9).copy().reject('server').copy({ vlan: 3 }).track();
    expect(events.map(({ copyOf }) => copyOf)).toEqual([null, 0]);
    expect(events[0]?.client.retransmissions).toBe(0);
  });
});
