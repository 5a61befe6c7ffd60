import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario =>
  scenario().handshake().data('client', 100).data('server', 300).data('server', 300).ack('client').wait(50);
const rejected = (reset: Override = {}, request: Override = {}, idleMs = 0): Scenario =>
  talk().wait(idleMs).data('client', 50, request).reject('server', reset);
/** The server speaks again without having heard of the rejected data. */
const goesOn = (story: Scenario, ms = 3000): Scenario => {
  const unheard = story.numbers('client').nextSeq - 50;
  return story.wait(ms).data('server', 40, { ack: unheard });
};
const answer = (story: Scenario): string[] => {
  const { cause, tied } = verdictOf(story);
  return [cause, ...tied];
};

describe('host-firewall-reject', () => {
  it('is named when the host’s DSCP is zeroed, the TTL is its own and the socket goes on', () => {
    expect(verdictOf(goesOn(rejected({ dscp: 0 }, { dscp: 10 })))).toMatchObject({
      cause: 'host-firewall-reject',
      confidence: 'likely',
      kernelReasons: [],
      tied: [],
    });
  });

  it('is not named by itself without a mark: the same bytes are the kernel’s', () => {
    expect(verdictOf(rejected()).cause).not.toBe('host-firewall-reject');
    expect(verdictOf(rejected()).tied).toContain('host-firewall-reject');
  });

  it('is not elsewhere: another TTL excludes it', () => {
    expect(answer(rejected({ dscp: 0, ttl: 61 }, { dscp: 10 }))).not.toContain('host-firewall-reject');
  });

  it('is not named when the host acknowledges what was rejected: a filter would have kept it', () => {
    const story = rejected({ dscp: 0 }, { dscp: 10 }).wait(20).ack('server');
    expect(answer(story)).not.toContain('host-firewall-reject');
  });
});

describe('path-firewall-reject', () => {
  it('is named when the RST comes from nearer and the host goes on', () => {
    expect(verdictOf(goesOn(rejected({ ttl: 61 })))).toMatchObject({
      cause: 'path-firewall-reject',
      confidence: 'likely',
      origin: { value: 'middlebox' },
    });
  });

  it('is excluded by a DSCP that was copied, and on the host itself', () => {
    expect(answer(rejected({ ttl: 61 }, { dscp: 10 }))).not.toContain('path-firewall-reject');
    expect(verdictOf(rejected({ ttl: 61 }), { vantage: 'server' }).cause).not.toBe('path-firewall-reject');
  });

  it('is tied with a policy on content only where the packet had content', () => {
    expect(answer(rejected({ ttl: 61 }))).toContain('firewall-policy-rst');
    const probe = talk().wait(500).keepalive('client').reject('server', { ttl: 61 });
    expect(answer(probe)).not.toContain('firewall-policy-rst');
  });
});

describe('a TTL that differs', () => {
  it.each([56, 57, 59, 60])('by one or two hops alone (%i beside 58) names no middlebox', (ttl) => {
    for (const idleMs of [0, 30_000]) {
      const { origin, cause } = verdictOf(rejected({ ttl }, {}, idleMs));
      expect([cause, origin.value]).toEqual(['state-lost-listener-up', 'endpoint']);
    }
  });

  it.each([56, 60])('by two hops in an abort (%i beside 58) names no middlebox either', (ttl) => {
    expect(verdictOf(talk().abort('server', { ttl })).origin.value).toBe('endpoint');
  });

  it('by being smaller is not nearer: a farther host is no firewall on the way', () => {
    expect(answer(rejected({ ttl: 50 }))).not.toContain('path-firewall-reject');
  });

  it('is normal beside sockets with a TTL of their own (IP_TTL)', () => {
    for (const idleMs of [0, 30_000]) {
      const story = scenario().server({ ttl: 250 }).handshake().data('client', 5).data('server', 5).data('server', 5);
      story
        .ack('client')
        .wait(50 + idleMs)
        .data('client', 5)
        .reject('server', { ttl: 58 });
      expect(verdictOf(story).origin.value).toBe('endpoint');
    }
  });

  it('places a refused SYN elsewhere from two hops on', () => {
    const syn = (ttl: number): Scenario => talk().connection({}, { port: 8443 }).syn().reject('server', { ttl });
    expect(verdictOf(syn(60)).cause).toBe('path-firewall-reject');
    expect(verdictOf(syn(59)).cause).not.toBe('path-firewall-reject');
  });
});

