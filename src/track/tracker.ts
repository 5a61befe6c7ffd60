// Hot path: runs once per packet. No allocation.
/** Follows every connection of a capture and tells of each RST what stood around it. */
import type { AddressBook } from '../model/addresses.ts';
import type { ResetEvent, Tracking } from '../model/connection.ts';
import type { Diagnostics } from '../model/diagnostic.ts';
import { ACK, RST, type Segment, SYN } from '../model/segment.ts';
import { advance, isAfter } from '../model/sequence.ts';
import { absorb } from './absorb.ts';
import { AnsweredAttempt } from './attempt.ts';
import { BlockPool, NO_BLOCK } from './block-pool.ts';
import { acknowledgesSyn, classify, isTooSoonToRepeat, sequenceLength } from './classify.ts';
import { Connection } from './connection.ts';
import { ConnectionTable, tupleHash } from './connection-table.ts';
import { Endings } from './endings.ts';
import { HostTtls } from './host-ttls.ts';
import { noteIdle } from './idle.ts';
import { startsAnew } from './incarnation.ts';
import { FOREIGN, Kind } from './kind.ts';
import { absorbOrdinary, isOrdinary, ordinaryKind } from './ordinary.ts';
import { ResetLog } from './reset-log.ts';
import { Retention } from './retention.ts';
import { openingOf } from './roles.ts';
import { COPY_WITHIN_US, readRecord, writeRecord } from './segment-record.ts';
import { Services } from './services.ts';
import type { Side } from './side.ts';

/** Segments of each side of a connection whose TTL is noted for its host. */
const BASELINE_SEGMENTS = 4;

/** Segments in, in file order; what is known of each RST out. Allocates per connection and per RST, never per segment. */
export class Tracker {
  readonly #addresses: AddressBook;
  readonly #diagnostics: Diagnostics;
  readonly #pool = new BlockPool();
  readonly #table = new ConnectionTable();
  /** Connections that were forgotten, to be used again. */
  readonly #spare: Connection[] = [];
  readonly #services = new Services();
  readonly #hosts = new HostTtls();
  readonly #log: ResetLog;
  readonly #endings: Endings;
  readonly #retention: Retention;
  /** The connection of the last segment: most likely that of the next one, for segments come in bursts. */
  #last: Connection | null = null;
  #connections = 0;
  #startUs = 0;
  #endUs = Number.NEGATIVE_INFINITY;

  constructor(addresses: AddressBook, diagnostics: Diagnostics, options: { maxConnections?: number } = {}) {
    this.#addresses = addresses;
    this.#diagnostics = diagnostics;
    this.#log = new ResetLog(this.#pool, addresses, this.#hosts);
    this.#endings = new Endings(addresses);
    this.#retention = new Retention(options.maxConnections);
  }

