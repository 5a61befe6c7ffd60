/** The RSTs of a capture: a cold event for each, completed as the segments after it come. */
import type { AddressBook } from '../model/addresses.ts';
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import { RESET_PAYLOAD_BYTES, type Segment, URG } from '../model/segment.ts';
import type { BlockPool } from './block-pool.ts';
import type { Connection } from './connection.ts';
import type { HostTtls } from './host-ttls.ts';
import type { PendingReset, ResetDraft } from './pending-reset.ts';
import { findPredecessor, noteSpokeAgain } from './predecessor.ts';
import { COPY_WITHIN_US, readRecord, recordFrame } from './segment-record.ts';
import type { Member, Service } from './services.ts';
import { Copies, recentCopies, sideFacts } from './snapshot.ts';

/** Segments collected after a RST. */
const MAX_AFTER = 16;

const NO_PAYLOAD = new Uint8Array(0);

/** A RST, and the service and client it belongs to. */
interface Entry {
  readonly pending: PendingReset;
  readonly service: Service;
  readonly clientAddress: number;
}

/** A second sight of a RST. */
interface ResetCopy {
  /** The first sight, and its place among all RSTs. */
  readonly original: Entry;
  readonly of: number;
  readonly reset: SeenSegment;
  readonly interfaceId: number;
  readonly vlan: number;
}

/** Keeps an event per RST, in frame order, until it is released. */
export class ResetLog {
  readonly #pool: BlockPool;
  readonly #addresses: AddressBook;
  readonly #hosts: HostTtls;
  #entries: (Entry | ResetCopy)[] = [];
  /** How many RSTs were released before those. */
  #released = 0;
  /** Copies made for the last RST of each connection that had one. */
  readonly #copies = new Map<Connection, ReadonlyMap<number, SeenSegment>>();

  constructor(pool: BlockPool, addresses: AddressBook, hosts: HostTtls) {
    this.#pool = pool;
    this.#hosts = hosts;
    this.#addresses = addresses;
  }

