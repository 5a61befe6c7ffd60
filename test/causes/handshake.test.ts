import { describe, expect, it } from 'vitest';
import { ACK } from '../../src/model/segment.ts';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const answer = (story: Scenario, index = 0): string[] => {
  const { cause, tied } = verdictOf(story, {}, index);
  return [cause, ...tied];
};

describe('port-closed', () => {
  const refused = (syn: Override = {}, reset: Override = {}): Scenario => scenario().syn(syn).reject('server', reset);

  it('is tied with every filter that writes the same bytes', () => {
    expect(answer(refused())).toEqual([
      'port-closed',
      'host-firewall-reject',
      'path-firewall-reject',
      'lb-no-backend-or-unhealthy',
    ]);
    expect(verdictOf(refused(), { vantage: 'server' }).tied).toEqual(['host-firewall-reject']);
  });

  it('stands alone when the host copied the DSCP', () => {
    expect(verdictOf(refused({ dscp: 10 }))).toMatchObject({ cause: 'port-closed', confidence: 'likely', tied: [] });
  });

  it('gives way to a filter when the DSCP was zeroed', () => {
    const { cause, tied } = verdictOf(refused({ dscp: 10 }, { dscp: 0 }), { vantage: 'server' });
    expect([cause, ...tied]).not.toContain('port-closed');
  });

  it('is tied with a filter when routers on the way may have cleared the DSCP', () => {
    expect(answer(refused({ dscp: 10 }, { dscp: 0 }))).toEqual(answer(refused()));
  });

  it('is not a handshake that was accepted before', () => {
    expect(answer(scenario().handshake().reject('server'))).not.toContain('port-closed');
  });

  it('may have been a test of the client when a welcome follows at once', () => {
    const welcomed = (ms: number): Scenario => refused().wait(ms).synAck();
    expect(answer(welcomed(1400))).toContain('antiddos-challenge');
    expect(answer(welcomed(1600))).not.toContain('antiddos-challenge');
    expect(answer(refused())).not.toContain('antiddos-challenge');
  });

  it('is not data that is rejected: RST alone, not RST and ACK', () => {
    const orphan = scenario().midstream(5000, 9000).data('client', 10).reject('server');
    expect(answer(orphan)).not.toContain('port-closed');
  });
});

describe('client-connect-abandoned', () => {
  it('explains a good SYN-ACK that came too late', () => {
    const story = scenario().syn().wait(4000).synAck().reject('client');
    expect(verdictOf(story)).toMatchObject({ cause: 'client-connect-abandoned', confidence: 'likely' });
    expect(outcomes('client-connect-abandoned', story)).toMatchObject({ slowAnswer: 'seen' });
    // Within a round trip somebody else may have ended the attempt, unseen from here; at the client that would be in the capture.
    const late = scenario().client({ rttMs: 700 }).syn().synAck().reject('client');
    expect(verdictOf(late, { vantage: 'server' }).tied).toEqual([]);
    const soon = scenario().client({ rttMs: 80 }).syn().synAck().reject('client');
    expect(verdictOf(soon, { vantage: 'server' }).tied).toEqual(['segment-after-reset', 'host-firewall-reject']);
    expect(verdictOf(soon, { vantage: 'client' }).tied).toEqual([]);
    const quick = scenario().syn().synAck().reject('client');
    expect(outcomes('client-connect-abandoned', quick)).toMatchObject({ slowAnswer: 'absent' });
  });

  it('does not explain an answer to another SYN', () => {
    expect(answer(scenario().syn().wait(4000).synAck({ ack: 77 }).reject('client'))).not.toContain(
      'client-connect-abandoned',
    );
  });

  it('does not explain a client that had acknowledged', () => {
    const story = scenario().handshake().wait(50).synAck({ seq: 3_000_000_000 }).abort('client');
    expect(answer(story)).not.toContain('client-connect-abandoned');
  });

  it('is tied with a scan when the SYN is not a kernel’s', () => {
    const raw = { options: 1, optionOrder: 0x2, windowScale: -1, window: 1024, tsValue: -1 };
    const story = scenario().syn(raw).synAck().reject('client');
    expect(verdictOf(story).tied).toEqual(['port-scan']);
    expect(outcomes('client-connect-abandoned', story)).toMatchObject({ scannerSyn: 'seen' });
    expect(verdictOf(scenario().syn().synAck().reject('client')).tied).toEqual([]);
  });
});

describe('unsolicited-synack', () => {
  it('explains a SYN-ACK for a SYN that nobody sent', () => {
    const verdict = verdictOf(scenario().synAck({ ack: 77 }).reject('client'));
    expect(verdict).toMatchObject({ cause: 'unsolicited-synack', impact: 'benign', kernelReasons: ['NO_SOCKET'] });
  });

  it('is stronger in a capture that would hold the SYN', () => {
    const old = scenario().connection({}, { port: 1 }).handshake().wait(127_500).use(0).synAck({ ack: 77 });
    expect(outcomes('unsolicited-synack', old.reject('client'))).toMatchObject({ capturedBefore: 'seen' });
    const young = scenario().connection({}, { port: 1 }).handshake().wait(126_500).use(0).synAck({ ack: 77 });
    expect(outcomes('unsolicited-synack', young.reject('client'))).toMatchObject({ capturedBefore: 'unseen' });
  });

  it('cannot be told from a given-up attempt away from the client: the SYN may be on another path', () => {
    const story = scenario().synAck({ ack: 77 }).reject('client');
    for (const vantage of ['server', 'middle'] as const) {
      const { cause, confidence, tied } = verdictOf(story, { vantage });
      expect({ cause, confidence }).toEqual({ cause: 'unsolicited-synack', confidence: 'possible' });
      expect(tied).toEqual(['client-connect-abandoned']);
    }
  });

  it('is not an answer to a SYN of this client', () => {
    expect(answer(scenario().syn().synAck().reject('client'))).not.toContain('unsolicited-synack');
  });
});

