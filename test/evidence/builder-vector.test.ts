/** Builders are weighed as a vector: whatever single property of a genuine RST is changed, its builder stays among the answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Builder } from '../../src/model/verdict.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Host, type Override, type Scenario, scenario } from '../support/scenario.ts';

const SEED = { seed: 1982, numRuns: 200 };

interface Setting {
  readonly isV6: boolean;
  readonly server: Partial<Host>;
  readonly trigger: Override;
  readonly pauseMs: number;
}

/** A Linux server somewhere on the network, with any numbers of its own. */
const setting: fc.Arbitrary<Setting> = fc
  .record({
    isV6: fc.boolean(),
    hops: fc.integer({ min: 1, max: 30 }),
    ipId: fc.integer({ min: 1, max: 0xffff }),
    tsBase: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    isn: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    window: fc.integer({ min: 50, max: 2000 }),
    flowLabel: fc.integer({ min: 1, max: 0xfffff }),
    dscp: fc.constantFrom(0, 0, 10, 46),
    pauseMs: fc.integer({ min: 1, max: 20_000 }),
  })
  .map(({ isV6, hops, dscp, pauseMs, ...host }) => ({
    isV6,
    server: { ttl: 64 - hops, ...host },
    trigger: { dscp },
    pauseMs,
  }));

function asked({ isV6, server, trigger, pauseMs }: Setting): Scenario {
  const story = scenario().server(server);
  if (isV6) story.client({ address: '2001:db8::10' }).server({ address: '2001:db8::20' });
  story.handshake().data('client', 100).data('server', 300).wait(300).data('server', 300).ack('client');
  return story.wait(pauseMs).data('client', 120, trigger);
}

const answers = (story: Scenario): Builder[] => {
  const { value, tied } = evidenceOf(story).builder;
  return [value, ...tied];
};

/** What a box, a router or another kernel may have done to one property. */
const changed = {
  window: fc.integer({ min: 1, max: 0xffff }).map((window) => ({ window })),
  ipId: fc.integer({ min: 0, max: 0xffff }).map((ipId) => ({ ipId })),
  ttl: fc.integer({ min: 1, max: 255 }).map((ttl) => ({ ttl })),
  dscp: fc.integer({ min: 0, max: 63 }).map((dscp) => ({ dscp })),
  dontFragment: fc.constant({ dontFragment: 0 }),
  options: fc.constant({ options: 0x10 }),
};
const one = fc.oneof(...Object.values(changed)) as fc.Arbitrary<Override>;

/** IPv6 has neither id nor DF. */
const fitting = (override: Override, { isV6 }: Setting): Override =>
  isV6 && ('ipId' in override || 'dontFragment' in override) ? {} : override;

describe('the vector of marks', () => {
  it('knows a stateless answer of Linux, wherever the server is and whatever its numbers', () => {
    fc.assert(
      fc.property(setting, (where) => {
        const { builder, marks } = evidenceOf(asked(where).reject('server'));
        expect(builder.value).toBe('stateless-reply');
        expect(marks.filter(({ speaks }) => speaks === 'foreign' || speaks === 'packet-filter')).toEqual([]);
      }),
      SEED,
    );
  });

  it('knows the abort of a live Linux socket', () => {
    fc.assert(
      fc.property(setting, (where) => {
        const { builder, marks } = evidenceOf(asked(where).abort('server'));
        expect(builder).toEqual({ value: 'live-socket', confidence: 'likely', tied: [] });
        expect(marks.filter(({ speaks }) => speaks === 'foreign')).toEqual([]);
      }),
      SEED,
    );
  });

  it('lets no single property take a stateless answer from the kernel', () => {
    fc.assert(
      fc.property(setting, one, (where, override) => {
        expect(answers(asked(where).reject('server', fitting(override, where)))).toContain('stateless-reply');
      }),
      SEED,
    );
  });

  it('lets no single property take an abort from the socket', () => {
    const other = fc.oneof(one, fc.constant({ options: 0, tsValue: -1, tsEcho: -1 }), fc.constant({ window: 0 }));
    fc.assert(
      fc.property(setting, other, (where, override) => {
        expect(answers(asked(where).abort('server', fitting(override, where)))).toContain('live-socket');
      }),
      SEED,
    );
  });

  it('is never surer of the host after one more contradiction', () => {
    const rank = ['undetermined', 'possible', 'likely', 'proven'];
    fc.assert(
      fc.property(setting, fc.integer({ min: 1, max: 0xffff }), (where, window) => {
        const plain = evidenceOf(asked(where).reject('server')).builder;
        const odd = evidenceOf(asked(where).reject('server', { window })).builder;
        expect(odd.value === plain.value && rank.indexOf(odd.confidence) > rank.indexOf(plain.confidence)).toBe(false);
      }),
      SEED,
    );
  });
});

describe('the clock of time stamps', () => {
  const aborted = (override: Override): Builder[] =>
    answers(asked({ isV6: false, server: {}, trigger: {}, pauseMs: 5000 }).abort('server', override));
  const speaks = (tsValue: (genuine: number) => number): string | undefined => {
    const where = { isV6: false, server: {}, trigger: {}, pauseMs: 5000 };
    const genuine = evidenceOf(asked(where).abort('server')).reset.tsValue;
    const { marks } = evidenceOf(asked(where).abort('server', { tsValue: tsValue(genuine) }));
    return marks.find(({ mark }) => mark === 'timestamps')?.speaks;
  };

  it('goes on at the rate of the connection', () => {
    expect(speaks((genuine) => genuine)).toBe('live-socket');
    expect(speaks((genuine) => genuine - 100)).toBe('live-socket');
  });

  it('is broken by a stamp of the past or of the far future, and by a copy of the last one', () => {
    expect(speaks((genuine) => genuine - 10_000)).toBe('foreign');
    expect(speaks((genuine) => genuine + 10_000)).toBe('foreign');
    expect(speaks((genuine) => genuine - 5020)).toBe('foreign');
  });

  it('does not decide alone', () => {
    expect(aborted({ tsValue: 1 })).toContain('live-socket');
  });
});
