/** Decides what became of a RST between two capture points. Absence is evidence only where the other capture misses nothing else. */
import { type AddressBook, endpointOf } from '../model/addresses.ts';
import type { CaptureSummary } from '../model/capture-summary.ts';
import type { ResetEvent, Role, SeenSegment } from '../model/connection.ts';
import type { Crossing, OpenBecause } from '../model/crossing.ts';
import type { Sighting, Wanted } from './sightings.ts';

/** How long the capture of the named sender must go on after the moment at which it would have sent the RST: jitter of the path. */
const SENT_BY_US = 1e5;
/** How long that of the receiver must: longer than a packet takes on any path (RFC 6298 §2: the smallest RTO is a second). */
const ARRIVED_BY_US = 1e6;
/** Segments right before the RST that must all have arrived before a missing RST counts as dropped. */
const LAST_SEGMENTS = 4;

/** The other capture, as far as one RST is concerned. */
export interface OtherCapture {
  /** Whose side it was taken at. */
  readonly role: Role;
  readonly summary: CaptureSummary;
  readonly events: readonly ResetEvent[];
  /** Its addresses, which flows quote by number. */
  readonly addresses: AddressBook;
}

/** A segment that both captures hold. */
export interface SharedSegment {
  readonly segment: SeenSegment;
  readonly sighting: Sighting;
  /** It was seen once: not a retransmission, of which it is not known which sight is which. */
  readonly isOnly: boolean;
}

/** What both captures hold of the connection of one RST, which is the first of `wanted`. */
export function sharedSegments([, ...around]: readonly Wanted[]): readonly SharedSegment[] {
  const flow = flowOf(around);
  return around.flatMap(({ segment, sightings }) => {
    const sighting = sightings.find((one) => flowFrom(segment, one) === flow);
    return sighting === undefined ? [] : [{ segment, sighting, isOnly: sightings.length === 1 }];
  });
}

/** What became of one RST. */
export function crossingOf(event: ResetEvent, wanted: readonly Wanted[], other: OtherCapture): Crossing {
  const { reset } = event;
  const [own, ...around] = wanted;
  const shared = sharedSegments(wanted);
  const last = shared.findLast(({ segment }) => isBefore(segment, reset));
  const next = shared.find(({ segment }) => !isBefore(segment, reset));
  const facts = {
    beforeFrame: last?.sighting.frame ?? -1,
    afterFrame: next?.sighting.frame ?? -1,
    shared: shared.length,
    wanted: around.length,
    otherFrame: -1,
    otherTtl: -1,
    changed: [],
    because: null,
    diverted: isDiverted(reset, around, shared),
    elsewhere: null,
  } as const;
  const flow = flowOf(around);
  const same = own === undefined ? undefined : sightOf(own, flow);
  if (same !== undefined) return { ...facts, fate: 'passed', otherFrame: same.frame, otherTtl: same.ttl };
  const rewritten = rewrittenReset(reset, shared, other.events);
  if (rewritten !== undefined) return { ...facts, ...rewritten, fate: 'rewritten' };
  const because =
    last === undefined
      ? 'notFound'
      : openBecause(reset, around, shared, { last, isAfterwards: next !== undefined }, other);
  const missing = { ...facts, elsewhere: elsewhereOf(reset, shared, other.addresses) };
  if (because !== null) return { ...missing, fate: 'open', because };
  return { ...missing, fate: other.role === reset.from ? 'inserted' : 'dropped' };
}

/** The connection as the other capture shows it; null where nothing before the RST is in both. */
function elsewhereOf(
  reset: SeenSegment,
  shared: readonly SharedSegment[],
  addresses: AddressBook,
): Crossing['elsewhere'] {
  const last = shared.findLast(({ segment }) => isBefore(segment, reset));
  if (last === undefined) return null;
  const [, client = '', server = ''] = flowFrom(last.segment, last.sighting).split(' ');
  const endpoint = (text: string): string => {
    const [id, port] = text.split(':').map(Number);
    return endpointOf({ address: addresses.format(id ?? 0), port: port ?? 0 });
  };
  return {
    client: endpoint(client),
    server: endpoint(server),
    segments: shared
      .map(({ segment, sighting: { frame, timeUs, ttl } }) => ({ ...segment, frame, timeUs, ttl }))
      .sort((a, b) => a.frame - b.frame),
    expectedUs: last.sighting.timeUs + reset.timeUs - last.segment.timeUs,
  };
}