describe('middlebox-idle-timeout-rst', () => {
  const box = { ttl: 63 };

  it('is named after a silence, with the mark of a box', () => {
    expect(verdictOf(rejected(box, {}, 350_000)).cause).toBe('middlebox-idle-timeout-rst');
    expect(outcomes('middlebox-idle-timeout-rst', rejected(box, {}, 350_000))).toMatchObject({ knownTimer: 'seen' });
  });

  it('is not named after an ordinary pause', () => {
    expect(answer(rejected(box, {}, 1500))).not.toContain('middlebox-idle-timeout-rst');
  });

  it('is not named without a mark, though it stays among the look-alikes', () => {
    const { cause, tied } = verdictOf(rejected({}, {}, 350_000));
    expect(cause).not.toBe('middlebox-idle-timeout-rst');
    expect(tied).toContain('middlebox-idle-timeout-rst');
  });

  it('is out of the question when the host copied the DSCP', () => {
    expect(answer(rejected({}, { dscp: 10 }, 350_000))).not.toContain('middlebox-idle-timeout-rst');
  });

  it('is lifted by another connection that was reset after the same silence', () => {
    const story = rejected(box, {}, 350_000).connection().handshake().data('client', 100).data('server', 300);
    story.data('server', 300).ack('client').wait(350_000).data('client', 50).reject('server', box);
    expect(verdictOf(story)).toMatchObject({ cause: 'middlebox-idle-timeout-rst', confidence: 'likely', tied: [] });
  });

  it('is bracketed by silences that were survived, and doubted after a longer one', () => {
    const survived = (ms: number): Scenario => {
      const story = talk().wait(ms).data('client', 10).data('server', 10).ack('client').wait(100_000);
      return story.data('client', 50).reject('server', box);
    };
    const shorter = outcomes('middlebox-idle-timeout-rst', survived(50_000));
    expect(shorter).toMatchObject({ survivors: 'seen', survivedLonger: 'absent' });
    const longer = outcomes('middlebox-idle-timeout-rst', survived(200_000));
    expect(longer).toMatchObject({ survivors: 'absent', survivedLonger: 'seen' });
  });

  it('is not the abort of a live socket', () => {
    expect(answer(talk().wait(350_000).abort('server'))).not.toContain('middlebox-idle-timeout-rst');
  });
});

