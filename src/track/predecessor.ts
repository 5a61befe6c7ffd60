/** Finds the connection whose numbers an orphan continues: the same endpoint behind another address (NAT rebinding). */
import type { AddressBook } from '../model/addresses.ts';
import type { SeenSegment } from '../model/connection.ts';
import { OPT_TIMESTAMPS } from '../model/segment.ts';
import { distance } from '../model/sequence.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Continued, PredecessorDraft } from './pending-reset.ts';
import { readRecord } from './segment-record.ts';
import type { Member, Service } from './services.ts';

/** How far the numbers may be apart: what a retransmission or a lost flight accounts for. A chance match of both is about 2⁻³¹. */
const TOLERANCE = 65_536;
/** Segments of the older connection that are quoted. */
const TAIL = 4;
/** The same packet before and after a NAT: at most this far apart, microseconds. */
const TWIN_WITHIN_US = 50_000;

/** The best match among the remembered connections of the orphan's service, or null. */
export function findPredecessor(
  pool: BlockPool,
  orphan: Member,
  service: Service,
  addresses: AddressBook,
): { readonly continued: Continued; readonly connection: Member } | null {
  if (orphan.client.first === NO_BLOCK) return null;
  const first = readRecord(pool, orphan.client.first);
  let best: Member | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const other of service.near(first.seq, TOLERANCE)) {
    const apart = other === orphan ? Number.POSITIVE_INFINITY : distanceOf(other, first);
    if (apart > bestDistance || apart === Number.POSITIVE_INFINITY) continue;
    if (best !== null && apart === bestDistance && other.id < best.id) continue;
    best = other;
    bestDistance = apart;
  }
  if (best === null) return null;
  return { continued: { facts: compare(pool, best, first, addresses), first }, connection: best };
}

/** How far the orphan's first numbers are from where the other connection stopped; infinite when they do not continue it. */
function distanceOf({ client, server }: Member, first: SeenSegment): number {
  if (!server.hasNextSeq || client.first === NO_BLOCK) return Number.POSITIVE_INFINITY;
  const ofServer = distance(server.nextSeq, first.ack);
  if (ofServer < 0 || ofServer > TOLERANCE) return Number.POSITIVE_INFINITY;
  return Math.abs(distance(first.seq, client.nextSeq)) + ofServer;
}

function compare(pool: BlockPool, other: Member, first: SeenSegment, addresses: AddressBook): PredecessorDraft {
  const recent = recentOf(pool, other);
  const { client, server } = other;
  const lastClient =
    recent.findLast((seen) => seen.from === 'client' && seen.frame < first.frame) ?? readRecord(pool, client.last);
  const lastServer =
    recent.findLast((seen) => seen.from === 'server' && seen.frame < first.frame) ??
    (server.last === NO_BLOCK ? null : readRecord(pool, server.last));
  return {
    connection: other.id,
    client: { address: addresses.format(client.address), port: client.port },
    server: { address: addresses.format(server.address), port: server.port },
    seqDelta: distance(first.seq, client.nextSeq),
    ackDelta: distance(first.ack, server.nextSeq),
    echoDelta:
      lastServer !== null && hasTimestamps(first, lastServer) ? distance(first.tsEcho, lastServer.tsValue) : null,
    tsDelta: hasTimestamps(first, lastClient) ? distance(first.tsValue, lastClient.tsValue) : null,
    ipIdDelta: first.ipId < 0 || lastClient.ipId < 0 ? null : ((first.ipId - lastClient.ipId) << 16) >> 16,
    tail: recent.filter(({ frame }) => frame < first.frame).slice(-TAIL),
    lastClientFrame: lastClient.frame,
    lastClientTimeUs: lastClient.timeUs,
    lastServerFrame: lastServer?.frame ?? 0,
    clientTtl: lastClient.ttl,
    twinFrame: recent.find((seen) => isTwin(seen, first))?.frame ?? null,
    spokeAgainFrame: recent.find((seen) => seen.from === 'client' && seen.frame > first.frame)?.frame ?? null,
  };
}

/** Completes the comparison with what the old client sent later. */
export function noteSpokeAgain({ facts, first }: Continued, seen: SeenSegment): void {
  facts.spokeAgainFrame ??= seen.frame;
  if (isTwin(seen, first)) facts.twinFrame ??= seen.frame;
}

function recentOf(pool: BlockPool, connection: Member): SeenSegment[] {
  const seen: SeenSegment[] = [];
  for (let record = connection.recent.oldest; record !== NO_BLOCK; record = pool.link(record)) {
    const copy = readRecord(pool, record);
    if (copy.kind !== 'reset') seen.push(copy);
  }
  return seen;
}

function hasTimestamps(a: SeenSegment, b: SeenSegment): boolean {
  return (a.options & b.options & OPT_TIMESTAMPS) !== 0;
}

/** The same packet on the other tuple: everything that a NAT does not touch is equal. */
function isTwin(seen: SeenSegment, first: SeenSegment): boolean {
  return (
    seen.from === 'client' &&
    Math.abs(seen.timeUs - first.timeUs) <= TWIN_WITHIN_US &&
    seen.seq === first.seq &&
    seen.ack === first.ack &&
    seen.tsValue === first.tsValue &&
    seen.payloadLength === first.payloadLength &&
    seen.ipId === first.ipId
  );
}