  /** Opens the event of a RST; the connection must not have taken it into account yet. */
  open(connection: Connection, segment: Segment, record: number): void {
    const event = this.#draft(connection, segment, record);
    const predecessor = this.#isOrphan(connection)
      ? findPredecessor(this.#pool, connection, connection.service, this.#addresses)
      : null;
    const facts = predecessor?.facts ?? null;
    event.predecessor = facts;
    const pending = { event, connection: connection.id, predecessor: facts };
    const clientAddress = connection.client.address;
    this.#entries.push({ pending, service: connection.service, clientAddress });
    if (predecessor !== null) leaveHeir(predecessor.connection, pending);
    connection.service.await(pending, clientAddress);
    connection.pending ??= [];
    connection.pending.push(pending);
  }

  /** Adds the event of a RST that was captured a second time; false when there is no event of the first time. */
  openCopy(original: number, segment: Segment, reset: SeenSegment): boolean {
    const frame = recordFrame(this.#pool, original);
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry === undefined || 'of' in entry) continue;
      const { reset: first } = entry.pending.event;
      if (segment.timeUs - first.timeUs > 2 * COPY_WITHIN_US) return false;
      if (first.frame !== frame) continue;
      this.#entries.push({
        original: entry,
        of: this.#released + index,
        reset,
        interfaceId: segment.interfaceId,
        vlan: segment.vlan,
      });
      return true;
    }
    return false;
  }

  /** Adds a segment to the aftermath of the connection's RSTs. */
  follow(connection: Connection, record: number): void {
    if (connection.pending === null) return;
    const seen = readRecord(this.#pool, record);
    for (const { event } of connection.pending) event.after.push(seen);
    const left = connection.pending.filter(({ event }) => event.after.length < MAX_AFTER);
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

  /** Forgets the copies made for a connection. */
  forget(connection: Connection): void {
    if (connection.hasReset) this.#copies.delete(connection);
  }

  /** All events in frame order; to be called when the capture has ended. */
  finish(captureStartUs: number, captureEndUs: number): readonly ResetEvent[] {
    return this.release(Number.POSITIVE_INFINITY, captureStartUs, captureEndUs);
  }

  /** The events of RSTs up to a time, told as if the capture ended now. They are forgotten: what follows them no longer counts. */
  release(untilUs: number, captureStartUs: number, captureEndUs: number): readonly ResetEvent[] {
    const later = this.#entries.findIndex((entry) => timeOf(entry) > untilUs);
    const settled = later < 0 ? this.#entries : this.#entries.slice(0, later);
    this.#entries = later < 0 ? [] : this.#entries.slice(later);
    this.#released += settled.length;
    return settled.map((entry) => {
      if ('of' in entry) return copyEvent(complete(entry.original, captureStartUs, captureEndUs), entry);
      entry.service.stopWaiting(entry.pending, entry.clientAddress);
      return complete(entry, captureStartUs, captureEndUs);
    });
  }

  /** Whether a RST waits to be released. */
  get isWaiting(): boolean {
    return this.#entries.length > 0;
  }

  /** One literal with every field, numbers of their final kind: V8 then lays all events out alike. */
  #draft(connection: Connection, segment: Segment, record: number): ResetDraft {
    const { client, server, service } = connection;
    const copies = new Copies(this.#pool, this.#copies.get(connection) ?? new Map<number, SeenSegment>());
    this.#copies.set(connection, copies.used);
    return {
      reset: copies.copy(record),
      payload: payloadOf(segment),
      payloadLength: segment.payloadLength,
      mptcpReason: segment.mptcpReason,
      urgent: (segment.flags & URG) !== 0,
      interfaceId: segment.interfaceId,
      vlan: segment.vlan,
      space: segment.space,
      ipVersion: segment.ipVersion,
      copyOf: null,
      connection: connection.id,
      opened: connection.opened,
      roles: connection.roles,
      client: sideFacts(this.#pool, client, server, this.#addresses, copies),
      server: sideFacts(this.#pool, server, client, this.#addresses, copies),
      before: recentCopies(this.#pool, connection, copies),
      beforeComplete: connection.recent.isComplete,
      after: [],
      captureEndUs: Number.NaN,
      captureStartUs: Number.NaN,
      attemptBefore: service.attemptBefore(connection, this.#addresses),
      attemptAfter: null,
      retry: null,
      accepted: 0,
      refused: 0,
      longestSurvivedIdle: null,
      hostTtl: this.#hosts.of(segment.source),
      predecessor: null,
    };
  }

  /** A connection that the capture joined later: its numbers may continue those of another tuple. */
  #isOrphan(connection: Connection): boolean {
    return connection.opened === 'midstream';
  }
}

function payloadOf({ view, payloadStart, payloadCaptured }: Segment): Uint8Array {
  const length = Math.min(RESET_PAYLOAD_BYTES, payloadCaptured);
  return length > 0 ? new Uint8Array(view.buffer, view.byteOffset + payloadStart, length).slice() : NO_PAYLOAD;
}

/** Lets an orphan wait to see whether the client it seems to continue speaks again. */
function leaveHeir(connection: Member, orphan: PendingReset): void {
  connection.heirs ??= [];
  connection.heirs.push(orphan);
}

/** Fills in what is known only at the end of the capture. */
function complete({ pending: { event }, service }: Entry, captureStartUs: number, captureEndUs: number): ResetEvent {
  const { accepted, refused, longestIdleUs: us, longestIdleFrame: frame } = service;
  event.captureStartUs = captureStartUs;
  event.captureEndUs = captureEndUs;
  event.accepted = accepted;
  event.refused = refused;
  event.longestSurvivedIdle = us > 0 ? { us, frame } : null;
  return event;
}

function timeOf(entry: Entry | ResetCopy): number {
  return 'of' in entry ? entry.reset.timeUs : entry.pending.event.reset.timeUs;
}

function copyEvent(original: ResetEvent, { of, reset, interfaceId, vlan }: ResetCopy): ResetEvent {
  return { ...original, reset, interfaceId, vlan, copyOf: of };
}
