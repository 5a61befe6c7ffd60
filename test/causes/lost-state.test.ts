import { describe, expect, it } from 'vitest';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

/** A healthy conversation, then a silence. */
const talk = (idleMs = 60_000): Scenario =>
  scenario().handshake().data('client', 100).data('server', 300).data('server', 300).ack('client').wait(idleMs);
const lost = (reset: Override = {}): Scenario => talk().data('client', 50).reject('server', reset);
const answer = (story: Scenario): string[] => {
  const { cause, tied } = verdictOf(story);
  return [cause, ...tied];
};

describe('state-lost-listener-up', () => {
  it('explains data of a healthy connection that the service no longer knows', () => {
    const verdict = verdictOf(lost().wait(500).connection().handshake());
    expect(verdict).toMatchObject({ cause: 'state-lost-listener-up', kernelReasons: ['TCP_FLAGS', 'NO_SOCKET'] });
    expect(verdict.tied).not.toContain('state-lost-no-listener');
    expect(verdict.tied).toEqual(expect.arrayContaining(['nat-rebind', 'lb-rehash', 'failover-vip-move']));
  });

  it('is tied with a closed port while no later attempt tells', () => {
    expect(answer(lost())).toEqual(expect.arrayContaining(['state-lost-listener-up', 'state-lost-no-listener']));
  });

  it('is found by a keep-alive as well as by data', () => {
    expect(verdictOf(talk().keepalive('client').reject('server')).cause).toBe('state-lost-listener-up');
  });

  it('cannot have been moved on the way when the capture was taken on the server', () => {
    const { tied } = verdictOf(lost(), { vantage: 'server' });
    expect(tied).toEqual(['state-lost-no-listener', 'host-firewall-reject']);
  });

  it.each<[string, Scenario]>([
    ['a client', talk().data('server', 50).reject('client')],
    ['a server that had said FIN', talk().fin('server').ack('client').wait(100).data('client', 5).reject('server')],
    ['an abort', talk().data('client', 50).abort('server')],
    ['a refused SYN', scenario().syn().reject('server')],
    ['a connection that was reset before', talk().abort('client').data('client', 5).reject('server')],
  ])('does not explain %s', (_, story) => {
    const last = story.track().events.length - 1;
    const { cause, tied } = verdictOf(story, {}, last);
    expect([cause, ...tied]).not.toContain('state-lost-listener-up');
  });

  it('does not explain a host whose socket goes on: it never lost anything', () => {
    expect(answer(lost().wait(20).data('server', 10))).not.toContain('state-lost-listener-up');
  });
});

describe('state-lost-no-listener', () => {
  it('is lifted by the next attempt that is refused', () => {
    const story = lost().wait(500).connection().syn().reject('server');
    const verdict = verdictOf(story);
    expect(verdict).toMatchObject({ cause: 'state-lost-no-listener', kernelReasons: ['NO_SOCKET'] });
    expect(verdict.tied).not.toContain('state-lost-listener-up');
    expect(outcomes('state-lost-no-listener', story)).toMatchObject({ refusedAfter: 'seen', acceptedAfter: 'absent' });
  });

  it('explains a client that no longer knows the connection', () => {
    const verdict = verdictOf(talk().data('server', 50).reject('client'));
    expect(verdict.cause).toBe('state-lost-no-listener');
    expect(verdict.tied).not.toContain('state-lost-listener-up');
  });
});

