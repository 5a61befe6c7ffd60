/** Handshakes whose sequence numbers a device changes in one direction only. */
import { describe, expect, it } from 'vitest';
import { ACK, SYN } from '../../src/model/segment.ts';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const CAUSE = 'seq-rewrite-or-asymmetric';
const OFFSET = 739_245_793;
const ISN = 3_000_000_000;
const WRONG = { ack: (ISN + 1 + OFFSET) % 2 ** 32, dscp: 8 };
const server = { vantage: 'server' } as const;
const client = { vantage: 'client' } as const;

const answer = (story: Scenario, about = {}): string[] => {
  const { cause, tied } = verdictOf(story, about);
  return [cause, ...tied];
};

describe('seq-rewrite-or-asymmetric, seen at the server', () => {
  /** The client goes on so many times although each of its segments was rejected. */
  const rejected = (times: number, waitMs = 250): Scenario => {
    const story = scenario().client({ rttMs: 40 }).syn({ dscp: 8 }).synAck().ack('client', WRONG).reject('server');
    for (let n = 0; n < times; n += 1) {
      story.wait(waitMs);
      if (n === 0) story.data('client', 120, WRONG);
      else story.retransmit('client', 120, WRONG);
      story.reject('server');
    }
    return story;
  };

  it('explains a client that goes on in spite of RSTs with the number that it expects', () => {
    const verdict = verdictOf(rejected(4), server);
    expect(verdict).toMatchObject({ cause: CAUSE, confidence: 'likely', tied: [], kernelReasons: ['TCP_FLAGS'] });
    expect(outcomes(CAUSE, rejected(4), server)).toMatchObject({
      ignored: 'seen',
      offset: 'seen',
      displaced: 'absent',
    });
  });

  it('stays a tie while the RSTs may have been lost', () => {
    expect(answer(rejected(2), server).sort()).toEqual([CAUSE, 'synrecv-bad-ack']);
  });

  it('stays a tie while the RSTs may still be on their way', () => {
    expect(answer(rejected(3, 0), server).sort()).toEqual([CAUSE, 'synrecv-bad-ack']);
  });

  it('is not a second device: its SYN-ACK is there', () => {
    const story = scenario().syn({ dscp: 8 }).synAck({ seq: 5_000 });
    story.ack('client', { ack: 5_001, dscp: 8 });
    story.send('server', SYN | ACK, { seq: ISN, ack: 1_000_001 }).reject('server', { seq: 5_001, dscp: 8 });
    expect(answer(story)).not.toContain(CAUSE);
  });

  it('is not a right number', () => {
    const story = scenario().syn({ dscp: 8 }).synAck().ack('client', { dscp: 8 }).reject('server');
    expect(answer(story, server)).not.toContain(CAUSE);
  });
});

describe('seq-rewrite-or-asymmetric, seen at the client', () => {
  interface Form {
    readonly seqs?: readonly number[];
    readonly ttl?: number;
    readonly rttMs?: number;
    readonly again?: boolean;
  }

  /** The client is right; each of its segments is answered with one wrong number, and the SYN-ACK comes again. */
  const displaced = ({ seqs = [OFFSET, OFFSET, OFFSET], ttl = 61, rttMs = 40, again = true }: Form = {}): Scenario => {
    const story = scenario().server({ rttMs: 40, ttl: 61, isn: ISN }).syn({ dscp: 8 }).synAck().server({ rttMs });
    for (const [index, offset] of seqs.entries()) {
      story.ack('client', { dscp: 8 }).reject('server', { seq: (ISN + 1 + offset) % 2 ** 32, ttl });
      if (again && index === 1) story.wait(900).send('server', SYN | ACK, { seq: ISN, ack: 1_000_001 });
      else story.wait(200);
    }
    return story;
  };

  it('explains one and the same wrong number in answer to right ones', () => {
    expect(verdictOf(displaced(), client)).toMatchObject({ cause: CAUSE, confidence: 'possible', tied: [] });
    expect(verdictOf(displaced(), client).builder).toMatchObject({ value: 'stateless-reply', tied: ['foreign'] });
  });

  it.each<[string, Form]>([
    ['numbers that differ', { seqs: [OFFSET, OFFSET + 1460, OFFSET + 2920] }],
    ['a single wrong number', { seqs: [OFFSET] }],
    ['a server that took the handshake for complete', { again: false }],
    ['RSTs from another distance', { ttl: 250 }],
    ['RSTs that come before the server could answer', { rttMs: 5 }],
  ])('does not explain %s', (_, form) => {
    expect(answer(displaced(form), client)).not.toContain(CAUSE);
  });
});
