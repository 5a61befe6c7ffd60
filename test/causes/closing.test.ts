import { describe, expect, it } from 'vitest';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const finished = (): Scenario => talk().fin('server').ack('client').wait(500);
const late = (reset: Override = {}, data: Override = {}): Scenario =>
  finished().data('client', 50, data).reject('server', reset);

describe('late-data-after-close', () => {
  it('is proven by new data after the server’s FIN', () => {
    expect(verdictOf(late())).toMatchObject({
      cause: 'late-data-after-close',
      confidence: 'proven',
      proof: 'b',
      kernelReasons: ['TCP_TIMEWAIT_SOCKET', 'TCP_ABORT_ON_DATA'],
      impact: 'disruptive',
    });
  });

  it('names the socket first when its FIN was not acknowledged yet', () => {
    const story = talk().fin('server').data('client', 50, { ack: 3_000_000_301 });
    expect(verdictOf(story.reject('server')).kernelReasons[0]).toBe('TCP_ABORT_ON_DATA');
  });

  it('is not a pure ACK, nor a FIN, after the FIN: nothing was to be delivered', () => {
    expect(verdictOf(finished().ack('client').reject('server')).cause).not.toBe('late-data-after-close');
    expect(verdictOf(finished().fin('client').reject('server')).cause).not.toBe('late-data-after-close');
  });

  it('is not data that the FIN had acknowledged', () => {
    const story = talk().data('client', 50).fin('server').wait(300).retransmit('client', 50).reject('server');
    expect(verdictOf(story).cause).not.toBe('late-data-after-close');
  });

  it('is not proven when the socket may have been forgotten (tcp_fin_timeout)', () => {
    const closedFor = (ms: number): Scenario =>
      talk().fin('server').ack('client').wait(ms).data('client', 5).reject('server');
    expect(verdictOf(closedFor(9_900)).confidence).toBe('proven');
    expect(verdictOf(closedFor(11_000))).toMatchObject({ cause: 'late-data-after-close', confidence: 'likely' });
    const forgotten = verdictOf(closedFor(61_000));
    expect(forgotten.confidence).not.toBe('proven');
    expect([forgotten.cause, ...forgotten.tied].sort()).toEqual(['fin-wait2-expired', 'late-data-after-close']);
  });

  it.each<[string, Scenario]>([
    ['a window', late({ window: 9 })],
    ['an IP id', late({ ipId: 77 })],
    ['another TTL', late({ ttl: 61 })],
  ])('is not proven by a RST with %s', (_, story) => {
    expect(verdictOf(story).confidence).not.toBe('proven');
  });

  it('is not what a packet filter answers in the meantime', () => {
    const filtered = late({ dscp: 0 }, { dscp: 10 });
    expect(verdictOf(filtered, { vantage: 'server' }).cause).not.toBe('late-data-after-close');
    expect(verdictOf(filtered, { vantage: 'client' }).confidence).toBe('possible');
  });

  it('is supported by the flow label of a socket that was still known', () => {
    const v6 = (flowLabel: number): Scenario =>
      scenario()
        .client({ address: '2001:db8::10' })
        .server({ address: '2001:db8::20', flowLabel: 7 })
        .handshake()
        .fin('server')
        .ack('client')
        .wait(50)
        .data('client', 9)
        .reject('server', { flowLabel });
    expect(outcomes('late-data-after-close', v6(7))).toMatchObject({ sameLabel: 'seen' });
    expect(outcomes('late-data-after-close', v6(8))).toMatchObject({ sameLabel: 'absent' });
    expect(outcomes('late-data-after-close', late())).toMatchObject({ sameLabel: 'unseen' });
  });

  it('is not half-closing: the server goes on reading after shutdown(SHUT_WR)', () => {
    const story = finished().data('client', 50).ack('server').wait(300).data('client', 50).reject('server').wait(10);
    expect(verdictOf(story.ack('server')).cause).not.toBe('late-data-after-close');
  });
});

describe('benign-rst-after-close', () => {
  const closed = (): Scenario => talk().fin('server').fin('client').ack('server').wait(500);

  it('is proven by a straggler after both FINs were acknowledged', () => {
    expect(verdictOf(closed().ack('client').reject('server'))).toMatchObject({
      cause: 'benign-rst-after-close',
      confidence: 'proven',
      proof: 'b',
      impact: 'benign',
    });
  });

  it('needs both FINs acknowledged', () => {
    const open = talk().fin('server').fin('client').wait(500).ack('client').reject('server');
    expect(outcomes('benign-rst-after-close', open)).toMatchObject({ bothFinished: 'absent' });
  });

  it('is not an abort after the end', () => {
    expect(verdictOf(closed().abort('server')).cause).not.toBe('benign-rst-after-close');
  });
});