describe('nat-rebind', () => {
  /** The client of the first connection goes on under another port. */
  function rebound(override: Override = {}, before: (story: Scenario) => Scenario = (story) => story): Scenario {
    const story = before(talk());
    const { nextSeq, received } = story.numbers('client');
    const { ipId = 0, tsValue = 0 } = story.segments.findLast(({ sourcePort }) => sourcePort === 40_000) ?? {};
    const echo = story.segments.findLast(({ sourcePort }) => sourcePort === 443)?.tsValue ?? 0;
    story.connection({ ipId: ipId + 1, tsBase: tsValue }).midstream(nextSeq, received);
    return story.data('client', 50, { tsEcho: echo, ...override }).reject('server');
  }
  const server = { vantage: 'server' } as const;

  it('is proven by an orphan that goes on in both sequence spaces', () => {
    const verdict = verdictOf(rebound(), server);
    expect(verdict).toMatchObject({ cause: 'nat-rebind', confidence: 'proven', proof: 'a', tied: [] });
  });

  it('still goes on with a retransmission, or with a keep-alive', () => {
    const { nextSeq } = talk().numbers('client');
    expect(verdictOf(rebound({ seq: nextSeq - 100 }), server).proof).toBe('a');
    expect(verdictOf(rebound({ seq: nextSeq - 1, payloadLength: 0 }), server).proof).toBe('a');
  });

  it('is not proven by the client’s number alone: devices share weak ISNs', () => {
    const { received } = talk().numbers('client');
    expect(verdictOf(rebound({ ack: received + 5000 }), server)).toMatchObject({ proof: null });
    expect(verdictOf(rebound({ ack: received - 2000 }), server)).toMatchObject({ proof: null });
  });

  it('is not proven more than one segment away', () => {
    const { nextSeq } = talk().numbers('client');
    expect(verdictOf(rebound({ seq: nextSeq + 1460 }), server).proof).toBe('a');
    expect(verdictOf(rebound({ seq: nextSeq + 1461 }), server).proof).toBeNull();
  });

  it('is not proven while the old tuple is alive', () => {
    const story = rebound();
    story.wait(100).use(0).data('client', 10);
    expect(verdictOf(story, server)).toMatchObject({ proof: null });
    expect(outcomes('nat-rebind', story, server)).toMatchObject({ oldSilent: 'absent', seqContinues: 'seen' });
  });

  it('is not what one packet looks like before and after a NAT in one capture', () => {
    const story = talk().data('client', 50);
    const old = story.segments.at(-1);
    const { nextSeq, received } = { nextSeq: old?.seq ?? 0, received: old?.ack ?? 0 };
    story.connection().midstream(nextSeq, received);
    const same = { ipId: old?.ipId ?? 0, tsValue: old?.tsValue ?? 0, tsEcho: old?.tsEcho ?? 0 };
    story.data('client', 50, same).reject('server');
    expect(outcomes('nat-rebind', story, server)).toMatchObject({ twin: 'seen' });
    expect(answer(story)).not.toContain('nat-rebind');
  });

  it('is not a reconnect with a SYN', () => {
    const story = talk().connection().handshake().data('client', 5).data('server', 5).wait(50).data('client', 5);
    story.reject('server');
    expect(outcomes('nat-rebind', story, server)).toMatchObject({ seqContinues: 'absent', ackContinues: 'absent' });
  });
});

