/**
 * What must not matter does not matter: the recorded samples are changed in ways that no cause depends on, and each RST must
 * get the same verdict. Fixed seed, so that a failure comes again.
 */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes } from '../src/causes/index.ts';
import { gather } from '../src/evidence/gather.ts';
import { isInside } from '../src/model/addresses.ts';
import type { CaptureSummary } from '../src/model/capture-summary.ts';
import type { Cause } from '../src/model/cause.ts';
import { Diagnostics } from '../src/model/diagnostic.ts';
import { emptySegment } from '../src/model/empty-segment.ts';
import { ACK, RST } from '../src/model/segment.ts';
import { advance } from '../src/model/sequence.ts';
import type { Finding, Verdict } from '../src/model/verdict.ts';
import { Tracker } from '../src/track/tracker.ts';
import { judgeAll } from '../src/verdict/verdicts.ts';
import { TestAddresses } from './support/scenario.ts';
import { contentsOf, type KeptSegment } from './support/segments-of.ts';

interface Sample {
  readonly name: string;
  readonly segments: readonly KeptSegment[];
  readonly summary: CaptureSummary;
  readonly verdicts: readonly Verdict[];
  /** `address port` of the servers that the verdicts name. */
  readonly servers: ReadonlySet<string>;
}
type Judged = { readonly verdicts: readonly Verdict[]; readonly findings: readonly Finding[] };

/** Runs for each sample and property. */
const RUNS = 16;
const SEED = 9293;
/** A capture that ran for two minutes before a SYN-ACK would hold its SYN (tcp_syn_retries): from there on its age is a fact. */
const MUCH_OLDER_US = 100e6;
/** Distances that the numbers of guests are moved by, so that a sample beside itself is not one packet seen twice. */
const GUESTS = [0x1234_5678, 0x2345_6789] as const;

function judgeSegments(
  segments: readonly KeptSegment[],
  capture: CaptureSummary,
  order: readonly Cause[] = causes,
): Judged {
  const addresses = new TestAddresses();
  const tracker = new Tracker(addresses, new Diagnostics());
  const reused = emptySegment();
  for (const segment of segments) {
    const source = addresses.id(segment.source);
    const destination = addresses.id(segment.destination);
    tracker.feed(Object.assign(reused, segment, { source, destination }));
  }
  return judgeAll(order, gather(tracker.finish().events, { capture, givenVantage: null }));
}

/** Everything that a verdict decides, without the numbers, times and names that a change may move. */
function decision(verdict: Verdict, frameOf: (frame: number) => number = (frame) => frame): object {
  const { cause, confidence, tied, proof, limit, impact, phase, stack, origin, builder, kernelReasons, next } = verdict;
  return {
    frame: frameOf(verdict.reset.frame),
    sender: verdict.sender,
    sameAs: verdict.sameAs !== null,
    follows: verdict.follows !== null,
    trigger:
      verdict.trigger === null ? null : { kind: verdict.trigger.kind, frame: frameOf(verdict.trigger.segment.frame) },
    vantage: [verdict.vantage.value, verdict.vantage.confidence, verdict.vantage.basis],
    ...{ cause, confidence, tied, proof, limit, impact, phase, stack, origin, builder, kernelReasons, next },
    signs: verdict.signs.map(({ sign, outcome }) => `${sign} ${outcome}`),
    alternatives: verdict.alternatives.map((other) => other.cause),
    ruledOut: verdict.ruledOut.map((other) => `${other.cause} ${other.ruledOutBy}`),
    steps: verdict.steps.map(({ step, outcome }) => `${step} ${outcome}`),
    fields: verdict.fields.map(({ field, judgement, reason }) => `${field} ${judgement} ${reason}`),
    blind: verdict.blind.map(({ key }) => key),
    moments: verdict.timeline.map(({ moment }) => moment),
  };
}

async function read(name: string): Promise<Sample> {
  const { segments, summary } = await contentsOf(`samples/${name}/capture.pcap`);
  const { verdicts } = judgeSegments(segments, summary);
  const servers = new Set(verdicts.map(({ server }) => `${server.address} ${server.port}`));
  return { name, segments, summary, verdicts, servers };
}

const names = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const all = await Promise.all(names.map(read));
const samples = all.filter(({ verdicts }) => verdicts.length > 0);

