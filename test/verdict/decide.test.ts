import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/index.ts';
import { type Bearing, type Cap, type Cause, defineCause } from '../../src/model/cause.ts';
import type { CauseId } from '../../src/model/cause-ids.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { type Decision, decide } from '../../src/verdict/decide.ts';
import { evidenceOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

type Outcome = 'seen' | 'absent' | 'unseen';
type Invented = Partial<Pick<Cause, 'caps' | 'level' | 'origin' | 'proof'>> & { readonly tied?: readonly CauseId[] };

const HIGH = { client: 'high', server: 'high', middle: 'high' } as const;
const capped = (client: Cap, server: Cap, middle: Cap): Cause['caps'] => ({ client, server, middle });

/** A cause whose signs read what the test says. */
function cause(id: CauseId, signs: Readonly<Record<string, [Bearing, Outcome]>>, invented: Invented = {}): Cause {
  const { tied = [], ...rest } = invented;
  const entries = Object.entries(signs);
  return defineCause({
    id,
    origin: 'endpoint',
    impact: 'disruptive',
    level: 'reason',
    sources: ['a test'],
    caps: HIGH,
    signs: Object.fromEntries(entries.map(([name, [bearing]]) => [name, { bearing, facts: {} }])),
    read: () => Object.fromEntries(entries.map(([name, [, outcome]]) => [name, outcome === 'seen' ? {} : outcome])),
    sameTrace: () => tied,
    kernelReasons: () => [],
    steps: () => [],
    checks: { device: [], network: [], serverOs: [], serverApplication: [] },
    next: 'bothEnds',
    ...rest,
  }) as Cause;
}

/** Evidence of an abort, captured at the client; the invented causes do not look at it. */
const seenAtClient = evidenceOf(scenario().handshake().data('client', 9).data('server', 9).abort('server'));
const certain: readonly [Bearing, Outcome] = ['required', 'seen'];
const one = (id: CauseId, invented: Invented = {}, more: Record<string, [Bearing, Outcome]> = {}): Cause =>
  cause(id, { a: [...certain], ...more }, invented);

function decided(
  list: readonly Cause[],
  evidence: Evidence = seenAtClient,
): Decision & { readonly id: CauseId | null } {
  const decision = decide(list, evidence);
  return { ...decision, id: decision.best?.cause.id ?? null };
}

describe('what rules a cause out', () => {
  it('is a required sign that is absent', () => {
    const { id, ruledOut } = decided([cause('admin-kill', { a: ['required', 'absent'], b: ['strong', 'seen'] })]);
    expect(id).toBeNull();
    expect(ruledOut[0]).toMatchObject({ ruledOutBy: 'a' });
  });

  it('is an excluding sign that was seen', () => {
    expect(decided([one('admin-kill', {}, { b: ['excludes', 'seen'] })]).ruledOut[0]?.ruledOutBy).toBe('b');
    expect(decided([one('admin-kill', {}, { b: ['excludes', 'absent'] })]).id).toBe('admin-kill');
    expect(decided([one('admin-kill', {}, { b: ['excludes', 'unseen'] })]).id).toBe('admin-kill');
  });

  it('is not a required sign that this capture cannot show, yet it explains nothing either', () => {
    const { id, ruledOut, alternatives } = decided([cause('admin-kill', { a: ['required', 'unseen'] })]);
    expect(id).toBeNull();
    expect(ruledOut).toEqual([]);
    expect(alternatives.map((other) => other.cause.id)).toEqual(['admin-kill']);
  });

  it('leaves the most tempting ones first', () => {
    const far = cause('admin-kill', { a: ['required', 'absent'], b: ['required', 'absent'] });
    const near = cause('linger-zero', { a: ['required', 'absent'], b: ['required', 'seen'] });
    expect(decided([far, near]).ruledOut.map((other) => other.cause.id)).toEqual(['linger-zero', 'admin-kill']);
  });
});

describe('the order of causes', () => {
  const order = (...list: readonly Cause[]): (CauseId | undefined)[] => {
    const both = [decide(list, seenAtClient), decide([...list].reverse(), seenAtClient)];
    expect(both[0]?.best?.cause.id).toBe(both[1]?.best?.cause.id);
    return [both[0]?.best?.cause.id, ...(both[0]?.alternatives ?? []).map((other) => other.cause.id)];
  };

  it('puts proofs first', () => {
    const proven = one('port-scan', { proof: { pattern: 'a', signs: ['a'] }, level: 'mechanism' });
    const strong = one('admin-kill', {}, { b: ['decisive', 'seen'], c: ['strong', 'seen'] });
    expect(order(strong, proven)[0]).toBe('port-scan');
  });

  it('puts complete causes before those with an unseen requirement', () => {
    const incomplete = cause('admin-kill', {
      a: ['required', 'unseen'],
      b: ['decisive', 'seen'],
      c: ['strong', 'seen'],
    });
    expect(order(incomplete, one('port-scan'))).toEqual(['port-scan', 'admin-kill']);
  });

  it('puts a fitting reason before a mechanism, whatever their scores', () => {
    const mechanism = one('admin-kill', { level: 'mechanism' }, { b: ['strong', 'seen'] });
    expect(order(mechanism, one('port-scan'))).toEqual(['port-scan', 'admin-kill']);
  });

  it('then goes by the score, then by the id', () => {
    expect(order(one('admin-kill'), one('port-scan', {}, { b: ['weak', 'seen'] }))[0]).toBe('port-scan');
    expect(order(one('port-scan'), one('admin-kill'))[0]).toBe('admin-kill');
  });

  it('lets what speaks against a cause count', () => {
    expect(order(one('admin-kill', {}, { b: ['against', 'seen'] }), one('port-scan'))[0]).toBe('port-scan');
    expect(order(one('admin-kill', {}, { b: ['strong', 'absent'] }), one('port-scan'))[0]).toBe('port-scan');
    expect(order(one('admin-kill', {}, { b: ['strong', 'unseen'] }), one('port-scan'))[0]).toBe('admin-kill');
  });
});

describe('a cause that explains too little', () => {
  it('is not named: signs that add up to one are nothing', () => {
    const weak = cause('admin-kill', { a: ['required', 'seen'], b: ['against', 'seen'] });
    expect(decided([weak])).toMatchObject({ id: null, judged: { confidence: 'undetermined', limit: 'unseenSign' } });
  });

  it('may be named where one direction is missing, with one required sign and one more', () => {
    const oneSided = evidenceOf(scenario().midstream(1, 9).data('server', 10).data('server', 10).abort('server'));
    const seen = cause('admin-kill', { a: ['required', 'seen'], b: ['required', 'unseen'], c: ['strong', 'seen'] });
    const decision = decided([seen], oneSided);
    expect(decision).toMatchObject({ id: 'admin-kill', judged: { confidence: 'possible', limit: 'oneSided' } });
    expect(decided([seen]).id).toBeNull();
    const alone = cause('admin-kill', { a: ['required', 'seen'], b: ['required', 'unseen'] });
    expect(decided([alone], oneSided)).toMatchObject({ id: null, judged: { limit: 'oneSided' } });
  });
});

describe('ties', () => {
  it('are what the best cause names, without what its own signs rule out', () => {
    const best = one(
      'admin-kill',
      { tied: ['linger-zero', 'disconnect-unspec', 'port-scan'] },
      { b: ['weak', 'seen'] },
    );
    const out = cause('linger-zero', { a: ['required', 'absent'] });
    const standing = one('port-scan');
    const { tied, alternatives } = decided([best, out, standing]);
    expect(tied).toEqual(['disconnect-unspec', 'port-scan']);
    expect(alternatives).toEqual([]);
  });

  it('are not named beside a proof', () => {
    const best = one('admin-kill', { tied: ['port-scan'], proof: { pattern: 'a', signs: ['a'] } });
    expect(decided([best, one('port-scan')])).toMatchObject({
      tied: [],
      judged: { confidence: 'proven', limit: null },
    });
  });
});

describe('who may say how sure', () => {
  const judged = (best: Cause, evidence?: Evidence): Decision['judged'] => decided([best], evidence).judged;

  it('proves only when every sign of the proof was seen', () => {
    const proof = { pattern: 'a', signs: ['a', 'b'] } as const;
    expect(judged(one('nat-rebind', { proof }, { b: ['weak', 'seen'] })).confidence).toBe('proven');
    expect(judged(one('nat-rebind', { proof }, { b: ['weak', 'unseen'] })).confidence).not.toBe('proven');
    expect(judged(one('nat-rebind', { proof }, { b: ['weak', 'absent'] })).confidence).not.toBe('proven');
    const missing = one('nat-rebind', { proof }, { b: ['weak', 'seen'], c: ['required', 'unseen'] });
    expect(decide([missing], seenAtClient).best).toBeNull();
  });

  it('is likely where the cap is high at this vantage, possible below, and nothing at none', () => {
    expect(judged(one('admin-kill', { caps: capped('high', 'low', 'low') }))).toEqual({
      confidence: 'likely',
      limit: 'noRule',
    });
    expect(judged(one('admin-kill', { caps: capped('medium', 'high', 'high') }))).toEqual({
      confidence: 'possible',
      limit: 'vantage',
    });
    expect(judged(one('admin-kill', { caps: capped('none', 'high', 'high') }))).toEqual({
      confidence: 'undetermined',
      limit: 'vantage',
    });
  });

  it('takes the lowest cap where the vantage is not known', () => {
    const nowhere = scenario().client({ rttMs: 0.1 }).server({ rttMs: 0.1, ttl: 64 }).handshake().data('client', 9);
    const evidence = evidenceOf(nowhere.data('server', 9).abort('server'));
    expect(evidence.vantage.value).toBe('unknown');
    expect(judged(one('admin-kill', { caps: capped('high', 'high', 'medium') }), evidence)).toEqual({
      confidence: 'possible',
      limit: 'vantageUnknown',
    });
    expect(judged(one('admin-kill', { caps: capped('high', 'none', 'high') }), evidence).confidence).toBe(
      'undetermined',
    );
    expect(judged(one('admin-kill'), evidence).confidence).toBe('likely');
  });

  it('is lifted by a decisive sign, whatever the cap', () => {
    const decisive = one('admin-kill', { caps: capped('low', 'low', 'low') }, { b: ['decisive', 'seen'] });
    expect(judged(decisive).confidence).toBe('likely');
  });

  it.each<[string, Cause]>([
    ['a tie', one('admin-kill', { tied: ['disconnect-unspec'] }, { b: ['decisive', 'seen'] })],
    ['a sign against it', one('admin-kill', {}, { b: ['decisive', 'seen'], c: ['against', 'seen'] })],
  ])('is only possible with %s', (_, best) => {
    expect(judged(best).confidence).toBe('possible');
  });

  it('is only possible for a host’s own cause when nobody knows who built the RST', () => {
    const story = scenario().handshake().data('client', 9).data('server', 9);
    const odd = evidenceOf(story.abort('server', { seq: story.numbers('server').nextSeq + 1460 }));
    expect(odd.builder.confidence).toBe('undetermined');
    expect(judged(one('admin-kill'), odd)).toEqual({ confidence: 'possible', limit: 'builderOdd' });
    expect(judged(one('on-path-injection', { origin: 'middlebox' }), odd).confidence).toBe('likely');
  });
});

describe('the closed list of proofs', () => {
  it('holds exactly these causes and patterns', () => {
    const proofs = causes.flatMap(({ id, proof }) => (proof === undefined ? [] : [[id, proof.pattern]]));
    expect(Object.fromEntries(proofs)).toEqual({
      'nat-rebind': 'a',
      'conntrack-leak': 'a',
      'late-data-after-close': 'b',
      'benign-rst-after-close': 'b',
      'segment-after-reset': 'c',
      'synsent-bad-ack': 'd',
      'keepalive-timeout': 'e',
      'mptcp-subflow-reset': 'h',
    });
  });

  it.each(causes.filter(({ proof }) => proof !== undefined))('$id proves with signs that speak for it', (proven) => {
    for (const sign of proven.proof?.signs ?? []) {
      expect(['required', 'strong', 'weak']).toContain(proven.signs[sign]?.bearing);
    }
  });
});

it('what only Linux can do is no tie of an abort without the time stamps that were negotiated', () => {
  const list = [one('linger-zero', { tied: ['close-with-unread-data', 'disconnect-unspec'] })];
  const aborted = (stamped: object): Evidence =>
    evidenceOf(scenario().handshake().data('client', 9).data('server', 9).abort('server', stamped));
  expect(decided(list, aborted({})).tied).toEqual(['close-with-unread-data', 'disconnect-unspec']);
  expect(decided(list, aborted({ options: 0, tsValue: -1, tsEcho: -1 })).tied).toEqual(['close-with-unread-data']);
});