describe('synsent-bad-ack', () => {
  /** A peer that still holds an older connection answers the SYN with an ACK of that one (RFC 5961 §4). */
  const challenged = (): Scenario => scenario().syn().send('server', ACK, { seq: 4242, ack: 777 }).reject('client');

  it('is proven by an ACK with other numbers between SYN and RST', () => {
    expect(verdictOf(challenged())).toMatchObject({ cause: 'synsent-bad-ack', proof: 'd', impact: 'benign' });
  });

  it('notes that the retry succeeded', () => {
    const story = challenged().wait(900).syn().synAck().ack('client');
    expect(outcomes('synsent-bad-ack', story)).toMatchObject({ retrySucceeded: 'seen' });
    expect(outcomes('synsent-bad-ack', challenged())).toMatchObject({ retrySucceeded: 'absent' });
  });

  it('is not proven by a SYN-ACK with a wrong number: a scrubber does that on purpose', () => {
    const verdict = verdictOf(scenario().syn().synAck({ ack: 777 }).reject('client'));
    expect(verdict).toMatchObject({ cause: 'synsent-bad-ack', proof: null, tied: ['antiddos-challenge'] });
  });

  it('is not a SYN-ACK with the right number', () => {
    expect(answer(scenario().syn().synAck().reject('client'))).not.toContain('synsent-bad-ack');
  });

  it('is not an ACK before the SYN was sent', () => {
    const story = scenario().midstream(5000, 9000).ack('server').reject('client');
    expect(answer(story)).not.toContain('synsent-bad-ack');
  });
});

describe('a handshake that the server never finished', () => {
  /** The SYN-ACK comes again after the client's ACK and data; much later the data is rejected. */
  const unfinished = (): Scenario => {
    const story = scenario().handshake().data('client', 50).wait(1000);
    return story.synAck().wait(30_000).data('client', 50).reject('server');
  };

  it('is named when the SYN-ACK comes again after the client’s ACK', () => {
    expect(verdictOf(unfinished())).toMatchObject({ cause: 'handshake-incomplete-on-server', tied: [] });
  });

  it('is not named when only the ACK was late: SYN-ACKs before it say nothing', () => {
    const story = scenario().syn().synAck().wait(1000).synAck().ack('client').data('client', 50).reject('server');
    expect(answer(story)).not.toContain('handshake-incomplete-on-server');
  });

  it('is not named once the server had acknowledged data', () => {
    const story = scenario().handshake().data('client', 50).wait(1000).synAck().ack('server').data('client', 50);
    expect(answer(story.reject('server'))).not.toContain('handshake-incomplete-on-server');
  });

  it('is a full accept queue with tcp_abort_on_overflow when the first ACK is rejected at once', () => {
    const verdict = verdictOf(scenario().handshake().reject('server'));
    expect(verdict.cause).toBe('accept-overflow-abort');
    expect(verdict.tied).toEqual(expect.arrayContaining(['synrecv-bad-ack', 'host-firewall-reject']));
    expect(answer(unfinished())).not.toContain('accept-overflow-abort');
  });

  it('is not a full accept queue when the RST comes after the server would have repeated its SYN-ACK', () => {
    const asked = (ms: number): Scenario => scenario().handshake().wait(ms).data('client', 50).reject('server');
    expect(answer(asked(500))).toContain('accept-overflow-abort');
    expect(answer(asked(1100))).not.toContain('accept-overflow-abort');
  });

  it('is not a full accept queue when the server, seen on its own cable, let the first ACK pass', () => {
    const story = scenario().handshake().wait(500).data('client', 50).reject('server');
    const { cause, tied } = verdictOf(story, { vantage: 'server' });
    expect([cause, ...tied]).not.toContain('accept-overflow-abort');
  });

  it('is not a full accept queue when the ACK has a wrong number', () => {
    const story = scenario().syn().synAck().ack('client', { ack: 12_345 }).reject('server');
    expect(answer(story)).not.toContain('accept-overflow-abort');
  });

  it('can only be a listener that was closed or a rule of the host when captured at the server', () => {
    const { tied } = verdictOf(scenario().handshake().reject('server'), { vantage: 'server' });
    expect(tied).toEqual(['listener-closed-during-handshake', 'host-firewall-reject']);
  });

  it('is neither where the server had taken part', () => {
    const story = scenario().handshake().data('client', 50).ack('server').data('client', 50).reject('server');
    expect(answer(story)).not.toContain('accept-overflow-abort');
  });
});