/** Where the RST itself was seen: on the flow of the others or, after a NAT has changed the address, on the only flow that has it. */
function sightOf({ segment, sightings, rank }: Wanted, flow: string | null): Sighting | undefined {
  const onFlow = sightings.filter((sighting) => flowFrom(segment, sighting) === flow);
  if (onFlow.length > 0) return onFlow[rank];
  return new Set(sightings.map((sighting) => sighting.flow)).size === 1 ? sightings[rank] : undefined;
}

/** Whether the last segment of the other side before the RST is missing where it was bound for. */
function isDiverted(reset: SeenSegment, around: readonly Wanted[], shared: readonly SharedSegment[]): boolean {
  const last = around.findLast(({ segment }) => segment.from !== reset.from && isBefore(segment, reset));
  return last !== undefined && shared.every(({ segment }) => segment !== last.segment);
}

const isBefore = (segment: SeenSegment, reset: SeenSegment): boolean => segment.frame < reset.frame;

/** The flow of the other capture, client to server, that most segments were found in. */
function flowOf(around: readonly Wanted[]): string | null {
  const votes = new Map<string, number>();
  for (const { segment, sightings } of around) {
    for (const flow of new Set(sightings.map((sighting) => flowFrom(segment, sighting)))) {
      votes.set(flow, (votes.get(flow) ?? 0) + 1);
    }
  }
  const ranked = [...votes].sort((a, b) => b[1] - a[1]);
  return ranked[0]?.[0] ?? null;
}

function flowFrom({ from }: SeenSegment, { flow, reverse }: Sighting): string {
  return from === 'client' ? flow : reverse;
}

/** A RST of the same sender on the same connection, with other numbers. */
function rewrittenReset(
  reset: SeenSegment,
  shared: readonly SharedSegment[],
  events: readonly ResetEvent[],
): Pick<Crossing, 'otherFrame' | 'otherTtl' | 'changed'> | undefined {
  const frames = new Set(shared.map(({ sighting }) => sighting.frame));
  const candidates = events.filter(
    (event) => event.reset.from === reset.from && event.before.some(({ frame }) => frames.has(frame)),
  );
  const [only] = candidates;
  // With several, it is not known which of them was this one.
  if (only === undefined || candidates.length > 1) return undefined;
  const there = only.reset;
  const changed = (['seq', 'ack', 'flags', 'window'] as const)
    .filter((field) => reset[field] !== there[field])
    .map((field) => ({ field, here: reset[field], there: there[field] }));
  return { otherFrame: there.frame, otherTtl: there.ttl, changed };
}

function openBecause(
  reset: SeenSegment,
  around: readonly Wanted[],
  shared: readonly SharedSegment[],
  { last, isAfterwards }: { readonly last: SharedSegment; readonly isAfterwards: boolean },
  { role, summary }: OtherCapture,
): OpenBecause | null {
  const { startNs, endNs, zeroNs, dropped, complete } = summary;
  if (startNs === null || endNs === null || zeroNs === null) return 'notFound';
  const expectedUs = last.sighting.timeUs + reset.timeUs - last.segment.timeUs;
  const marginUs = role === reset.from ? SENT_BY_US : ARRIVED_BY_US;
  const goesOn = role === reset.from && isAfterwards;
  if (!goesOn && expectedUs + marginUs > Number(endNs - zeroNs) / 1000) return 'notCovered';
  const found = new Set(shared.map(({ segment }) => segment));
  // What came from the other side to this one has passed the other capture point.
  const fromThere = around.filter(({ segment }) => segment.from === role);
  // What a box let through to the other side: only where a RST is missed there.
  const sentThere =
    reset.from === role ? [] : around.filter(({ segment }) => isBefore(segment, reset)).slice(-LAST_SEGMENTS);
  const isWhole = [...fromThere, ...sentThere].every(({ segment }) => found.has(segment));
  const isLossless = (dropped ?? 0) === 0 && complete;
  return isWhole && isLossless && fromThere.length > 0 ? null : 'lost';
}
