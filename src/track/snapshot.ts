/** Cold copies of a connection for `evidence/`, taken when a RST passes. */
import type { AddressBook } from '../model/addresses.ts';
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import { ACK as ACK_FLAG, OPT_SACK_PERMITTED, OPT_TIMESTAMPS } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Connection } from './connection.ts';
import { probeAt } from './probes.ts';
import { roundTrips } from './round-trips.ts';
import { readRecord, recordFlags, recordOptions } from './segment-record.ts';
import type { Side } from './side.ts';
import { ttlCounts, usualDscp } from './vitals.ts';

/** Copies of records, each made once. */
export class Copies {
  readonly #pool: BlockPool;
  readonly #made = new Map<number, SeenSegment>();

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  of(record: number): SeenSegment | null {
    return record === NO_BLOCK ? null : this.copy(record);
  }

  copy(record: number): SeenSegment {
    const known = this.#made.get(record);
    if (known !== undefined) return known;
    const copy = readRecord(this.#pool, record);
    this.#made.set(record, copy);
    return copy;
  }
}

/** The last segments of a connection, oldest first. */
export function recentCopies(pool: BlockPool, connection: Connection, copies: Copies): readonly SeenSegment[] {
  const seen: SeenSegment[] = [];
  for (let record = connection.recent.oldest; record !== NO_BLOCK; record = pool.link(record)) {
    seen.push(copies.copy(record));
  }
  return seen;
}

/** Everything remembered of one side. */
export function sideFacts(pool: BlockPool, side: Side, other: Side, addresses: AddressBook, copies: Copies): SideFacts {
  return {
    address: addresses.format(side.address),
    port: side.port,
    segments: side.segments,
    dataSegments: side.dataSegments,
    bytes: side.bytes,
    retransmissions: side.retransmissions,
    first: copies.of(side.first),
    last: copies.of(side.last),
    syn: copies.of(side.syn),
    lastSyn: copies.of(side.lastSyn),
    synCount: side.synCount,
    synMss: side.synMss,
    synOptionOrder: side.synOptionOrder,
    windowShift: side.shift < 0 ? null : side.shift,
    timestamps: agreed(pool, side, other, OPT_TIMESTAMPS),
    sack: agreed(pool, side, other, OPT_SACK_PERMITTED),
    nextSeq: side.hasNextSeq ? side.nextSeq >>> 0 : null,
    lastAck: side.hasAck ? side.lastAck >>> 0 : null,
    window: side.window < 0 ? null : side.window,
    windowBy: copies.of(side.windowBy),
    maxWindow: side.maxWindow,
    lastData: copies.of(side.lastData),
    fin: copies.of(side.fin),
    finAckedBy: copies.of(side.finAckedBy),
    ttls: ttlCounts(pool, side),
    dscp: usualDscp(pool, side),
    flowLabel: side.flowLabel < 0 ? null : side.flowLabel,
    zeroIpIds: side.zeroIpIds,
    resets: side.resets,
    firstReset: copies.of(side.firstReset),
    lastReset: copies.of(side.lastReset),
    probes: Array.from({ length: side.probeCount }, (_, n) => copies.copy(probeAt(pool, side, n))),
    rtt: roundTrips(pool, side),
  };
}

/**
 * Whether both SYNs carried an option. A SYN-ACK alone is enough: it carries one only in answer to one
 * (RFC 7323 §1.3, RFC 2018 §2). null: the handshake was not seen, or not far enough.
 */
function agreed(pool: BlockPool, side: Side, other: Side, option: number): boolean | null {
  let has: boolean | null = null;
  for (const { syn } of [side, other]) {
    if (syn === NO_BLOCK) continue;
    if ((recordOptions(pool, syn) & option) === 0) return false;
    if ((recordFlags(pool, syn) & ACK_FLAG) !== 0) has = true;
  }
  return side.syn !== NO_BLOCK && other.syn !== NO_BLOCK ? true : has;
}