describe('silent-giveup-then-late', () => {
  /** The server repeats its data after 0.2, 0.4 and 0.8 s in vain; the client speaks after a silence. */
  const unheard = (silenceMs: number, times = 3): Scenario => {
    const story = talk(100).data('server', 50);
    for (let n = 0; n < times; n++) story.wait(200 * 2 ** n).retransmit('server', 50);
    return story.wait(silenceMs).data('client', 40);
  };
  const server = { vantage: 'server' } as const;

  it('explains a server that stopped repeating its data before the next time was due', () => {
    const story = unheard(5000).reject('server').wait(500).connection().handshake();
    const verdict = verdictOf(story, server);
    expect([verdict.cause, ...verdict.tied].sort()).toEqual([
      'host-firewall-reject',
      'silent-giveup-then-late',
      'state-lost-listener-up',
    ]);
    expect(outcomes('silent-giveup-then-late', story, server)).toMatchObject({ limitReached: 'absent' });
  });

  it('is named by the causes that look the same', () => {
    const { cause, tied } = verdictOf(unheard(5000).reject('server'), server);
    expect([cause, ...tied]).toEqual(
      expect.arrayContaining(['silent-giveup-then-late', 'state-lost-listener-up', 'state-lost-no-listener']),
    );
  });

  it('notes that the retransmissions were exhausted', () => {
    const story = unheard(930_000).reject('server');
    expect(outcomes('silent-giveup-then-late', story, server)).toMatchObject({ limitReached: 'seen' });
  });

  it.each<[string, Scenario]>([
    ['a server that was still repeating', unheard(1000).reject('server')],
    ['a single retransmission', unheard(5000, 1).reject('server')],
    [
      'data that was acknowledged',
      talk(100).data('server', 50).ack('client').wait(9000).data('client', 4).reject('server'),
    ],
    ['a silence of both', lost()],
  ])('does not explain %s', (_, story) => {
    const { cause, tied } = verdictOf(story, server);
    expect([cause, ...tied]).not.toContain('silent-giveup-then-late');
  });

  it('may have happened unseen at the client, where what the server repeats does not arrive', () => {
    const spoke = (afterMs: number): Scenario => talk(100).wait(afterMs).data('client', 40).reject('server');
    expect(verdictOf(spoke(5000), { vantage: 'client' }).tied).toContain('silent-giveup-then-late');
    expect(answer(spoke(300))).not.toContain('silent-giveup-then-late');
  });

  it('says nothing where the capture has gaps', () => {
    const story = unheard(5000).reject('server');
    const lossy = { ...server, capture: { dropped: 3 } };
    expect(outcomes('silent-giveup-then-late', story, lossy)).toMatchObject({ stoppedRepeating: 'unseen' });
  });
});

describe('a first request that comes late', () => {
  const early = (): Scenario => scenario().handshake();

  it('may meet a server that lost the connection, or one that never completed the handshake', () => {
    const verdict = verdictOf(early().wait(30_000).data('client', 50).reject('server'), { vantage: 'server' });
    expect(verdict.cause).toBe('state-lost-listener-up');
    expect(verdict.tied).toContain('handshake-incomplete-on-server');
  });

  it('is not a lost connection when the server shows that it never completed the handshake', () => {
    const story = early().wait(1000).synAck().wait(9000).data('client', 50).reject('server');
    const { cause, tied } = verdictOf(story, { vantage: 'server' });
    expect([cause, ...tied]).toEqual(['handshake-incomplete-on-server']);
  });

  it('is no lost connection when it comes before the SYN-ACK would have been repeated', () => {
    expect(answer(early().wait(300).data('client', 50).reject('server'))).not.toContain('state-lost-listener-up');
  });
});

describe('conntrack-leak', () => {
  /** The old client goes on under another address. */
  function leaked(inside: string, outside = '203.0.113.7'): Scenario {
    const story = scenario()
      .client({ address: outside, timestamps: false })
      .handshake()
      .data('client', 100)
      .data('server', 300)
      .ack('client');
    const { nextSeq, received } = story.wait(60_000).numbers('client');
    story.connection({ address: inside, port: 40_000, timestamps: false }).midstream(nextSeq, received);
    return story.data('client', 50).reject('server');
  }
  const server = { vantage: 'server' } as const;

  it.each(['10.20.0.10', '172.31.0.9', '192.168.1.4', '100.64.0.1', 'fd00::9'])(
    'is proven by %s in place of a public address',
    (inside) => {
      const outside = inside.includes(':') ? '2001:db8::7' : '203.0.113.7';
      expect(verdictOf(leaked(inside, outside), server)).toMatchObject({
        cause: 'conntrack-leak',
        proof: 'a',
        tied: [],
      });
    },
  );

  it.each(['203.0.113.8', '172.32.0.9', '100.128.0.1'])('is not %s: that is another public address', (inside) => {
    expect(verdictOf(leaked(inside), server)).toMatchObject({ cause: 'nat-rebind', proof: 'a' });
  });

  it('is not an inside address that follows an inside address', () => {
    expect(verdictOf(leaked('10.0.0.2', '10.0.0.1'), server).cause).toBe('nat-rebind');
  });

  it('may hide behind the capture point, unless its answer could not come back', () => {
    expect(verdictOf(lost()).tied).toContain('conntrack-leak');
    const inside = scenario()
      .client({ address: '10.0.0.1' })
      .handshake()
      .data('client', 9)
      .data('server', 9)
      .wait(9000);
    expect(verdictOf(inside.data('client', 9).reject('server')).tied).not.toContain('conntrack-leak');
  });
});

