/** The RSTs of a capture: a cold event for each, completed as the segments after it come. */
import type { AddressBook } from '../model/addresses.ts';
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import { type List, mapped } from '../model/list.ts';
import { RESET_PAYLOAD_BYTES, type Segment, URG } from '../model/segment.ts';
import type { BlockPool } from './block-pool.ts';
import type { Connection } from './connection.ts';
import { EventStore, type KeptReset, type ResetCopy } from './event-store.ts';
import type { HostTtls } from './host-ttls.ts';
import type { Beginning } from './packed-event.ts';
import type { PendingReset } from './pending-reset.ts';
import { findPredecessor, noteSpokeAgain } from './predecessor.ts';
import { COPY_WITHIN_US, readRecord, recordFrame } from './segment-record.ts';
import type { Member } from './services.ts';
import { Copies, recentCopies, sideFacts } from './snapshot.ts';

/** Segments collected after a RST. */
const MAX_AFTER = 16;

const NO_PAYLOAD = new Uint8Array(0);

/** Keeps an event per RST, in frame order, until it is released. */
export class ResetLog {
  readonly #pool: BlockPool;
  readonly #addresses: AddressBook;
  readonly #hosts: HostTtls;
  readonly #store = new EventStore();
  #entries: (KeptReset | ResetCopy)[] = [];
  /** How many RSTs were released before those. */
  #released = 0;

  constructor(pool: BlockPool, addresses: AddressBook, hosts: HostTtls) {
    this.#pool = pool;
    this.#hosts = hosts;
    this.#addresses = addresses;
  }

  /** Opens the event of a RST; the connection must not have taken it into account yet. */
  open(connection: Connection, segment: Segment, record: number): void {
    const found = this.#isOrphan(connection)
      ? findPredecessor(this.#pool, connection, connection.service, this.#addresses)
      : null;
    const { id, service, client } = connection;
    const entry: KeptReset = {
      frame: segment.frame,
      timeUs: segment.timeUs,
      connection: id,
      predecessor: found?.continued ?? null,
      after: null,
      attemptAfter: null,
      retry: null,
      service,
      clientAddress: client.address,
      beginning: this.#store.keep(this.#beginning(connection, segment, record)),
      aftermath: -1,
    };
    this.#entries.push(entry);
    if (found !== null) leaveHeir(found.connection, entry);
    service.await(entry, client.address);
    connection.pending ??= [];
    connection.pending.push(entry);
  }

  /** Adds the event of a RST that was captured a second time; false when there is no event of the first time. */
  openCopy(original: number, segment: Segment, reset: SeenSegment): boolean {
    const frame = recordFrame(this.#pool, original);
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry === undefined || 'of' in entry) continue;
      if (segment.timeUs - entry.timeUs > 2 * COPY_WITHIN_US) return false;
      if (entry.frame !== frame) continue;
      this.#entries.push({
        timeUs: reset.timeUs,
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
    const left: PendingReset[] = [];
    for (const reset of connection.pending) {
      reset.after ??= [];
      if (reset.after.push(seen) < MAX_AFTER) left.push(reset);
      else this.#store.settle(reset);
    }
    connection.pending = left.length > 0 ? left : null;
  }

  /** A connection that is forgotten has no next segments. */
  forget(connection: Connection): void {
    for (const reset of connection.pending ?? []) this.#store.settle(reset);
  }

  /** Tells the RSTs of orphans that seem to continue this connection that its old client still speaks. */
  noteSpokeAgain(connection: Connection, record: number): void {
    if (connection.heirs === null) return;
    const seen = readRecord(this.#pool, record);
    for (const { predecessor } of connection.heirs) if (predecessor !== null) noteSpokeAgain(predecessor, seen);
    connection.heirs = null;
  }

  /** All events in frame order, each made when it is asked for; to be called when the capture has ended. */
  finish(captureStartUs: number, captureEndUs: number): List<ResetEvent> {
    const store = this.#store;
    return mapped(this.#entries, (entry) => store.event(entry, { captureStartUs, captureEndUs }));
  }

  /** The events of RSTs up to a time, told as if the capture ended now. They are forgotten: what follows them no longer counts. */
  release(untilUs: number, captureStartUs: number, captureEndUs: number): readonly ResetEvent[] {
    const later = this.#entries.findIndex(({ timeUs }) => timeUs > untilUs);
    const settled = later < 0 ? this.#entries : this.#entries.slice(0, later);
    this.#entries = later < 0 ? [] : this.#entries.slice(later);
    this.#released += settled.length;
    const events = settled.map((entry) => {
      if (!('of' in entry)) entry.service.stopWaiting(entry, entry.clientAddress);
      return this.#store.event(entry, { captureStartUs, captureEndUs });
    });
    this.#store.forgetBefore(this.#entries);
    return events;
  }

  /** Whether a RST waits to be released. */
  get isWaiting(): boolean {
    return this.#entries.length > 0;
  }

  #beginning(connection: Connection, segment: Segment, record: number): Beginning {
    const { client, server, service } = connection;
    const copies = new Copies(this.#pool);
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
      connection: connection.id,
      opened: connection.opened,
      roles: connection.roles,
      client: sideFacts(this.#pool, client, server, this.#addresses, copies),
      server: sideFacts(this.#pool, server, client, this.#addresses, copies),
      before: recentCopies(this.#pool, connection, copies),
      beforeComplete: connection.recent.isComplete,
      attemptBefore: service.attemptBefore(connection, this.#addresses),
      hostTtl: this.#hosts.of(segment.source),
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
