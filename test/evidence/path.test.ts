import { describe, expect, it } from 'vitest';
import type { PathSigns } from '../../src/model/evidence.ts';
import { type About, evidenceOf } from '../support/judged.ts';
import { type Host, type Override, type Scenario, scenario } from '../support/scenario.ts';

/** `rounds` answered requests, then one that is rejected `delayMs` later. */
function asked(rounds: number, delayMs: number, server: Partial<Host> = {}, reset: Override = {}): Scenario {
  const story = scenario()
    .server({ rttMs: 40, ...server })
    .handshake();
  for (let n = 0; n < rounds; n++) story.data('client', 100).data('server', 300).ack('client').wait(50);
  story.data('client', 120).server({ rttMs: delayMs });
  return story.reject('server', reset);
}

const pathOf = (story: Scenario, about: About = {}): PathSigns => evidenceOf(story, about).path;

describe('the TTL of a RST', () => {
  it('is compared with the sender’s usual one', () => {
    const path = pathOf(asked(3, 40, { ttl: 58 }, { ttl: 61 }));
    expect(path.ttlShift).toEqual({ ttl: 61, usual: 58, samples: 3, hops: 3 });
    expect(path).toMatchObject({ nearer: true, ttlSame: false, sameInitialTtl: true });
  });

  it('places a smaller value farther away, not at a middlebox', () => {
    const path = pathOf(asked(3, 40, { ttl: 58 }, { ttl: 55 }));
    expect(path.ttlShift).toMatchObject({ hops: 3 });
    expect(path.nearer).toBe(false);
  });

  it('is nearer only within one initial TTL: 250 beside 58 is another class', () => {
    const path = pathOf(asked(3, 40, { ttl: 58 }, { ttl: 250 }));
    expect(path).toMatchObject({ nearer: false, sameInitialTtl: false });
    expect(path.ttlShift).toMatchObject({ hops: 192 });
  });

  it('is elsewhere from three hops on: one or two come from routing', () => {
    const at = (ttl: number, usual = 58): boolean => pathOf(asked(3, 40, { ttl: usual }, { ttl })).elsewhere;
    expect([55, 56, 57, 58, 59, 60, 61].map((ttl) => at(ttl))).toEqual([true, false, false, false, false, false, true]);
  });

  it('is not elsewhere with the default TTL beside a socket that has its own (IP_TTL)', () => {
    const at = (ttl: number, usual: number): boolean => pathOf(asked(3, 40, { ttl: usual }, { ttl })).elsewhere;
    expect(at(58, 250)).toBe(false);
    expect(at(250, 58)).toBe(true);
    expect(at(120, 58)).toBe(true);
  });

  it('is the same when it is the same', () => {
    expect(pathOf(asked(3, 40, { ttl: 58 }))).toMatchObject({ ttlShift: 'absent', ttlSame: true, nearer: false });
  });

  it('is not compared with a single sample', () => {
    const story = scenario().handshake().data('client', 10).reject('server', { ttl: 61 });
    expect(pathOf(story)).toMatchObject({ ttlShift: 'unseen', ttlSame: false, nearer: false });
  });

  it('goes by the value that was seen most often', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10, { ttl: 57 });
    story.data('server', 10).data('server', 10).data('client', 10).reject('server');
    expect(pathOf(story).ttlShift).toBe('absent');
  });

  it('of a server that said nothing here is compared with its answers to others', () => {
    const other = scenario().handshake().data('client', 10).data('server', 10);
    other.connection().syn().reject('server', { ttl: 61 });
    expect(pathOf(other).ttlShift).toMatchObject({ ttl: 61, usual: 58 });
    const same = scenario().handshake().data('client', 10).data('server', 10).connection().syn().reject('server');
    expect(pathOf(same).ttlShift).toBe('absent');
  });
});

