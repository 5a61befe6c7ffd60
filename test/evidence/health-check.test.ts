import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { allEvidence, judge } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** Opens and drops connections after each of the pauses. */
function checks(...pausesMs: readonly number[]): Scenario {
  const story = scenario();
  for (const [n, ms] of pausesMs.entries())
    story
      .wait(ms)
      .connection({ port: 41_000 + n })
      .handshake()
      .abort('client');
  return story;
}
const found = (story: Scenario): (number | null)[] =>
  allEvidence(story).map(({ neighbours }) => neighbours.healthCheck?.count ?? null);

describe('health checks', () => {
  it('are empty connections that one client drops at a fixed interval', () => {
    expect(found(checks(5000, 5000, 5200, 4900))).toEqual([4, 4, 4, 4]);
  });

  it('need a rhythm, and more than two beats', () => {
    expect(found(checks(5000, 5000))).toEqual([null, null]);
    expect(found(checks(5000, 900, 14_000, 3000))).toEqual([null, null, null, null]);
    expect(found(checks(1, 1, 1, 1))).toEqual([null, null, null, null]);
  });

  it('carry no data', () => {
    const story = scenario();
    for (let n = 0; n < 4; n++) {
      story
        .connection({ port: 41_000 + n })
        .handshake()
        .data('client', 9)
        .data('server', 9)
        .abort('client')
        .wait(5000);
    }
    expect(found(story)).toEqual([null, null, null, null]);
  });

  it('come from one client', () => {
    const story = scenario();
    for (let n = 0; n < 4; n++) {
      story
        .connection({ address: `192.0.2.${20 + n}` })
        .handshake()
        .abort('client')
        .wait(5000);
    }
    expect(found(story)).toEqual([null, null, null, null]);
  });

  it('may stop half-way through the handshake', () => {
    const story = scenario();
    const bare = { ack: 0, window: 0, options: 0, tsValue: -1, ipId: 0 };
    for (let n = 0; n < 3; n++) {
      story
        .connection({ port: 41_000 + n })
        .syn()
        .synAck()
        .send('client', RST, bare)
        .wait(5000);
    }
    expect(found(story)).toEqual([3, 3, 3]);
  });

  it('are a probe and a finding of their own, beside connections that were in use', () => {
    const story = checks(5000, 5000, 5000).connection({ port: 50_000 }).handshake().data('client', 9);
    const { verdicts, findings } = judge(story.data('server', 5000).abort('client'));
    expect(verdicts.map(({ impact }) => impact)).toEqual(['probe', 'probe', 'probe', 'disruptive']);
    expect(findings.map(({ impact, resets }) => [impact, resets.length])).toEqual([
      ['disruptive', 1],
      ['probe', 3],
    ]);
  });
});

describe('backscatter', () => {
  it('is one finding at the victim, however many services it names', () => {
    const story = scenario();
    for (let n = 0; n < 5; n++) {
      story.connection({ port: 41_000 + n }, { address: `198.51.100.${30 + n}` }).synAck({ ack: 77 + 1000 * n });
      story.reject('client').wait(500);
    }
    const { verdicts, findings } = judge(story);
    expect(new Set(verdicts.map(({ cause }) => cause))).toEqual(new Set(['unsolicited-synack']));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ impact: 'benign', connections: 5 });
  });
});