describe('segment-after-reset', () => {
  it('is proven by a segment of its own after the sender’s RST', () => {
    const story = talk().data('client', 50).abort('server').data('client', 50).reject('server');
    expect(verdictOf(story, {}, 1)).toMatchObject({ cause: 'segment-after-reset', proof: 'c', impact: 'benign' });
  });

  it('is the answer of a host that was reset by the other, though not proven', () => {
    const story = talk().abort('server').data('server', 50).reject('client');
    expect(verdictOf(story, {}, 1)).toMatchObject({ cause: 'segment-after-reset', proof: null });
  });

  it('answers an ACK that crossed the FIN: what was sent before it could arrive is no answer to it', () => {
    const story = scenario().server({ rttMs: 40 }).handshake().data('client', 100).data('server', 300).ack('client');
    const acknowledged = story.segments.at(-1)?.timeUs ?? 0;
    story
      .fin('server', { timeUs: acknowledged + 20 })
      .abort('server', { timeUs: acknowledged + 40 })
      .reject('server');
    expect(verdictOf(story, {}, 1).cause).toBe('segment-after-reset');
  });

  it('covers one RST for each segment in flight', () => {
    const story = talk().data('client', 50).data('client', 50).data('client', 50);
    story.reject('server').reject('server').reject('server');
    expect([1, 2].map((n) => verdictOf(story, {}, n).cause)).toEqual(['segment-after-reset', 'segment-after-reset']);
    expect(verdictOf(story, {}, 0).cause).not.toBe('segment-after-reset');
  });

  it('does not cover more RSTs than segments', () => {
    const story = talk().data('client', 50).reject('server').reject('server');
    expect(verdictOf(story, {}, 1).cause).not.toBe('segment-after-reset');
  });

  it('is not the next attempt, refused again', () => {
    const story = scenario().syn().reject('server').wait(1000).syn().reject('server');
    expect(verdictOf(story, {}, 1).cause).toBe('port-closed');
  });

  it('is not another guess of an injector', () => {
    const story = talk().data('client', 50);
    const { nextSeq } = story.numbers('server');
    const bare = { ack: 0, window: 0, options: 0, tsValue: -1, ipId: 0 };
    story.send('server', 0x04, { seq: nextSeq, ...bare }).send('server', 0x04, { seq: nextSeq + 1460, ...bare });
    expect(verdictOf(story, {}, 1).cause).not.toBe('segment-after-reset');
  });
});

describe('fin-wait2-expired', () => {
  /** The server has closed and its FIN was acknowledged; the client keeps its half open for a while. */
  const halfOpen = (ms: number): Scenario => talk().fin('server').ack('client').wait(ms);

  it('leads for new data once the default time is over, tied with a longer one', () => {
    const verdict = verdictOf(halfOpen(60_100).data('client', 40).reject('server'));
    expect([verdict.cause, ...verdict.tied].sort()).toEqual(['fin-wait2-expired', 'late-data-after-close']);
    expect(verdict.confidence).toBe('possible');
  });

  it('alone explains a FIN that is rejected: a socket that still waited would have taken it', () => {
    const verdict = verdictOf(halfOpen(15_000).fin('client').reject('server'));
    expect(verdict).toMatchObject({ cause: 'fin-wait2-expired', confidence: 'likely', tied: [] });
  });

  it('is told from late data by the flow label (IPv6)', () => {
    const v6 = (label: number): Scenario =>
      scenario()
        .client({ address: '2001:db8::1' })
        .server({ address: '2001:db8::2' })
        .handshake()
        .data('client', 20)
        .data('server', 20)
        .fin('server')
        .ack('client')
        .wait(5000)
        .data('client', 40)
        .reject('server', { flowLabel: label });
    expect(verdictOf(v6(0x11111))).toMatchObject({ cause: 'fin-wait2-expired', tied: [] });
    expect(verdictOf(v6(0x6789a))).toMatchObject({ cause: 'late-data-after-close', proof: 'b' });
  });

  it.each<[string, Scenario]>([
    ['data within the time', halfOpen(5000).data('client', 40).reject('server')],
    [
      'a FIN that follows its own at once: no socket stops waiting so soon',
      halfOpen(70).fin('client').reject('server'),
    ],
    ['a FIN that was never acknowledged', talk().fin('server').wait(70_000).data('client', 40).reject('server')],
    ['a connection without a FIN', talk().wait(70_000).data('client', 40).reject('server')],
    ['both sides closed', talk().fin('server').fin('client').ack('server').wait(70_000).ack('client').reject('server')],
  ])('does not explain %s', (_, story) => {
    const { cause, tied } = verdictOf(story);
    expect([cause, ...tied]).not.toContain('fin-wait2-expired');
  });
});
