import { describe, expect, it } from 'vitest';
import { FIN, PSH, URG } from '../../src/model/segment.ts';
import { allEvidence, judge, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

/** What nmap makes itself: an MSS and a window of 1024. */
const RAW: Override = { options: 1, optionOrder: 0x2, windowScale: -1, window: 1024, tsValue: -1 };

/** Tries so many ports of one host, one after the other. */
function tries(count: number, each: (story: Scenario, n: number) => Scenario, gapMs = 10): Scenario {
  const story = scenario();
  for (let n = 0; n < count; n++) {
    if (n > 0) story.wait(gapMs).connection({}, {});
    each(story.server({ port: 1000 + n }), n);
  }
  return story;
}

const refused = (syn: Override) => (story: Scenario) => story.syn(syn).reject('server');
const open = (story: Scenario): Scenario => story.syn(RAW).synAck().reject('client');
const dropped = (story: Scenario): Scenario => story.handshake().abort('client');
const probed = (flags: number) => (story: Scenario) => story.send('client', flags, { options: 0 }).reject('server');

describe('port-scan', () => {
  it('is one finding, whatever the ports and whoever resets', () => {
    const story = tries(5, (next, n) => (n === 2 ? open(next) : refused(RAW)(next)));
    const { findings, verdicts } = judge(story);
    expect(verdicts.map(({ cause }) => cause)).toEqual(Array<string>(5).fill('port-scan'));
    expect(verdicts.every(({ confidence, tied }) => confidence === 'likely' && tied.length === 0)).toBe(true);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ impact: 'probe', connections: 5, service: '198.51.100.20' });
  });

  it.each<[string, number]>([
    ['FIN', FIN],
    ['FIN, PSH and URG', FIN | PSH | URG],
    ['no flag', 0],
  ])('is made of segments with %s, too', (_, flags) => {
    const { verdicts } = judge(tries(3, probed(flags)));
    expect(verdicts.map(({ cause, confidence }) => [cause, confidence])).toEqual(
      Array<string[]>(3).fill(['port-scan', 'likely']),
    );
  });

  it('needs three targets of made-up segments, one alone is only tied', () => {
    const { cause, tied } = verdictOf(tries(2, refused(RAW)));
    expect(cause).toBe('port-closed');
    expect(tied).toContain('port-scan');
    expect(verdictOf(tries(2, open)).tied).toEqual(['port-scan']);
  });

  it('shows in ordinary connections by those that are opened to be dropped', () => {
    const story = tries(8, (next, n) => (n === 3 ? dropped(next) : refused({})(next)));
    for (const { cause, confidence } of judge(story).verdicts)
      expect([cause, confidence]).toEqual(['port-scan', 'likely']);
  });

  it('is tied with closed ports where a program may have found all its services down', () => {
    const { cause, tied, confidence } = verdictOf(tries(8, refused({})));
    expect([cause, ...tied]).toEqual(expect.arrayContaining(['port-scan', 'port-closed']));
    expect(confidence).toBe('possible');
  });

  it.each<[string, Scenario]>([
    ['seven ports', tries(7, refused({}))],
    ['a slow round of health checks', tries(8, refused({}), 1000)],
    ['one closed port, again and again', tries(9, (story) => refused({})(story.server({ port: 443 })))],
    ['connections that carried data', tries(9, (story) => story.handshake().data('client', 5).abort('client'))],
  ])('does not explain %s', (_, story) => {
    for (const { cause, tied } of judge(story).verdicts) expect([cause, ...tied]).not.toContain('port-scan');
  });

  it('counts the targets of each client for itself', () => {
    const story = tries(4, (next, n) => refused(RAW)(next.client({ address: `192.0.2.${10 + (n % 2)}` })));
    expect(allEvidence(story).map(({ scan }) => scan)).toEqual([null, null, null, null]);
  });
});