describe('another machine under the same address', () => {
  const marked = (override: Override = {}): Scenario =>
    talk(100).data('client', 50, { dscp: 8 }).reject('server', override);
  /** It never got the rejected bytes. */
  const unaware = { ack: 1_000_101 };
  const repeats = (story: Scenario): Scenario =>
    story.wait(300).data('server', 40, unaware).wait(300).retransmit('server', 40, unaware);

  it('is seen when the first one goes on: a balancer chose anew', () => {
    const verdict = verdictOf(repeats(marked()));
    expect(verdict).toMatchObject({ cause: 'lb-rehash', confidence: 'likely', tied: [] });
    expect(verdict.origin.value).toBe('endpoint');
    expect(verdict.builder.value).toBe('stateless-reply');
  });

  it('is not needed where the first one acknowledges the rejected segment: that one was forged', () => {
    expect(answer(marked().wait(30).data('server', 40))).not.toContain('lb-rehash');
  });

  it('does not follow from a RST without the mark of a full TCP', () => {
    const plain = talk().data('client', 50).reject('server').wait(300).data('server', 40, unaware);
    expect(answer(plain)).not.toContain('lb-rehash');
  });

  it('is seen by its network card on the servers’ own link', () => {
    const onLink = (mac: number): Scenario =>
      scenario()
        .server({ ttl: 64 })
        .client({ ttl: 57 })
        .handshake()
        .data('client', 9)
        .data('server', 9)
        .wait(5000)
        .data('client', 9, { dscp: 8 })
        .reject('server', { sourceMac: mac });
    const verdict = verdictOf(onLink(0x02_00_5e_00_53_02), { vantage: 'server' });
    expect([verdict.cause, ...verdict.tied].sort()).toEqual(['failover-vip-move', 'lb-rehash']);
    const same = verdictOf(onLink(0x02_00_00_00_00_02), { vantage: 'server' });
    expect([same.cause, ...same.tied]).not.toContain('failover-vip-move');
    expect(same.cause).toBe('state-lost-listener-up');
  });

  it('is one explanation of another distance, a restart behind a new route another', () => {
    const { cause, tied } = verdictOf(marked({ ttl: 55 }));
    expect([cause, ...tied].sort()).toEqual(['failover-vip-move', 'lb-rehash', 'state-lost-listener-up']);
    const silent = talk(60_000).data('client', 50, { dscp: 8 }).reject('server', { ttl: 55 });
    expect(answer(silent).sort()).toEqual([
      'failover-vip-move',
      'lb-rehash',
      'middlebox-idle-timeout-rst',
      'state-lost-listener-up',
    ]);
  });
});

describe('a client that rejects what the server sends', () => {
  const rejected = (): Scenario =>
    scenario().handshake().data('client', 60).ack('server').data('server', 300).reject('client');

  it('may have been reset on its own side, or be reached under another address, where that cannot be seen', () => {
    const { cause, tied } = verdictOf(rejected(), { vantage: 'server' });
    expect([cause, ...tied].sort()).toEqual([
      'conntrack-leak',
      'host-firewall-reject',
      'segment-after-reset',
      'state-lost-no-listener',
    ]);
  });

  it('has forgotten the connection where it can be seen', () => {
    const { cause, tied } = verdictOf(rejected(), { vantage: 'client' });
    expect([cause, ...tied].sort()).toEqual(['host-firewall-reject', 'state-lost-no-listener']);
  });
});
