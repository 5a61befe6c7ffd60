import { describe, expect, it } from 'vitest';
import { ACK, PSH, RST } from '../../src/model/segment.ts';
import { scenario } from '../support/scenario.ts';

describe('facts of a side', () => {
  it('describes both sides as they stood before the RST', () => {
    const { client, server } = scenario()
      .handshake()
      .data('client', 120)
      .ack('server')
      .data('server', 3000)
      .abort('server')
      .event();
    expect(client).toMatchObject({
      address: '192.0.2.10',
      port: 40_000,
      segments: 3,
      dataSegments: 1,
      bytes: 120,
      nextSeq: 1_000_121,
      lastAck: 3_000_000_001,
      synMss: 1460,
      windowShift: 7,
      timestamps: true,
      sack: true,
      window: 502 * 128,
      maxWindow: 502 * 128,
      resets: 0,
    });
    expect(client.lastData?.frame).toBe(4);
    expect(client.windowBy?.frame).toBe(4);
    expect(server).toMatchObject({
      segments: 3,
      bytes: 3000,
      nextSeq: 3_000_003_001,
      lastAck: 1_000_121,
      synOptionOrder: 0x31842,
    });
  });

  it('does not scale windows when one side did not offer it', () => {
    const { client } = scenario().server({ windowScale: -1 }).handshake().data('client', 10).abort('server').event();
    expect(client).toMatchObject({ windowShift: 0, window: 502 });
  });

  it('does not know the shift, nor the options, of a connection that it joined late', () => {
    const { client } = scenario().midstream(5000, 9000).data('client', 10).ack('server').abort('server').event();
    expect(client).toMatchObject({ windowShift: null, window: 502, timestamps: null, sack: null, syn: null });
  });

  it('never scales the window of a SYN', () => {
    const { client } = scenario().syn().reject('server').event();
    expect(client).toMatchObject({ window: 64_240, windowShift: null, timestamps: null });
  });

  it('learns from a SYN-ACK alone what was agreed', () => {
    const story = scenario().midstream(5000, 9000).server({ isn: 8999 }).synAck({ ack: 5000 });
    const { server, client, opened } = story.data('server', 10).abort('server').event();
    expect(opened).toBe('syn-ack');
    expect(server).toMatchObject({ windowShift: 7, timestamps: true, sack: true });
    expect(client).toMatchObject({ windowShift: null, segments: 0, first: null, nextSeq: 5000 });
  });

  it('rebuilds the numbers of a side that the capture does not show', () => {
    const story = scenario().handshake().data('client', 100).ack('server').data('server', 40).abort('server');
    const serverOnly = story.segments.filter((segment) => segment.sourcePort === 443);
    story.segments.splice(0, story.segments.length, ...serverOnly);
    const { client } = story.event();
    expect(client).toMatchObject({
      segments: 0,
      first: null,
      last: null,
      nextSeq: 1_000_101,
      lastAck: null,
      window: null,
    });
  });

  it('is not moved by a RST, however absurd', () => {
    const story = scenario().handshake().data('client', 100).ack('server');
    story.send('server', RST | ACK, { seq: 3_000_005_000, ack: 1_000_700, window: 9, ttl: 200 });
    const { server } = story.data('server', 50).abort('server').event(1);
    expect(server).toMatchObject({
      nextSeq: 3_000_000_051,
      lastAck: 1_000_101,
      window: 509 * 128,
      resets: 1,
      segments: 3,
    });
    expect(server.ttls).toEqual([{ ttl: 58, count: 2 }]);
    expect(server.firstReset?.frame).toBe(6);
    expect(server.lastReset?.frame).toBe(6);
  });

  it('counts TTL, DSCP, flow label and zero IP ids after the handshake only', () => {
    const story = scenario()
      .handshake()
      .data('server', 10)
      .data('server', 10, { ttl: 57, ipId: 0 })
      .data('server', 10, { dscp: 8 });
    expect(story.abort('server').event().server).toMatchObject({
      ttls: [
        { ttl: 58, count: 2 },
        { ttl: 57, count: 1 },
      ],
      dscp: 0,
      zeroIpIds: 1,
      flowLabel: null,
    });
    const v6 = scenario().client({ address: '2001:db8::1' }).server({ address: '2001:db8::2' }).handshake();
    const event = v6.data('server', 10, { flowLabel: 77 }).abort('server', { flowLabel: 0 }).event();
    expect(event.server).toMatchObject({ flowLabel: 77, zeroIpIds: 0 });
    expect(event.ipVersion).toBe(6);
  });

  it('names the segment that acknowledged the FIN', () => {
    const story = scenario()
      .handshake()
      .data('server', 10)
      .fin('server')
      .ack('client', { ack: 3_000_000_011 })
      .ack('client');
    const { server } = story.data('client', 5).reject('server').event();
    expect(server.fin?.frame).toBe(5);
    expect(server.finAckedBy?.frame).toBe(7);
  });

  it('keeps the first SYN and the last one repeated', () => {
    const { client } = scenario().syn().wait(1000).syn().wait(2000).syn().reject('server').event();
    expect([client.syn?.frame, client.lastSyn?.frame, client.synCount, client.retransmissions]).toEqual([1, 3, 3, 2]);
    expect(client.lastSyn?.kind).toBe('retransmission');
    expect(scenario().syn().reject('server').event().client.lastSyn).toBeNull();
  });

  it('lists the probes that nothing answered, and forgets those that were answered', () => {
    const story = scenario().handshake().data('server', 10).ack('client').wait(1000).keepalive('server').ack('client');
    for (let n = 0; n < 3; n++) story.wait(1000).keepalive('server');
    expect(
      story
        .abort('server')
        .event()
        .server.probes.map(({ frame }) => frame),
    ).toEqual([8, 9, 10]);
  });

  it('keeps the newest of many probes', () => {
    const story = scenario().handshake().data('server', 10).ack('client');
    for (let n = 0; n < 40; n++) story.wait(75_000).keepalive('server');
    const { probes } = story.abort('server').event().server;
    expect([probes.length, probes[0]?.frame, probes.at(-1)?.frame]).toEqual([15, 31, 45]);
  });

  it('keeps up to 64 bytes of what a RST says', () => {
    const short = scenario()
      .handshake()
      .send('server', RST | ACK | PSH, { payload: 'Go away', payloadLength: 7 })
      .event();
    expect(new TextDecoder().decode(short.payload)).toBe('Go away');
    const long = scenario()
      .handshake()
      .send('server', RST, { payload: 'x'.repeat(100) })
      .event();
    expect([long.payload.length, long.payloadLength]).toEqual([64, 100]);
  });
});

describe('round trips', () => {
  it('are measured from the capture point to each side and back', () => {
    const story = scenario().client({ rttMs: 3 }).server({ rttMs: 20 }).handshake();
    for (let n = 0; n < 4; n++) story.wait(100).data('client', 50).data('server', 80).ack('client');
    const { client, server } = story.abort('server').event();
    expect(server.rtt).toMatchObject({ samples: 5, minUs: 20_000, p25Us: 20_000 });
    expect(client.rtt).toMatchObject({ samples: 5, minUs: 3000, p25Us: 3000 });
  });

  it('leave out what was sent twice', () => {
    const story = scenario()
      .syn()
      .synAck()
      .ack('client')
      .data('client', 100)
      .wait(300)
      .retransmit('client', 100)
      .ack('server');
    expect(story.abort('server').event().server.rtt).toMatchObject({ samples: 1, minUs: 20_000 });
  });

  it('are unknown without a sample', () => {
    expect(scenario().midstream(1, 1).data('client', 5).reject('server').event().server.rtt).toBeNull();
  });
});
