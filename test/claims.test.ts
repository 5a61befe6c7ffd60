/** Claims about RST: both languages say all of them, what they name exists, and the samples show what is said. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Analysis, analyze, claims, tellClaims, type Verdict } from '../src/index.ts';
import { flagNames } from '../src/model/segment-names.ts';
import { catalogueFor } from '../src/narrative/catalogue-files.ts';
import { claimsToMarkdown } from '../src/narrative/claims-text.ts';
import { cli } from './cli/run-cli.ts';
import { tags } from './support/locales.ts';

const analysisOf = (sample: string): Promise<Analysis> => analyze(`samples/${sample}/capture.pcap`);
const flagsOf = ({ reset }: Verdict): string => flagNames(reset.flags).join('+');

async function firstOf(sample: string): Promise<Verdict> {
  const [verdict] = (await analysisOf(sample)).verdicts;
  if (verdict === undefined) throw new Error(`samples/${sample} has no RST`);
  return verdict;
}

async function noReset(sample: string): Promise<void> {
  expect((await analysisOf(sample)).verdicts).toEqual([]);
}

/** A plain RST whose sequence number is the acknowledgement of the segment that it answers (RFC 9293 §3.10.7.1). */
async function plainAnswer(sample: string): Promise<Verdict> {
  const verdict = await firstOf(sample);
  expect(flagsOf(verdict)).toBe('RST');
  expect(verdict.reset).toMatchObject({ seq: verdict.trigger?.segment.ack, ack: 0, window: 0 });
  return verdict;
}

/** A RST with ACK that acknowledges a SYN: no connection existed. */
async function answerToSyn(sample: string): Promise<void> {
  const { reset, trigger } = await firstOf(sample);
  expect(trigger?.kind).toBe('syn');
  expect(reset).toMatchObject({ seq: 0, ack: ((trigger?.segment.seq ?? 0) + 1) >>> 0 });
}

/** A live socket ended the connection by itself: RST with ACK that answers nothing. */
async function abort(sample: string): Promise<void> {
  const verdict = await firstOf(sample);
  expect(flagsOf(verdict)).toBe('RST+ACK');
  expect(verdict.builder.value).toBe('live-socket');
}

