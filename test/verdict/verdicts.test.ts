import { describe, expect, it } from 'vitest';
import { type About, judge, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const blind = (story: Scenario, about: About = {}): string[] => verdictOf(story, about).blind.map(({ key }) => key);

describe('what a capture cannot show', () => {
  it('always includes the state of the hosts, and the sender’s side unless it was captured there', () => {
    expect(blind(talk().abort('server'))).toEqual(['otherSide', 'hostState']);
    expect(blind(talk().abort('client'))).toEqual(['hostState']);
  });

  it('names a side that is missing, the sender before the receiver', () => {
    const receiverMissing = scenario().midstream(5000, 9000).data('server', 10).data('server', 10).abort('server');
    expect(verdictOf(receiverMissing).blind[0]).toMatchObject({
      key: 'oneSided',
      facts: { missing: '192.0.2.10:40000' },
    });
    const senderMissing = scenario().midstream(5000, 9000).data('client', 10).reject('server');
    expect(verdictOf(senderMissing).blind[0]).toMatchObject({ facts: { missing: '198.51.100.20:443' } });
  });

  it('misses nothing of a host that had only to refuse', () => {
    expect(blind(scenario().syn().reject('server'))).not.toContain('oneSided');
  });

  it('names a late start, loss, cut packets, a coarse clock, offload and an unknown vantage', () => {
    const midstream = scenario().midstream(5000, 9000).data('client', 10).data('server', 10).abort('server');
    expect(blind(midstream)).toContain('midstream');
    expect(blind(talk().abort('server'), { capture: { dropped: 3 } })).toContain('loss');
    expect(blind(talk().abort('server'), { capture: { cutAt: 64 } })).toContain('cut');
    expect(blind(talk().abort('server'), { capture: { timestampResolution: 0.01 } })).toContain('coarseClock');
    expect(blind(talk().abort('server'), { capture: { timestampResolution: 0.001 } })).not.toContain('coarseClock');
    expect(blind(talk().data('client', 9000).abort('server'))).toContain('offload');
    const nowhere = scenario().client({ rttMs: 0.1 }).server({ rttMs: 0.1, ttl: 64 }).handshake().data('client', 9);
    expect(blind(nowhere.data('server', 9).abort('server'))).toContain('vantage');
  });
});

describe('a verdict', () => {
  it('names what to capture next, unless it is proven', () => {
    const proven = verdictOf(talk().fin('server').ack('client').wait(100).data('client', 5).reject('server'));
    expect(proven).toMatchObject({ confidence: 'proven', next: null, limit: null, proof: 'b' });
    const open = verdictOf(talk().wait(2000).abort('server'));
    expect(open.confidence).not.toBe('proven');
    expect(open.next).not.toBeNull();
    expect(open.limit).not.toBeNull();
    expect(open.proof).toBeNull();
  });

  it('names kernel reasons only for Linux, or a stack that may be Linux', () => {
    const aborted = (ttl: number): readonly string[] =>
      verdictOf(scenario().server({ ttl }).handshake().data('client', 9).data('server', 9).wait(2000).abort('server'))
        .kernelReasons;
    expect(aborted(58)).not.toEqual([]);
    expect(aborted(120)).toEqual([]);
  });

  it('that knows no cause shows no ties, and is harmless only after the end', () => {
    const story = talk();
    const odd = verdictOf(story.abort('server', { seq: story.numbers('server').nextSeq + 1460 }));
    expect(odd).toMatchObject({ cause: 'undetermined', confidence: 'undetermined', tied: [], impact: 'unknown' });
    const closed = talk().fin('server').fin('client').ack('server').wait(50);
    const after = closed.abort('server', { seq: closed.numbers('server').nextSeq + 1460 });
    expect(verdictOf(after)).toMatchObject({ cause: 'undetermined', impact: 'benign' });
  });

  it('numbers RSTs in frame order and connections for both directions', () => {
    const { verdicts } = judge(talk().abort('server').abort('client').connection().syn().reject('server'));
    expect(verdicts.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3']);
    expect(verdicts[0]?.connection).toBe(verdicts[1]?.connection);
    expect(verdicts[2]?.connection).not.toBe(verdicts[0]?.connection);
  });

  it('gives sentences the names and numbers of this RST', () => {
    expect(verdictOf(talk().abort('client')).common).toMatchObject({
      client: '192.0.2.10:40000',
      server: '198.51.100.20:443',
      sender: '192.0.2.10:40000',
      receiver: '198.51.100.20:443',
      senderRole: 'client',
      receiverRole: 'server',
      serverPort: 443,
      resetFrame: 7,
    });
    const v6 = scenario().client({ address: '2001:db8::10' }).server({ address: '2001:db8::20' }).syn();
    expect(verdictOf(v6.reject('server')).common).toMatchObject({ server: '[2001:db8::20]:443' });
  });
});
