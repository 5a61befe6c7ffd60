import { describe, expect, it } from 'vitest';
import type { Segment } from '../../src/model/segment.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const OTHER_CARD = 0x02_00_5e_00_53_02;
const unaware = { ack: 1_000_010 };

/** A request marked with a DSCP is rejected. */
function rejected(reset: Partial<Segment> = {}, ttl = 58): Scenario {
  const story = scenario().client({ ttl: 57 }).server({ ttl }).handshake().data('client', 9).data('server', 9);
  return story.data('server', 9).data('client', 9, { dscp: 8 }).reject('server', reset);
}

describe('machine', () => {
  it('compares network cards only on the link of the sender', () => {
    const seen = evidenceOf(rejected({ sourceMac: OTHER_CARD }, 64), { vantage: 'server' }).machine.changed;
    expect(seen).toMatchObject({ old: '02:00:00:00:00:02', now: '02:00:5e:00:53:02' });
    expect(evidenceOf(rejected({}, 64), { vantage: 'server' }).machine.changed).toBe('absent');
    expect(evidenceOf(rejected({ sourceMac: OTHER_CARD }), { vantage: 'client' }).machine.changed).toBe('unseen');
    expect(evidenceOf(rejected({ sourceMac: -1 }, 64), { vantage: 'server' }).machine.changed).toBe('unseen');
  });

  it('places a full TCP elsewhere by its distance', () => {
    expect(evidenceOf(rejected({ ttl: 57 })).machine.otherDistance).toMatchObject({
      ttl: 57,
      usual: 58,
      field: 'DSCP',
    });
    expect(evidenceOf(rejected()).machine.otherDistance).toBe('absent');
    // Another initial TTL may be that of a socket: a stateless answer takes the host's default (tcp_v4_send_reset).
    expect(evidenceOf(rejected({ ttl: 63 }, 199)).machine.otherDistance).toBe('absent');
    expect(evidenceOf(rejected({ ttl: 57, dscp: 0 })).machine.otherDistance).toBe('absent');
  });

  it('sees the socket that goes on beside the TCP that answered', () => {
    const goesOn = (story: Scenario): Scenario => story.wait(400).data('server', 30, unaware);
    expect(evidenceOf(goesOn(rejected())).machine.otherLivesOn).toMatchObject({ field: 'DSCP' });
    expect(evidenceOf(goesOn(rejected({ dscp: 0 }))).machine.otherLivesOn).toBe('absent');
    expect(evidenceOf(rejected()).machine.otherLivesOn).toBe('absent');
  });
});
