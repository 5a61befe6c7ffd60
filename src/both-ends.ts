/** Two captures of the same connections, one at each end: each RST is looked for at the other end before it is judged. */
import { causes } from './causes/index.ts';
import { clockOffset, type Passage } from './crossing/clock.ts';
import { crossingOf, sharedSegments } from './crossing/fate.ts';
import { Sightings } from './crossing/sightings.ts';
import { gather } from './evidence/gather.ts';
import type { ResetEvent, Role } from './model/connection.ts';
import type { Crossing } from './model/crossing.ts';
import { Diagnostics } from './model/diagnostic.ts';
import type { Segment } from './model/segment.ts';
import type { Analysis } from './model/verdict.ts';
import { type AnalyzeOptions, captureEntry, type Followed, follow, readSegments } from './pipeline.ts';
import { joinEnds } from './verdict/both-ends.ts';
import { draftAll } from './verdict/verdicts.ts';
import { version } from './version.ts';
import { AddressTable } from './wire/address-table.ts';

interface End {
  readonly role: Role;
  readonly followed: Followed;
  /** All of them at hand: each is held against those of the other end. */
  readonly events: readonly ResetEvent[];
  readonly diagnostics: Diagnostics;
}

/** Judges every RST of two captures. Both are read twice, so neither can be standard input. Throws WhyrstError as `analyze` does. */
export async function analyzeBothEnds(client: string, server: string, options: AnalyzeOptions = {}): Promise<Analysis> {
  const ends = [await endOf('client', client, options), await endOf('server', server, options)] as const;
  const [atClient, atServer] = ends;
  const ofClient = await sightingsOf(atClient, server, options);
  const ofServer = await sightingsOf(atServer, client, options);
  const zero = atClient.followed.summary.zeroNs ?? 0n;
  const zeroUs = Number((atServer.followed.summary.zeroNs ?? zero) - zero) / 1000;
  const clock = clockOffset([...passages(ofClient, 'client', zeroUs), ...passages(ofServer, 'server', zeroUs)]);
  const drafted = [
    { end: atClient, drafts: judged(atClient, crossings(atClient, ofClient, atServer)), zeroUs: 0 },
    { end: atServer, drafts: judged(atServer, crossings(atServer, ofServer, atClient)), zeroUs },
  ].map(({ end, drafts, zeroUs: from }) => ({
    role: end.role,
    drafts,
    connections: end.followed.tracking.connections,
    zeroUs: from,
  }));
  const [first, second] = drafted;
  if (first === undefined || second === undefined) throw new Error('two ends are two');
  return {
    tool: { name: 'whyrst', version },
    captures: ends.map(({ role, followed }) => captureEntry(followed, role)),
    ...joinEnds([first, second]),
    clock,
    triage: null,
    diagnostics: ends.flatMap(({ followed, diagnostics }, capture) =>
      [...followed.selection, ...diagnostics.list].map((each) => ({ ...each, capture })),
    ),
    connections: atClient.followed.tracking.connections + atServer.followed.tracking.connections,
    endings: atClient.followed.tracking.endings,
    examples: atClient.followed.tracking.examples,
  };
}

async function endOf(role: Role, path: string, options: AnalyzeOptions): Promise<End> {
  const diagnostics = new Diagnostics();
  const followed = await follow(path, options, diagnostics);
  return { role, diagnostics, followed, events: [...followed.tracking.events] };
}

/** What was seen in the other capture, and the addresses that it quotes by number. */
interface Seen {
  readonly sightings: Sightings;
  readonly addresses: AddressTable;
}

/** Looks in the capture of the other end for what stood around the RSTs of this one. */
async function sightingsOf(end: End, other: string, options: AnalyzeOptions): Promise<Seen> {
  const sightings = new Sightings(end.events);
  const addresses = new AddressTable();
  // What is odd in the file was said when it was read for the first time.
  const see = (segment: Segment): void => {
    sightings.see(segment);
  };
  await readSegments(other, options, new Diagnostics(), see, addresses);
  return { sightings, addresses };
}

function crossings(end: End, { sightings: { wanted }, addresses }: Seen, other: End): readonly Crossing[] {
  const { role, events, followed } = other;
  const there = { role, summary: followed.summary, events, addresses };
  return end.events.map((event, index) => crossingOf(event, wanted[index] ?? [], there));
}

function judged({ role, followed, events }: End, found: readonly Crossing[]): ReturnType<typeof draftAll> {
  const { summary } = followed;
  return draftAll(causes, gather(events, { capture: summary, givenVantage: role, crossings: found }), summary);
}

/** Segments that were seen once here and once there, on the clock of the first capture. */
function* passages({ sightings: { wanted } }: Seen, seenAt: Role, zeroUs: number): Generator<Passage, void, undefined> {
  for (const one of wanted) {
    for (const { segment, sighting } of sharedSegments(one).filter(({ isOnly }) => isOnly)) {
      const here = segment.timeUs + (seenAt === 'server' ? zeroUs : 0);
      const there = sighting.timeUs + (seenAt === 'client' ? zeroUs : 0);
      const [clientUs, serverUs] = seenAt === 'client' ? [here, there] : [there, here];
      yield { fromClient: segment.from === 'client', clientUs, serverUs };
    }
  }
}
