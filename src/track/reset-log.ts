/** The RSTs of a capture: a cold event for each, completed as the segments after it come. */
import type { AddressBook } from '../model/addresses.ts';
import type { Predecessor, ResetEvent, SeenSegment } from '../model/connection.ts';
import { type Segment, URG } from '../model/segment.ts';
import type { BlockPool } from './block-pool.ts';
import type { Connection } from './connection.ts';
import { findPredecessor, noteSpokeAgain, type PredecessorDraft } from './predecessor.ts';
import { COPY_WITHIN_US, readRecord, recordFrame } from './segment-record.ts';
import type { Service } from './services.ts';
import { Copies, recentCopies, sideFacts } from './snapshot.ts';

/** Segments collected after a RST. */
const MAX_AFTER = 16;
/** Bytes of RST payload kept: enough for the reasons that devices write there (RFC 9293 §3.5.3 allows text). */
const MAX_PAYLOAD = 64;

type Draft = { -readonly [Name in keyof ResetEvent]: ResetEvent[Name] };

/** A RST whose event is not complete yet. */
export interface PendingReset {
  readonly event: Draft;
  readonly after: SeenSegment[];
  readonly connection: number;
  readonly service: Service;
  readonly predecessor: PredecessorDraft | null;
}

/** A second sight of a RST. */
interface ResetCopy {
  readonly of: number;
  readonly reset: SeenSegment;
  readonly interfaceId: number;
  readonly vlan: number;
}

export class ResetLog {
  readonly #pool: BlockPool;
  readonly #addresses: AddressBook;
  readonly #entries: (PendingReset | ResetCopy)[] = [];
  /** Copies made for the last RST of each connection that had one. */
  readonly #copies = new WeakMap<Connection, ReadonlyMap<number, SeenSegment>>();

  constructor(pool: BlockPool, addresses: AddressBook) {
    this.#pool = pool;
    this.#addresses = addresses;
  }

  /** Opens the event of a RST; the connection must not have taken it into account yet. */
  open(connection: Connection, segment: Segment, record: number): void {
    const predecessor = this.#isOrphan(connection) ? findPredecessor(this.#pool, connection, this.#addresses) : null;
    const after: SeenSegment[] = [];
    const event = this.#draft(connection, segment, record, after);
    event.predecessor = predecessor?.facts ?? null;
    const entry: PendingReset = {
      event,
      after,
      connection: connection.id,
      service: connection.service,
      predecessor: predecessor?.facts ?? null,
    };
    this.#entries.push(entry);
    if (predecessor !== null) leaveHeir(predecessor.connection, entry);
    connection.service.await(entry, connection.client.address);
    connection.pending ??= [];
    connection.pending.push(entry);
  }

  /** Adds the event of a RST that was captured a second time. */
  openCopy(original: number, segment: Segment, reset: SeenSegment): void {
    const frame = recordFrame(this.#pool, original);
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry === undefined || !('event' in entry)) continue;
      if (segment.timeUs - entry.event.reset.timeUs > 2 * COPY_WITHIN_US) return;
      if (entry.event.reset.frame !== frame) continue;
      this.#entries.push({ of: index, reset, interfaceId: segment.interfaceId, vlan: segment.vlan });
      return;
    }
  }

  /** Adds a segment to the aftermath of the connection's RSTs. */
  follow(connection: Connection, record: number): void {
    if (connection.pending === null) return;
    const seen = readRecord(this.#pool, record);
    for (const { after } of connection.pending) after.push(seen);
    const left = connection.pending.filter(({ after }) => after.length < MAX_AFTER);
    connection.pending = left.length > 0 ? left : null;
  }

  /** Tells the RSTs of orphans that seem to continue this connection that its old client still speaks. */
  noteSpokeAgain(connection: Connection, record: number): void {
    if (connection.heirs === null) return;
    const seen = readRecord(this.#pool, record);
    for (const { predecessor, event } of connection.heirs) {
      if (predecessor !== null && event.client.first !== null) noteSpokeAgain(predecessor, event.client.first, seen);
    }
    connection.heirs = null;
  }

  /** All events in frame order; to be called when the capture has ended. */
  finish(captureStartUs: number, captureEndUs: number): readonly ResetEvent[] {
    return this.#entries.map((entry) => {
      if ('event' in entry) return this.#complete(entry, captureStartUs, captureEndUs);
      const original = this.#entries[entry.of] as PendingReset;
      const { reset, interfaceId, vlan } = entry;
      return { ...this.#complete(original, captureStartUs, captureEndUs), reset, interfaceId, vlan, copyOf: entry.of };
    });
  }

  #complete({ event, service }: PendingReset, captureStartUs: number, captureEndUs: number): ResetEvent {
    const { accepted, refused, longestIdleUs: us, longestIdleFrame: frame } = service;
    return {
      ...event,
      captureStartUs,
      captureEndUs,
      accepted,
      refused,
      longestSurvivedIdle: us > 0 ? { us, frame } : null,
    };
  }

  #draft(connection: Connection, segment: Segment, record: number, after: SeenSegment[]): Draft {
    const { client, server, service } = connection;
    const copies = new Copies(this.#pool, this.#copies.get(connection) ?? new Map<number, SeenSegment>());
    const event: Draft = {
      ...this.#header(segment, copies.copy(record)),
      copyOf: null,
      connection: connection.id,
      opened: connection.opened,
      roles: connection.roles,
      client: sideFacts(this.#pool, client, server, this.#addresses, copies),
      server: sideFacts(this.#pool, server, client, this.#addresses, copies),
      before: recentCopies(this.#pool, connection, copies),
      beforeComplete: connection.recent.isComplete,
      after,
      captureEndUs: 0,
      captureStartUs: 0,
      attemptBefore: service.attemptBefore(connection),
      attemptAfter: null,
      retry: null,
      accepted: 0,
      refused: 0,
      longestSurvivedIdle: null,
      predecessor: null as Predecessor | null,
    };
    this.#copies.set(connection, copies.used);
    return event;
  }

  #header(segment: Segment, reset: SeenSegment) {
    const { view, payloadStart, payloadCaptured } = segment;
    const length = Math.min(MAX_PAYLOAD, payloadCaptured);
    return {
      reset,
      payload: new Uint8Array(view.buffer, view.byteOffset + payloadStart, length).slice(),
      payloadLength: segment.payloadLength,
      mptcpReason: segment.mptcpReason,
      urgent: (segment.flags & URG) !== 0,
      interfaceId: segment.interfaceId,
      vlan: segment.vlan,
      space: segment.space,
      ipVersion: segment.ipVersion,
    };
  }

  /** A connection that the capture joined later: its numbers may continue those of another tuple. */
  #isOrphan(connection: Connection): boolean {
    return connection.opened === 'midstream';
  }
}

/** Lets an orphan wait to see whether the client it seems to continue speaks again. */
function leaveHeir(connection: Connection, orphan: PendingReset): void {
  connection.heirs ??= [];
  connection.heirs.push(orphan);
}