  /** Takes the next segment in file order; the object may be refilled afterwards. */
  feed(segment: Segment): void {
    if (segment.timeUs < this.#startUs) this.#startUs = segment.timeUs;
    if (segment.timeUs > this.#endUs) this.#endUs = segment.timeUs;
    const connection = this.#connectionOf(segment);
    const isFromClient = connection.client.isSource(segment);
    const sender = isFromClient ? connection.client : connection.server;
    const receiver = isFromClient ? connection.server : connection.client;
    if (connection.isQuiet && isOrdinary(segment, sender, receiver)) {
      this.#noteOrdinary(connection, segment, sender, receiver);
      return;
    }
    const original = mayBeCopy(connection, segment, sender)
      ? connection.recent.findOriginal(this.#pool, segment, isFromClient)
      : NO_BLOCK;
    if (original !== NO_BLOCK && this.#noteCopy(segment, isFromClient, original)) return;
    if ((segment.flags & RST) !== 0) this.#noteReset(connection, segment, sender, receiver);
    else this.#noteSegment(connection, segment, sender, receiver);
  }

  /** The events of RSTs up to a time, complete as far as the capture has come; they are forgotten here. */
  release(untilUs: number): readonly ResetEvent[] {
    return this.#log.release(untilUs, this.#startUs, Number.isFinite(this.#endUs) ? this.#endUs : 0);
  }

  /** Whether a RST was not released yet. */
  get isWaiting(): boolean {
    return this.#log.isWaiting;
  }

  /** Services remembered: the only part of the tracker, beside RSTs, that grows with what a capture holds. */
  get services(): number {
    return this.#services.size;
  }

  /** Completes the events; the tracker is used up afterwards. */
  finish(): Tracking {
    for (const connection of this.#table.all()) this.#retire(connection);
    const { forgotten } = this.#retention;
    if (forgotten > 0) this.#diagnostics.add('track/forgotten', 0, -1, { connections: forgotten });
    return {
      events: this.#log.finish(this.#startUs, Number.isFinite(this.#endUs) ? this.#endUs : 0),
      connections: this.#connections,
      forgotten,
      endings: this.#endings.counts,
      examples: this.#endings.examples,
    };
  }

  #connectionOf(segment: Segment): Connection {
    const last = this.#last;
    const known = last?.hasTupleOf(segment) ? last : this.#table.find(segment, tupleHash(segment));
    if (known === undefined) return this.#open(segment);
    this.#last = known;
    if ((segment.flags & SYN) === 0) return known;
    const sender = known.client.isSource(segment) ? known.client : known.server;
    if (!startsAnew(known, segment, sender)) return known;
    this.#retire(known);
    return this.#open(segment);
  }

  #open(segment: Segment): Connection {
    for (const connection of this.#retention.makeRoom(this.#table, segment.timeUs)) this.#retire(connection);
    const opening = openingOf(segment, this.#services);
    const service = this.#services.get(segment.space, opening.serverAddress, opening.serverPort);
    if (opening.roles === 'handshake') service.isKnown = true;
    const connection = this.#spare.pop() ?? new Connection(service);
    connection.begin(this.#pool, ++this.#connections, tupleHash(segment), segment, opening, service);
    service.enlist(connection);
    this.#table.add(connection);
    return connection;
  }

  #retire(connection: Connection): void {
    if (connection === this.#last) this.#last = null;
    this.#endings.add(connection);
    this.#table.remove(connection);
    connection.service.strike(connection);
    const { address, port } = connection.server;
    this.#services.dropIfEmpty(connection.service, connection.space, address, port);
    this.#log.forget(connection);
    connection.release(this.#pool);
    this.#spare.push(connection);
  }

  /** Only the copy of a RST leaves a trace. */
  #noteCopy(segment: Segment, isFromClient: boolean, original: number): boolean {
    if ((segment.flags & RST) === 0) return true;
    const record = writeRecord(this.#pool, segment, isFromClient, Kind.reset);
    const isNoted = this.#log.openCopy(original, segment, readRecord(this.#pool, record));
    this.#pool.release(record);
    return isNoted;
  }

  /** As {@link #noteSegment}, for a segment that is neither copy, probe, retransmission nor SYN, and that no RST waits for. */
  #noteOrdinary(connection: Connection, segment: Segment, sender: Side, receiver: Side): void {
    const isFromClient = sender === connection.client;
    const record = writeRecord(this.#pool, segment, isFromClient, ordinaryKind(segment));
    noteIdle(connection, segment, sender);
    absorbOrdinary(this.#pool, segment, record, sender, receiver);
    if (isFromClient && segment.payloadLength > 0) connection.service.noteNumber(connection);
    if (sender.segments <= BASELINE_SEGMENTS) this.#hosts.note(segment.source, segment.ttl);
    this.#remember(connection, segment, record);
  }

  #noteSegment(connection: Connection, segment: Segment, sender: Side, receiver: Side): void {
    const isSoon = sender.holeBy !== NO_BLOCK && isTooSoonToRepeat(this.#pool, segment, sender, receiver);
    const kind = classify(segment, sender, receiver, isSoon);
    const record = writeRecord(this.#pool, segment, sender === connection.client, kind);
    this.#log.follow(connection, record);
    if ((segment.flags & SYN) === 0) noteIdle(connection, segment, sender);
    absorb(this.#pool, segment, kind, record, sender, receiver);
    // Only what occupies sequence numbers moves the client on; the first segments of each side are baseline enough.
    if (sender === connection.client && sequenceLength(segment) > 0) connection.service.noteNumber(connection);
    if (sender.segments <= BASELINE_SEGMENTS) this.#hosts.note(segment.source, segment.ttl);
    if ((segment.flags & SYN) !== 0 && (kind & FOREIGN) === 0) this.#noteSyn(connection, segment, kind);
    if (sender === connection.client) this.#log.noteSpokeAgain(connection, record);
    this.#remember(connection, segment, record);
  }

  /** Counts an attempt when its first SYN-ACK comes; a SYN repeated after a RST is a new attempt. */
  #noteSyn(connection: Connection, segment: Segment, kind: number): void {
    if ((segment.flags & ACK) === 0) {
      if (connection.server.syn === NO_BLOCK)
        connection.isCalling = kind === Kind.syn || connection.isCalling || connection.hasReset;
    } else if (connection.isCalling) {
      this.#noteAnswer(connection, segment, 'accepted');
    }
  }

  #noteReset(connection: Connection, segment: Segment, sender: Side, receiver: Side): void {
    const record = writeRecord(this.#pool, segment, sender === connection.client, Kind.reset);
    this.#log.follow(connection, record);
    this.#log.open(connection, segment, record);
    if (connection.isCalling && sender === connection.server && refuses(segment, receiver)) {
      connection.isRefused = true;
      this.#noteAnswer(connection, segment, 'refused');
    }
    sender.resets++;
    if (sender.firstReset === NO_BLOCK) sender.firstReset = this.#pool.retain(record);
    sender.lastReset = this.#pool.exchange(sender.lastReset, record);
    connection.idleUs = Number.NaN;
    this.#remember(connection, segment, record);
  }

  #noteAnswer(connection: Connection, { frame, timeUs }: Segment, outcome: 'accepted' | 'refused'): void {
    connection.isCalling = false;
    connection.service.noteAttempt(
      new AnsweredAttempt(this.#pool, connection, { outcome, frame, timeUs }),
      this.#addresses,
    );
  }

  #remember(connection: Connection, segment: Segment, record: number): void {
    connection.recent.push(this.#pool, record, this.#retention.recentSegments(this.#table.size));
    connection.lastFrame = segment.frame;
    connection.lastUs = segment.timeUs;
  }
}

/** Only what follows shortly and brings nothing new can be a second sight of a packet. */
function mayBeCopy(connection: Connection, segment: Segment, sender: Side): boolean {
  if (segment.timeUs - connection.lastUs > COPY_WITHIN_US) return false;
  if ((segment.flags & RST) !== 0 || !sender.isHeard) return true;
  if (isAfter(advance(segment.seq, sequenceLength(segment)), sender.nextSeq)) return false;
  return (segment.flags & ACK) === 0 || !sender.hasAck || !isAfter(segment.ack, sender.lastAck);
}

/** A RST that answers the SYN itself (RFC 9293 §3.10.7.3: acceptable only with an ACK number that covers it). */
function refuses(segment: Segment, caller: Side): boolean {
  return (segment.flags & ACK) === 0 || acknowledgesSyn(segment, caller);
}