describe('on-path-injection', () => {
  it('is named when the host acknowledges the very data that "it" reset', () => {
    expect(verdictOf(rejected({ ttl: 61 }).wait(20).ack('server'))).toMatchObject({
      cause: 'on-path-injection',
      origin: { value: 'middlebox' },
    });
  });

  it('is named by several guesses ahead of the stream', () => {
    const story = talk().data('client', 50);
    const { nextSeq } = story.numbers('server');
    for (const step of [0, 1460, 4380]) {
      story.send('server', RST, { seq: nextSeq + step, ack: 0, window: 0, options: 0, tsValue: -1, ipId: 9 });
    }
    story.wait(20).ack('server');
    expect([0, 1, 2].map((n) => verdictOf(story, {}, n).cause)).toEqual(Array(3).fill('on-path-injection'));
    expect(outcomes('on-path-injection', story)).toMatchObject({ steppedBurst: 'seen', oddNumbers: 'absent' });
    expect(outcomes('on-path-injection', story, {}, 1)).toMatchObject({ steppedBurst: 'seen', oddNumbers: 'seen' });
  });

  it('may be a blind guess when it hits the window and not the number, and the connection lives on', () => {
    const story = talk();
    const bare = { ack: 0, window: 0, options: 0, tsValue: -1, ipId: 9 };
    story
      .send('server', RST, { seq: story.numbers('server').nextSeq + 5000, ...bare })
      .wait(20)
      .data('server', 40);
    expect(answer(story).sort()).toEqual(['blind-rst-attack', 'on-path-injection']);
  });

  it('is not named by TTL, haste or odd numbers alone', () => {
    const early = scenario().server({ rttMs: 40 }).handshake();
    for (let n = 0; n < 6; n++) early.data('client', 100).data('server', 300).ack('client').wait(50);
    early.data('client', 50).server({ rttMs: 5 }).reject('server', { ttl: 61 });
    expect(answer(early)).not.toContain('on-path-injection');
    const odd = talk();
    odd.abort('server', { seq: odd.numbers('server').nextSeq + 1460 });
    expect(answer(odd)).not.toContain('on-path-injection');
  });

  it('is not what one sees on the host itself', () => {
    const story = rejected({ ttl: 61 }).wait(20).ack('server');
    expect(verdictOf(story, { vantage: 'server' }).cause).not.toBe('on-path-injection');
  });
});

describe('a filter that resets both ends at a word', () => {
  const untilTheWord = (): Scenario =>
    scenario().handshake().data('client', 30).ack('server').data('server', 30).ack('client').wait(20);

  it('is a third device at the client, where the server answers with a RST of its own as well', () => {
    const story = untilTheWord().data('client', 120);
    story.abort('server', { ttl: 100, options: 0, tsValue: -1, tsEcho: -1, ipId: 0x4a01 }).wait(20);
    const { seq = 0 } = story.segments.at(-1) ?? {};
    story.send('server', RST, { seq, ack: 0, window: 0, options: 0, tsValue: -1, tsEcho: -1, ipId: 0 });
    expect(answer(story).sort()).toEqual(['firewall-policy-rst', 'on-path-injection']);
    expect(verdictOf(story, {}, 1).cause).toBe('segment-after-reset');
  });

  it('is one at the server, where the data come at the number of the RST in their sender’s name', () => {
    const story = untilTheWord();
    story.abort('client', { ttl: 101, options: 0, tsValue: -1, tsEcho: -1, ipId: 0x4a02 }).data('client', 120);
    const late = untilTheWord();
    late.abort('client', { ttl: 101, options: 0, tsValue: -1, tsEcho: -1, ipId: 0x4a02 }).wait(20).data('client', 120);
    for (const each of [story, late]) {
      const { cause, tied } = verdictOf(each, { vantage: 'server' });
      expect([cause, ...tied].sort()).toEqual(['firewall-policy-rst', 'on-path-injection']);
    }
  });
});

describe('a SYN that is refused and accepted', () => {
  const twice = (): Scenario => scenario().syn().reject('server', { ttl: 90 }).synAck();

  it('was refused by no balancer and no test of a device: neither lets through what it refuses', () => {
    const said = answer(twice());
    expect(said).not.toContain('antiddos-challenge');
    expect(said).not.toContain('lb-no-backend-or-unhealthy');
  });
});

describe('connections that are dropped in one moment', () => {
  const dropped = (lastPauseMs: number): Scenario => {
    const story = talk().connection().handshake().data('client', 100).data('server', 300).ack('client');
    story.wait(3000).use(0).wait(0).abort('server');
    return story.use(1).data('client', 40).data('server', 40).ack('client').wait(lastPauseMs).abort('server');
  };
  const first = (story: Scenario): string[] => {
    const { cause, tied } = verdictOf(story, {}, 0);
    return [cause, ...tied];
  };

  it('did not all wait for a timer when one of them was in use', () => {
    expect(first(dropped(20))).not.toContain('app-idle-or-request-timeout');
    expect(first(dropped(1500))).toContain('app-idle-or-request-timeout');
  });
});
