/** Segments that nobody's TCP sent: crafted flags, guessed numbers, tests and policies of devices. */
import { describe, expect, it } from 'vitest';
import { ACK, FIN, PSH, RST, SYN, URG } from '../../src/model/segment.ts';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const answer = (story: Scenario, index = 0): string[] => {
  const { cause, tied } = verdictOf(story, {}, index);
  return [cause, ...tied].sort();
};
const MARKED = { dscp: 8 };

describe('odd-flags', () => {
  it.each([
    ['NULL', 0],
    ['FIN alone', FIN],
    ['XMAS', FIN | PSH | URG],
    ['SYN and FIN', SYN | FIN],
  ])('explains the answer to %s', (_, flags) => {
    const story = scenario().client(MARKED).send('client', flags, { seq: 5000 }).reject('server');
    expect(answer(story)).toEqual(['odd-flags']);
    expect(verdictOf(story)).toMatchObject({ impact: 'probe' });
  });

  it('is tied with a packet filter where no field tells the host’s TCP', () => {
    const story = scenario()
      .send('client', SYN | FIN, { seq: 5000 })
      .reject('server');
    expect(answer(story)).toEqual(['host-firewall-reject', 'odd-flags', 'path-firewall-reject']);
  });

  it('is not an ordinary SYN, a FIN with ACK or data', () => {
    expect(answer(scenario().syn().reject('server'))).not.toContain('odd-flags');
    expect(
      answer(
        scenario()
          .send('client', FIN | ACK)
          .reject('server'),
      ),
    ).not.toContain('odd-flags');
    expect(answer(scenario().data('client', 10).reject('server'))).not.toContain('odd-flags');
  });
});

describe('blind-rst-attack', () => {
  const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(30);
  const forged = { ttl: 240, window: 0, options: 0, tsValue: -1, ack: 0 };
  const goesOn = (story: Scenario): Scenario => story.wait(300).data('server', 40).ack('client');

  it('is shown by several guesses that all miss', () => {
    const story = talk();
    for (const plus of [3000, 9000, 15_000]) story.send('server', RST, { ...forged, seq: 3_000_000_301 + plus });
    expect(answer(goesOn(story.ack('client')))).toEqual(['blind-rst-attack']);
  });

  it('may be a device’s error once', () => {
    const story = talk()
      .send('server', RST, { ...forged, seq: 3_000_003_301 })
      .ack('client');
    expect(answer(goesOn(story))).toEqual(['blind-rst-attack', 'on-path-injection']);
  });

  it('does not hit the number', () => {
    const story = talk().send('server', RST, { ...forged, seq: 3_000_000_301 });
    story.send('server', RST, { ...forged, seq: 3_000_001_761 }).ack('client');
    expect(outcomes('blind-rst-attack', goesOn(story))).toMatchObject({ exactHit: 'seen' });
  });
});

describe('antiddos-challenge', () => {
  it('is among the readings of a refusal that turns into a welcome at once', () => {
    const story = scenario().syn().reject('server').wait(400).connection().handshake();
    expect(answer(story)).toContain('antiddos-challenge');
  });

  it('leads only where the refusal came from elsewhere than the server', () => {
    const refused = (ttl: number): Scenario => {
      const story = scenario()
        .handshake()
        .data('client', 9)
        .data('server', 9)
        .ack('client')
        .fin('server')
        .fin('client');
      return story
        .ack('server')
        .wait(12_000)
        .connection()
        .syn()
        .reject('server', { ttl })
        .wait(400)
        .connection()
        .handshake();
    };
    expect(verdictOf(refused(58)).cause).toBe('port-closed');
    expect(verdictOf(refused(61)).cause).toBe('antiddos-challenge');
  });

  it('is not shown by a welcome that took longer, or by the host’s own refusal', () => {
    expect(answer(scenario().syn().reject('server').wait(1600).connection().handshake())).not.toContain(
      'antiddos-challenge',
    );
    const marked = scenario().client(MARKED).syn().reject('server').wait(400).connection(MARKED).handshake();
    expect(outcomes('antiddos-challenge', marked)).toMatchObject({ hostMark: 'seen' });
  });
});

describe('lb-no-backend-or-unhealthy', () => {
  it('is tied with a rule on the way, and with nothing on the server, where the refusal came from elsewhere', () => {
    const story = scenario().handshake().data('client', 9).data('server', 9).ack('client').ack('server').wait(100);
    story.connection().syn().reject('server', { ttl: 61 }).wait(100).connection().handshake();
    expect(verdictOf(story).cause).toBe('lb-no-backend-or-unhealthy');
    expect(answer(story)).toEqual(['lb-no-backend-or-unhealthy', 'path-firewall-reject']);
    // A device does not test the client that it has just let in.
    expect(outcomes('antiddos-challenge', story)).toMatchObject({ knownBefore: 'seen' });
  });

  it('leads nobody astray: one refusal between two welcomes is a tie', () => {
    const story = scenario().handshake().wait(100).connection().syn().reject('server').wait(100);
    expect(answer(story.connection().handshake())).toEqual(
      expect.arrayContaining(['host-firewall-reject', 'lb-no-backend-or-unhealthy', 'port-closed']),
    );
  });
});

describe('firewall-policy-rst', () => {
  const CLIENT_HELLO = 0x16_03_01_00;
  const box = { ttl: 125, ipId: 4711 };
  /** A first conversation shows the server's usual TTL. */
  const blocked = (): Scenario =>
    scenario()
      .handshake()
      .data('client', 90)
      .data('server', 300)
      .ack('client')
      .data('server', 30)
      .wait(50)
      .connection()
      .handshake()
      .data('client', 200, { payloadHead: CLIENT_HELLO });

  it('answers the first data from elsewhere', () => {
    expect(verdictOf(blocked().reject('server', box)).cause).toBe('firewall-policy-rst');
    expect(outcomes('firewall-policy-rst', blocked().reject('server', box))).toMatchObject({
      showsApplication: 'seen',
      boxMark: 'seen',
    });
  });

  it('is not what the host itself answers, nor a refused SYN', () => {
    expect(answer(blocked().reject('server'))).not.toContain('firewall-policy-rst');
    expect(answer(scenario().syn().reject('server', box))).not.toContain('firewall-policy-rst');
  });
});