describe('a RST that comes too early', () => {
  const early = (rounds: number, delayMs: number, about: About = {}): PathSigns['tooEarly'] =>
    pathOf(asked(rounds, delayMs), about).tooEarly;

  it('came in less than the share of the shortest round trip that an answer needs', () => {
    expect(early(6, 10)).toMatchObject({ delay: 10_000, minRtt: 40_000 });
    expect(pathOf(asked(6, 10)).tooEarlyStrong).toBe(true);
  });

  it('is only a weak sign between one half and eight tenths of it', () => {
    const path = pathOf(asked(6, 30));
    expect(path.tooEarly).toMatchObject({ delay: 30_000 });
    expect(path.tooEarlyStrong).toBe(false);
    expect(pathOf(asked(6, 20)).tooEarlyStrong).toBe(false);
    expect(pathOf(asked(6, 19)).tooEarlyStrong).toBe(true);
  });

  it('is not from there on', () => {
    expect(early(6, 31.9)).not.toBe('absent');
    expect(early(6, 32)).toBe('absent');
    expect(early(6, 40)).toBe('absent');
  });

  it('needs five samples', () => {
    expect(early(3, 10)).toBe('unseen');
    expect(early(4, 10)).not.toBe('unseen');
  });

  it('is not looked for where round trips are within scheduling noise', () => {
    const short = (rttMs: number): PathSigns['tooEarly'] => pathOf(asked(6, 0.1, { rttMs })).tooEarly;
    expect(short(4)).toBe('unseen');
    expect(short(6)).not.toBe('unseen');
  });

  it('needs three milliseconds to spare', () => {
    const close = (delayMs: number): PathSigns['tooEarly'] => pathOf(asked(6, delayMs, { rttMs: 6 })).tooEarly;
    expect(close(3.1)).toBe('absent');
    expect(close(2.9)).not.toBe('absent');
  });

  it('needs four ticks of a coarse clock to spare', () => {
    expect(early(6, 10, { capture: { timestampResolution: 0.01 } })).toBe('absent');
    expect(early(6, 10, { capture: { timestampResolution: 0.005 } })).not.toBe('absent');
  });

  it('needs three times the spread of the samples to spare', () => {
    const story = scenario().server({ rttMs: 40 }).handshake();
    for (let n = 0; n < 8; n++) {
      story
        .server({ rttMs: n === 0 ? 40 : 60 })
        .data('client', 100)
        .data('server', 300)
        .ack('client')
        .wait(50);
    }
    const rejected = (ms: number): Scenario => story.data('client', 120).server({ rttMs: ms }).reject('server');
    expect(pathOf(rejected(10)).tooEarly).toBe('absent');
  });

  it('cannot be said on the sender’s own host', () => {
    expect(early(6, 10, { vantage: 'server' })).toBe('unseen');
  });

  it('is measured from the earliest of several triggers', () => {
    const story = scenario().server({ rttMs: 40 }).handshake();
    for (let n = 0; n < 6; n++) story.data('client', 100).data('server', 300).ack('client').wait(50);
    story.data('client', 120).wait(30).data('client', 120).server({ rttMs: 10 }).reject('server');
    expect(pathOf(story).tooEarly).toBe('absent');
  });

  it('cannot be said of an abort: it may come at any time', () => {
    const story = scenario().server({ rttMs: 40 }).handshake();
    for (let n = 0; n < 6; n++) story.data('client', 100).data('server', 300).ack('client').wait(50);
    story.data('client', 120).server({ rttMs: 10 }).abort('server');
    expect(pathOf(story).tooEarly).toBe('unseen');
  });
});

describe('a RST that comes in time', () => {
  it('took at least half of the shortest round trip, or was captured where it was made', () => {
    expect(pathOf(asked(3, 20)).timely).toMatchObject({ delay: 20_000 });
    expect(pathOf(asked(3, 19)).timely).toBe('absent');
    expect(pathOf(asked(3, 1), { vantage: 'server' }).timely).toMatchObject({ delay: 1000 });
  });

  it('cannot be told without a round trip, or without a trigger', () => {
    expect(pathOf(scenario().midstream(5000, 9000).data('client', 10).reject('server')).timely).toBe('unseen');
    expect(pathOf(scenario().handshake().data('client', 9).data('server', 9).abort('server')).timely).toBe('unseen');
  });
});

describe('the DSCP of a RST', () => {
  const dscp = (trigger: number, reset: number, vantage: 'client' | 'server' = 'server'): PathSigns['dscp'] => {
    const story = scenario().handshake().data('client', 10).data('server', 10).data('client', 20, { dscp: trigger });
    return pathOf(story.reject('server', { dscp: reset }), { vantage }).dscp;
  };

  it('tells a copy from a zero, and nothing where the trigger has none', () => {
    expect(dscp(46, 46)).toBe('copied');
    expect(dscp(46, 0)).toBe('zeroed');
    expect(dscp(0, 0)).toBe('unseen');
    expect(dscp(46, 10)).toBe('unseen');
  });

  it('may have been cleared on the way where the capture was not taken on the host', () => {
    expect(dscp(46, 0, 'client')).toBe('cleared');
    expect(dscp(46, 46, 'client')).toBe('copied');
  });
});

describe('the IPv6 flow label of a RST', () => {
  const label = (usual: number, reset: number): PathSigns['flowLabel'] =>
    pathOf(
      scenario()
        .client({ address: '2001:db8::10' })
        .server({ address: '2001:db8::20', flowLabel: usual })
        .handshake()
        .data('client', 10)
        .data('server', 10)
        .data('client', 20)
        .reject('server', { flowLabel: reset }),
    ).flowLabel;

  it('tells a host that knew the connection from one that did not, and both from a filter', () => {
    expect(label(0x6789a, 0x6789a)).toBe('same');
    expect(label(0x6789a, 0x11111)).toBe('other');
    expect(label(0x6789a, 0)).toBe('zero');
  });

  it('says nothing where the host never labels, nor in IPv4', () => {
    expect(label(0, 0)).toBe('unseen');
    expect(pathOf(asked(2, 40)).flowLabel).toBe('unseen');
  });
});