/** Holds the property for one sample. */
function holds<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, predicate), { seed: SEED, numRuns: RUNS });
}

const decisions = ({ verdicts }: Pick<Judged, 'verdicts'>): object[] => verdicts.map((verdict) => decision(verdict));

describe.each(samples)('samples/$name', (sample) => {
  const { segments, summary } = sample;
  const before = decisions(sample);

  it('gets the same verdicts in whatever order causes are given', () => {
    const expected = judgeSegments(segments, summary);
    holds(fc.shuffledSubarray([...causes], { minLength: causes.length }), (order) => {
      expect(judgeSegments(segments, summary, order)).toEqual(expected);
    });
  });

  it('gets the same verdicts wherever its sequence numbers begin', () => {
    holds(fc.tuple(shift(sample, true), shift(sample, false)), ([ofClient, ofServer]) => {
      const shifted = segments.map((segment) => renumber(segment, sample, ofClient, ofServer));
      expect(decisions(judgeSegments(shifted, summary))).toEqual(before);
    });
  });

  it('gets the same verdicts whenever it happened, as long as the capture is not made much older', () => {
    holds(fc.integer({ min: -1e12, max: MUCH_OLDER_US }), (byUs) => {
      const shifted = segments.map((segment) => ({ ...segment, timeUs: segment.timeUs + byUs }));
      expect(decisions(judgeSegments(shifted, summary))).toEqual(before);
    });
  });

  it('gets the same verdicts under other addresses and ports', () => {
    holds(naming(sample), (rename) => {
      expect(decisions(judgeSegments(segments.map(rename), summary))).toEqual(before);
    });
  });

  it('gets the same verdicts over IPv6, apart from what only one of the two versions shows', () => {
    const blank = segments.map(withoutVersion);
    const expected = decisions(judgeSegments(blank, summary));
    expect(decisions(judgeSegments(blank.map(overIpv6), summary))).toEqual(expected);
  });

  it('gets the same verdicts beside other connections', () => {
    holds(fc.tuple(fc.constantFrom(...names), fc.double({ min: 0, max: 1, noNaN: true })), ([guest, share]) => {
      const other = all.find(({ name }) => name === guest) ?? sample;
      const { mixed, frames } = interleave(segments, elsewhere(other), share);
      const { verdicts } = judgeSegments(mixed, summary);
      const own = verdicts.filter(({ reset }) => frames.has(reset.frame));
      expect(own.map((verdict) => decision(verdict, (frame) => frames.get(frame) ?? -1))).toEqual(before);
    });
  });
});

/** The fields that IPv4 or IPv6 has alone, not to be seen. */
function withoutVersion(segment: KeptSegment): KeptSegment {
  return { ...segment, ipId: -1, dontFragment: -1, flowLabel: -1 };
}

function overIpv6(segment: KeptSegment): KeptSegment {
  // An inside address stays one (RFC 4193).
  const mapped = (address: string): string =>
    address.includes(':') ? address : `${isInside(address) ? 'fd00' : '64:ff9b'}::${address}`;
  return { ...segment, ipVersion: 6, source: mapped(segment.source), destination: mapped(segment.destination) };
}

/** How far to shift one direction: anything, and often so that its numbers wrap around on the way. */
function shift({ segments, servers }: Sample, ofClient: boolean): fc.Arbitrary<number> {
  const used = segments.filter((segment) => servers.has(sourceOf(segment)) !== ofClient).map(({ seq }) => seq);
  const wrapping = fc
    .tuple(fc.constantFrom(...(used.length > 0 ? used : [0])), fc.integer({ min: -2, max: 2000 }))
    .map(([seq, short]) => advance(-seq, -short));
  return fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), wrapping);
}

const sourceOf = ({ source, sourcePort }: KeptSegment): string => `${source} ${sourcePort}`;
const destinationOf = ({ destination, destinationPort }: KeptSegment): string => `${destination} ${destinationPort}`;

