/** RSTs of a server whose part of the handshake went wrong. */
import { describe, expect, it } from 'vitest';
import { ACK, SYN } from '../../src/model/segment.ts';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const server = { vantage: 'server' } as const;
const answer = (story: Scenario, about = {}, index = 0): string[] => {
  const { cause, tied } = verdictOf(story, about, index);
  return [cause, ...tied];
};

describe('synrecv-bad-ack', () => {
  /** The client's last step, with a number `off` from the right one. */
  const wrong = (off: number): Scenario =>
    scenario()
      .syn({ dscp: 8 })
      .synAck()
      .ack('client', { ack: 3_000_000_001 + off, dscp: 8 })
      .reject('server');

  it('explains a last step that acknowledges another number', () => {
    const verdict = verdictOf(wrong(77), server);
    expect(verdict).toMatchObject({ cause: 'synrecv-bad-ack', kernelReasons: ['TCP_FLAGS'] });
    expect(verdict.tied).toEqual(['seq-rewrite-or-asymmetric']);
    expect(answer(wrong(-900_000_000), server)).toContain('synrecv-bad-ack');
  });

  it('is settled by two answers with different numbers', () => {
    const story = scenario().syn({ dscp: 8 }).synAck({ seq: 5_000, ttl: 63 });
    story.ack('client', { ack: 5_001, dscp: 8 });
    story.send('server', SYN | ACK, { seq: 3_000_000_000, ack: 1_000_001 }).reject('server', { seq: 5_001, dscp: 8 });
    expect(outcomes('synrecv-bad-ack', story)).toMatchObject({ twoAnswers: 'seen', wrongNumber: 'seen' });
    expect(answer(story)).toEqual(['synrecv-bad-ack']);
  });

  it('rejects each wrong step for itself: the second RST is no echo', () => {
    const story = wrong(77).wait(50).ack('client', { ack: 3_000_000_078, dscp: 8 }).reject('server');
    expect(answer(story, server, 1)).toContain('synrecv-bad-ack');
    expect(answer(story, server, 1)).not.toContain('segment-after-reset');
  });

  it('is not the right number, seen on the server itself', () => {
    expect(answer(wrong(0), server)).not.toContain('synrecv-bad-ack');
  });

  it('may be the right number, rewritten behind the capture point', () => {
    expect(answer(wrong(0), { vantage: 'client' })).toContain('synrecv-bad-ack');
  });

  it('is not a wrong number on a connection that was open', () => {
    const story = scenario().handshake().data('client', 9).data('server', 9).data('client', 9, { ack: 77 });
    expect(answer(story.reject('server', { seq: 77 }), server)).not.toContain('synrecv-bad-ack');
  });
});

describe('listener-closed-during-handshake', () => {
  const refusedNext = (story: Scenario): Scenario => story.wait(100).connection().syn().reject('server');
  const queued = (): Scenario => scenario().handshake().wait(300).abort('server');
  const half = (): Scenario => scenario().syn({ dscp: 8 }).synAck().ack('client', { dscp: 8 }).reject('server');

  it('explains a connection that was reset before anybody took it, when the port is closed right after', () => {
    const verdict = verdictOf(refusedNext(queued()), server);
    expect(verdict).toMatchObject({ cause: 'listener-closed-during-handshake', confidence: 'likely', tied: [] });
    expect(verdict.kernelReasons).toEqual(['TCP_STATE']);
  });

  it('explains a last step that comes too late', () => {
    const verdict = verdictOf(refusedNext(half()), server);
    expect(verdict).toMatchObject({ cause: 'listener-closed-during-handshake', tied: [] });
    expect(verdict.kernelReasons).toContain('NO_SOCKET');
  });

  it('does not lead without sight of the closed port, but is named', () => {
    const verdict = verdictOf(queued(), server);
    expect(verdict.cause).not.toBe('listener-closed-during-handshake');
    expect(verdict.tied).toContain('listener-closed-during-handshake');
    expect(answer(half(), server)).toContain('listener-closed-during-handshake');
  });

  it('leaves room for a process that ended with something unread', () => {
    const story = scenario().handshake().data('client', 50).ack('server').wait(300).abort('server');
    expect(answer(refusedNext(story), server)).toEqual([
      'listener-closed-during-handshake',
      'process-killed',
      'close-with-unread-data',
    ]);
  });

  it.each<[string, Scenario]>([
    ['a service that accepts at once', queued().wait(10).connection().handshake()],
    [
      'a server that had answered',
      refusedNext(scenario().handshake().data('client', 9).data('server', 9).abort('server')),
    ],
    ['an abort of the client', refusedNext(scenario().handshake().wait(300).abort('client'))],
  ])('does not explain %s', (_, story) => {
    expect(answer(story, server)).not.toContain('listener-closed-during-handshake');
  });
});

describe('synrecv-syn-in-window', () => {
  const again = (ahead: number): Scenario =>
    scenario()
      .syn()
      .synAck()
      .wait(200)
      .syn({ seq: 1_000_000 + ahead, dscp: 8 });

  it('explains a second SYN inside the window of an open handshake', () => {
    const verdict = verdictOf(again(1200).reject('server'), server);
    expect(verdict).toMatchObject({ cause: 'synrecv-syn-in-window', kernelReasons: ['INVALID_SYN'], tied: [] });
    expect(verdict.confidence).toBe('likely');
  });

  it.each<[string, Scenario]>([
    ['a SYN outside the window: that one is a new connection', again(70_000).reject('server')],
    ['a SYN behind the first one', again(-1200).reject('server')],
    ['a SYN after the handshake', scenario().handshake().wait(200).syn({ seq: 1_001_200 }).reject('server')],
    ['a repeated SYN', scenario().syn().wait(1000).syn().reject('server')],
  ])('does not explain %s', (_, story) => {
    expect(answer(story, server)).not.toContain('synrecv-syn-in-window');
  });
});