/** What the packets of the named samples show, claim by claim. */
const shown: Readonly<Record<string, () => Promise<void>>> = {
  'rst-means-illegal-segment': async () => {
    await abort('keepalive-timeout');
    expect((await firstOf('keepalive-timeout')).trigger).toBeNull();
  },
  'no-connection-means-rst': async () => {
    await plainAnswer('state-lost-no-listener');
    await answerToSyn('port-closed-syn-refused');
  },
  'bad-sequence-means-rst': () => noReset('out-of-window-data-no-rst'),
  'application-abort-means-rst': () => abort('linger-zero'),
  'rst-frees-everything': async () => {
    const { verdicts, endings } = await analysisOf('inexact-rst-ignored');
    expect(verdicts).not.toHaveLength(0);
    expect(endings.closed).toBeGreaterThan(0);
  },
  'lookup-by-four-tuple': async () => {
    expect((await firstOf('nat-rebind-new-address')).kernelReasons).toEqual(['TCP_FLAGS']);
    expect((await firstOf('port-closed-syn-refused')).kernelReasons).toEqual(['NO_SOCKET']);
  },
  'reply-carries-ack': async () => {
    await plainAnswer('state-lost-listener-up');
    await answerToSyn('port-closed-syn-refused');
  },
  'syn-in-established-means-rst': async () => {
    const { sender, trigger } = await plainAnswer('synsent-bad-ack-port-reuse');
    expect(sender).toBe('client');
    expect(trigger?.segment).toMatchObject({ from: 'server', payloadLength: 0 });
    expect(flagNames(trigger?.segment.flags ?? 0)).toEqual(['ACK']);
  },
  'data-in-fin-wait-means-rst': async () => {
    await noReset('half-close-no-rst');
    expect((await plainAnswer('late-data-after-close')).trigger?.kind).toBe('data');
  },
  'nat-change-is-out-of-window': async () => {
    const verdict = await plainAnswer('nat-rebind-new-address');
    expect(verdict).toMatchObject({ cause: 'nat-rebind', kernelReasons: ['TCP_FLAGS'] });
  },
  'reject-sends-rst': async () => {
    const { reset, trigger, builder } = await firstOf('host-firewall-reject-dscp');
    expect(builder.value).toBe('packet-filter');
    expect(reset.dscp).toBe(0);
    expect(trigger?.segment.dscp).toBeGreaterThan(0);
    expect((await firstOf('host-firewall-reject-ipv6')).reset.flowLabel).toBe(0);
  },
  'rst-ack-means-connection-exists': async () => {
    await answerToSyn('port-closed-syn-refused');
    await abort('linger-zero');
  },
  'plain-rst-means-no-connection': async () => {
    for (const sample of ['late-data-after-close', 'synsent-bad-ack-port-reuse', 'path-firewall-reject']) {
      expect((await plainAnswer(sample)).builder.value).toBeDefined();
    }
  },
  'same-ttl-means-server': async () => {
    for (const sample of ['on-path-injection-mimics-server', 'host-firewall-reject-unmarked']) {
      const { fields } = await firstOf(sample);
      expect(fields.find(({ field }) => field === 'ttl')?.judgement, sample).toBe('fits');
    }
  },
  'smaller-ttl-means-middlebox': async () => {
    const { reset, timeline } = await firstOf('path-firewall-reject');
    const ofServer = timeline.filter(({ segment }) => segment.from === 'server' && segment.frame < reset.frame);
    for (const { segment } of ofServer) expect(segment.ttl).toBeLessThan(reset.ttl);
    expect(ofServer.length).toBeGreaterThan(0);
  },
  'restart-clears-table': async () => {
    await plainAnswer('state-lost-listener-up');
  },
  'rst-never-the-servers-doing': async () => {
    await abort('linger-zero');
    expect((await firstOf('linger-zero')).sender).toBe('server');
  },
};

it('has a truth, words in every language, and something that it rests on', () => {
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  for (const tag of tags) {
    for (const told of tellClaims(null, tag)) {
      for (const text of [told.claim, told.truth, told.say]) expect(text.trim(), `${tag} ${told.id}`).not.toBe('');
      expect(told.sources.length, told.id).toBeGreaterThan(0);
      for (const sample of told.samples) expect(existsSync(`samples/${sample}/capture.pcap`), sample).toBe(true);
    }
  }
});

describe('the samples show it', () => {
  it.each(Object.entries(shown))('%s', async (id, check) => {
    expect(claims.find((claim) => claim.id === id)?.samples).not.toHaveLength(0);
    await check();
  });
});

it.each([
  ['en', 'docs/claims.md'],
  ['zh-CN', 'docs/claims.zh-CN.md'],
])('the page in %s is the one that the catalogue makes', async (tag, path) => {
  await expect(claimsToMarkdown(claims, catalogueFor(tag))).toMatchFileSnapshot(`../${path}`);
});

describe('whyrst explain --claims', () => {
  it('prints all claims, one, or data', async () => {
    const all = await cli(['explain', '--claims', '--lang', 'en']);
    for (const { id } of claims) expect(all.stdout).toContain(id);
    const one = await cli(['explain', '--claims', 'reply-carries-ack', '--lang', 'zh', '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject([{ id: 'reply-carries-ack', verdict: 'false' }]);
  });

  it.each([
    ['an unknown claim', ['explain', '--claims', 'reply-carries-akc'], 'reply-carries-ack'],
    ['--json without claims', ['explain', '--json'], '--claims'],
  ])('refuses %s', async (_, argv, named) => {
    const { code, stderr } = await cli(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(named);
  });
});
