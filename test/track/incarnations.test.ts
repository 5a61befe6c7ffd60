import { describe, expect, it } from 'vitest';
import { ACK, SYN } from '../../src/model/segment.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const established = (): Scenario =>
  scenario().handshake().data('client', 100).ack('server').data('server', 200).ack('client');

describe('a SYN on a known tuple', () => {
  it('begins a new connection after the old one was closed', () => {
    const story = established().fin('client').fin('server').ack('client').wait(3000);
    story.client({ isn: 1_000_050 }).server({ isn: 55 }).handshake().abort('server');
    const tracking = story.track();
    expect(tracking.connections).toBe(2);
    expect(tracking.events[0]).toMatchObject({ connection: 2, opened: 'syn', beforeComplete: true });
    expect(tracking.events[0]?.before).toHaveLength(3);
  });

  it('begins a new connection after a RST, and ends the aftermath of that RST', () => {
    const story = established()
      .abort('server')
      .data('client', 5)
      .wait(1000)
      .client({ isn: 9 })
      .server({ isn: 55 })
      .handshake();
    const [event] = story.track().events;
    expect(event?.after.map(({ kind }) => kind)).toEqual(['data']);
    expect(event?.retry).toMatchObject({ outcome: 'accepted', client: '192.0.2.10', synFrame: 10 });
  });

  it('belongs to its connection when it is the same SYN again, even after a RST', () => {
    const story = scenario().syn().reject('server').wait(500).syn().reject('server').wait(500).syn().reject('server');
    const tracking = story.track();
    expect(tracking.connections).toBe(1);
    expect(tracking.events.map(({ refused }) => refused)).toEqual([3, 3, 3]);
    expect(tracking.events[0]?.retry).toMatchObject({ outcome: 'refused', synFrame: 3, answerFrame: 4 });
  });

  it('does not begin anything with a number that an open connection uses', () => {
    const story = established().send('client', SYN, { seq: 1_000_050 }).abort('server');
    const event = story.event();
    expect(event.connection).toBe(1);
    expect(event.before.at(-1)?.kind).toBe('syn');
    expect(event.client).toMatchObject({ nextSeq: 1_000_101, synCount: 1 });
  });

  it('begins a new connection when the first attempt got no answer and the next one has another number', () => {
    expect(scenario().syn().wait(4000).syn({ seq: 77_777 }).track().connections).toBe(2);
  });

  it('may be captured after its answer', () => {
    const story = scenario()
      .midstream(1_000_001, 3_000_000_000)
      .synAck({ ack: 1_000_001 })
      .syn()
      .ack('client', { ack: 3_000_000_001 });
    const event = story.data('client', 10).reject('server').event();
    expect(event).toMatchObject({
      connection: 1,
      opened: 'syn-ack',
      client: { windowShift: 7, synCount: 1, nextSeq: 1_000_011 },
    });
    expect(event.before.map(({ kind }) => kind)).toEqual(['syn-ack', 'syn', 'ack', 'data']);
  });

  it('may come from both sides at once', () => {
    const story = scenario().syn().send('server', SYN, { seq: 42 }).send('client', ACK, { seq: 1_000_001, ack: 43 });
    const event = story.abort('server').event();
    expect(event.connection).toBe(1);
    expect(event.before.map(({ kind }) => kind)).toEqual(['syn', 'syn', 'ack']);
    expect(event.server).toMatchObject({ nextSeq: 43, synCount: 1 });
  });
});

describe('a challenge ACK', () => {
  /** The client reuses its port while the server still holds the old connection (RFC 5961 §4). */
  const reuse = (): Scenario => {
    const story = established().wait(60_000).client({ isn: 500_000_000 }).syn();
    story
      .ack('server', { seq: 3_000_000_201, ack: 1_000_101 })
      .send('client', 0x04, { seq: 1_000_101, ack: 0, options: 0 });
    return story;
  };

  it('stays with the new SYN and does not lend it the old numbers', () => {
    const event = reuse().event();
    expect(event).toMatchObject({ connection: 2, opened: 'syn', beforeComplete: true });
    expect(event.before.map(({ from, kind }) => `${from} ${kind}`)).toEqual(['client syn', 'server ack']);
    expect(event.client.nextSeq).toBe(500_000_001);
    expect(event.server).toMatchObject({ nextSeq: null, lastAck: null, window: null, syn: null, ttls: [], rtt: null });
    expect(event.server.last?.frame).toBe(9);
  });

  it('leaves the way free for the real SYN-ACK', () => {
    const story = reuse().wait(10).syn().server({ isn: 88 }).synAck({ ack: 500_000_001 }).ack('client');
    const { events, connections } = story.data('server', 10).abort('server').track();
    expect(connections).toBe(2);
    expect(events[1]?.server).toMatchObject({ nextSeq: 99, lastAck: 500_000_001, synCount: 1 });
    expect(events[0]?.retry).toMatchObject({ outcome: 'accepted', synFrame: 11, answerFrame: 12 });
    expect(events[0]?.after.map(({ kind }) => kind)).toEqual(['retransmission', 'syn-ack', 'ack', 'data', 'reset']);
  });

  it('of a wrong SYN-ACK does not set the numbers either', () => {
    const story = scenario()
      .syn()
      .send('server', SYN | ACK, { seq: 4711, ack: 99 });
    story.send('client', 0x04, { seq: 99, ack: 0, options: 0 });
    expect(story.event()).toMatchObject({ server: { nextSeq: null, syn: null }, accepted: 0 });
  });
});

describe('roles', () => {
  it('come from the handshake, whichever half was seen', () => {
    expect(scenario().client({ port: 80 }).server({ port: 50_000 }).handshake().abort('client').event()).toMatchObject({
      roles: 'handshake',
      client: { port: 80 },
    });
  });

  it('are guessed from a service that was called before', () => {
    const story = scenario().server({ port: 33_333 }).client({ port: 1100 }).handshake();
    story.connection({ port: 1200 }).midstream(5, 6).data('server', 10).reject('client');
    expect(story.event()).toMatchObject({ roles: 'guessed', opened: 'midstream', server: { port: 33_333 } });
  });

  it('are guessed from the ports', () => {
    const story = scenario().midstream(5, 6).data('server', 10).reject('client');
    expect(story.event()).toMatchObject({ roles: 'guessed', server: { port: 443 }, reset: { from: 'client' } });
  });

  it('are unknown between two high ports: the first to speak counts as client', () => {
    const story = scenario()
      .client({ port: 40_001 })
      .server({ port: 40_002 })
      .midstream(5, 6)
      .data('server', 10)
      .reject('client');
    expect(story.event()).toMatchObject({ roles: 'unknown', client: { port: 40_002 } });
  });

  it('keep equal addresses in two tunnels apart', () => {
    const story = scenario().syn({ space: 1 }).syn({ space: 2 }).reject('server', { space: 2 });
    const tracking = story.track();
    expect([tracking.connections, tracking.events[0]?.connection, tracking.events[0]?.space]).toEqual([2, 2, 2]);
  });
});