/** Moves the numbers of both directions; the literal zeros of stateless answers stay zeros (RFC 9293 §3.10.7.1). */
function renumber(segment: KeptSegment, { servers }: Sample, ofClient: number, ofServer: number): KeptSegment {
  const own = servers.has(sourceOf(segment)) ? ofServer : ofClient;
  const peer = servers.has(destinationOf(segment)) ? ofServer : ofClient;
  const hasAck = (segment.flags & ACK) !== 0;
  const isLiteral = (segment.flags & RST) !== 0 && hasAck && segment.seq === 0;
  const moved = (edge: number): number => (edge < 0 ? edge : advance(edge, peer));
  return {
    ...segment,
    seq: isLiteral ? 0 : advance(segment.seq, own),
    ack: hasAck ? advance(segment.ack, peer) : segment.ack,
    sackLeft: moved(segment.sackLeft),
    sackRight: moved(segment.sackRight),
  };
}

/** New names for all hosts and ports; services stay below 1024 and clients above, which is how roles are guessed. */
function naming({ segments, servers }: Sample): fc.Arbitrary<(segment: KeptSegment) => KeptSegment> {
  const hosts = [...new Set(segments.flatMap(({ source, destination }) => [source, destination]))];
  const ports = [...new Set(segments.flatMap((segment) => [sourceOf(segment), destinationOf(segment)]))];
  const isService = (port: string): boolean => servers.has(port);
  const numbers = (count: number, min: number, max: number): fc.Arbitrary<number[]> =>
    fc.uniqueArray(fc.integer({ min, max }), { minLength: count, maxLength: count });
  const services = [...new Set(ports.filter(isService).map((port) => port.split(' ')[1] ?? ''))];
  const others = [...new Set(ports.filter((port) => !isService(port)).map((port) => port.split(' ')[1] ?? ''))];
  return fc
    .tuple(
      numbers(hosts.length, 1, 2 ** 24 - 1),
      numbers(services.length, 1, 1023),
      numbers(others.length, 49_152, 65_535),
    )
    .map(([hostNumbers, serviceNumbers, otherNumbers]) => {
      const hostOf = new Map(hosts.map((host, n) => [host, newAddress(host, hostNumbers[n] ?? 0)]));
      const portOf = (name: string, port: number): number =>
        isService(name)
          ? (serviceNumbers[services.indexOf(String(port))] ?? port)
          : (otherNumbers[others.indexOf(String(port))] ?? port);
      return (segment) => ({
        ...segment,
        source: hostOf.get(segment.source) ?? segment.source,
        destination: hostOf.get(segment.destination) ?? segment.destination,
        sourcePort: portOf(sourceOf(segment), segment.sourcePort),
        destinationPort: portOf(destinationOf(segment), segment.destinationPort),
      });
    });
}

/** An inside address stays one: that is a fact of it. */
function newAddress(old: string, n: number): string {
  if (!old.includes(':')) return `${isInside(old) ? 10 : 20}.${n >>> 16}.${(n >>> 8) & 0xff}.${n & 0xff}`;
  return `${isInside(old) ? 'fd00' : '2001:db8'}:ffff::${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}`;
}

/** A sample’s segments as other hosts would have sent them: addresses and numbers that no sample uses. */
function elsewhere(sample: Sample): KeptSegment[] {
  const move = (address: string): string =>
    address.includes(':') ? `2001:db8:eeee:${address}` : `elsewhere ${address}`;
  return sample.segments.map((segment) => ({
    ...renumber(segment, sample, ...GUESTS),
    source: move(segment.source),
    destination: move(segment.destination),
  }));
}

/** Puts the guests between the hosts' first and last segment; tells which frame each own segment had before. */
function interleave(
  own: readonly KeptSegment[],
  guests: readonly KeptSegment[],
  share: number,
): { readonly mixed: KeptSegment[]; readonly frames: ReadonlyMap<number, number> } {
  const [first, last] = [own[0]?.timeUs ?? 0, own.at(-1)?.timeUs ?? 0];
  const [from, to] = [guests[0]?.timeUs ?? 0, guests.at(-1)?.timeUs ?? 0];
  const place = (timeUs: number): number => first + (last - first) * share * ((timeUs - from) / Math.max(1, to - from));
  const tagged = [
    ...own.map((segment) => ({ segment, isOwn: true })),
    ...guests.map((segment) => ({ segment: { ...segment, timeUs: place(segment.timeUs) }, isOwn: false })),
  ].sort((a, b) => a.segment.timeUs - b.segment.timeUs);
  const frames = new Map<number, number>();
  const mixed = tagged.map(({ segment, isOwn }, index) => {
    if (isOwn) frames.set(index + 1, segment.frame);
    return { ...segment, frame: index + 1 };
  });
  return { mixed, frames };
}
