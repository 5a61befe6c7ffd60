import { describe, expect, it } from 'vitest';
import { ACK, FIN, SYN } from '../../src/model/segment.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** What the segments after the handshake were, told by the RST that ends the story. */
function kinds(story: Scenario): string[] {
  const { before } = story.wait(500).abort('server').event();
  return before.slice(3).map(({ from, kind }) => `${from} ${kind}`);
}

describe('segment kinds', () => {
  it('names the ordinary life of a connection', () => {
    const story = scenario().handshake().data('client', 100).ack('server').data('server', 500).ack('client');
    story.fin('server').ack('client').fin('client').ack('server');
    const { before } = story.abort('client').event();
    expect(before.map(({ kind }) => kind)).toEqual(
      ['syn', 'syn-ack', 'ack', 'data', 'ack', 'data', 'ack', 'fin', 'ack', 'fin', 'ack'], // one word per segment
    );
  });

  it('tells a keep-alive from a retransmission of the last byte by what is outstanding', () => {
    const idle = scenario().handshake().data('client', 1).ack('server').wait(7_200_000).keepalive('client');
    expect(kinds(idle)).toEqual(['client data', 'server ack', 'client keepalive']);
    const withByte = scenario().handshake().data('client', 1).ack('server').wait(100).retransmit('client', 1);
    expect(kinds(withByte).at(-1)).toBe('client keepalive');
    const waiting = scenario().handshake().data('client', 1).wait(300).retransmit('client', 1);
    expect(kinds(waiting)).toEqual(['client data', 'client retransmission']);
  });

  it('does not take an ACK that overtook a FIN for a keep-alive', () => {
    const story = scenario().handshake().fin('client').keepalive('client');
    expect(kinds(story)).toEqual(['client fin', 'client ack']);
  });

  it('calls the probe of a closed window a window probe, with a byte or without', () => {
    const full = () => scenario().handshake().data('client', 1000).ack('server', { window: 0 }).wait(300);
    expect(kinds(full().keepalive('client')).at(-1)).toBe('client window-probe');
    expect(kinds(full().data('client', 1)).at(-1)).toBe('client window-probe');
  });

  it('knows repeated data, FINs and SYNs as retransmissions', () => {
    const story = scenario()
      .handshake()
      .data('client', 100)
      .wait(200)
      .retransmit('client', 100)
      .fin('client')
      .wait(400);
    story.fin('client', { seq: 1_000_101 });
    expect(kinds(story)).toEqual(['client data', 'client retransmission', 'client fin', 'client retransmission']);
    const calls = scenario().syn().wait(1000).syn().synAck().wait(1000).synAck().ack('client').abort('client').event();
    expect(calls.before.map(({ kind }) => kind)).toEqual(['syn', 'retransmission', 'syn-ack', 'retransmission', 'ack']);
  });

  it('takes data that was sent again together with new bytes for data', () => {
    const story = scenario().handshake().data('client', 100).wait(200).data('client', 300, { seq: 1_000_001 });
    const event = story.abort('server').event();
    expect(event.before.at(-1)?.kind).toBe('data');
    expect(event.client).toMatchObject({ bytes: 300, nextSeq: 1_000_301, retransmissions: 0 });
  });

  it('takes a filled hole for reordering when it comes sooner than any retransmission could', () => {
    const soon = scenario().handshake().data('client', 100, { seq: 1_000_101 }).data('client', 100, { seq: 1_000_001 });
    expect(kinds(soon)).toEqual(['client data', 'client out-of-order']);
    const late = scenario().handshake().data('client', 100, { seq: 1_000_101 }).wait(250);
    late.data('client', 100, { seq: 1_000_001 });
    expect(kinds(late)).toEqual(['client data', 'client retransmission']);
    expect(late.event().client).toMatchObject({ bytes: 200, dataSegments: 2, nextSeq: 1_000_201 });
  });

  it('requires outstanding data for a duplicate ACK', () => {
    const lost = scenario().handshake().data('client', 100).ack('server').data('client', 100).data('client', 100);
    lost.ack('server', { ack: 1_000_101 }).ack('server', { ack: 1_000_101 });
    expect(kinds(lost).slice(-2)).toEqual(['server duplicate-ack', 'server duplicate-ack']);
    const idle = scenario().handshake().data('client', 100).ack('server').wait(50).ack('server');
    expect(kinds(idle).at(-1)).toBe('server ack');
  });

  it('names a new window on an old ACK number a window update', () => {
    const story = scenario().handshake().data('client', 100).ack('server').wait(30).ack('server', { window: 800 });
    expect(kinds(story).at(-1)).toBe('server window-update');
  });

  it('leaves numbers that no connection could reach alone', () => {
    const story = scenario()
      .handshake()
      .data('client', 10)
      .ack('server')
      .data('client', 50, { seq: 1_000_000 + 2 ** 30 + 100 });
    const event = story.abort('server').event();
    expect(event.before.at(-1)?.kind).toBe('other');
    expect(event.client).toMatchObject({ nextSeq: 1_000_011, bytes: 10 });
  });

  it('leaves data beyond the announced window alone', () => {
    const story = scenario()
      .handshake()
      .data('client', 10)
      .ack('server')
      .data('client', 50, { seq: 1_000_011 + 70_000 });
    story.data('client', 20, { seq: 1_000_011 });
    const event = story.abort('server').event();
    expect(event.before.slice(-2).map(({ kind }) => kind)).toEqual(['other', 'data']);
    expect(event.client).toMatchObject({ nextSeq: 1_000_031, bytes: 30 });
  });

  it('knows no kind for segments without ACK, SYN or RST', () => {
    const story = scenario().handshake().send('client', FIN, { seq: 7 }).send('client', 0);
    expect(kinds(story)).toEqual(['client other', 'client other']);
  });

  it('keeps a second SYN-ACK with another number, but goes by the first', () => {
    const story = scenario()
      .syn()
      .synAck()
      .send('server', SYN | ACK, { seq: 77, ack: 1_000_001 })
      .ack('client');
    const event = story.abort('server').event();
    expect(event.before.map(({ kind }) => kind)).toEqual(['syn', 'syn-ack', 'syn-ack', 'ack']);
    expect(event.server).toMatchObject({ nextSeq: 3_000_000_001, synCount: 1 });
  });
});
