// Hot path: runs once per packet. No allocation.
import type { ResetEvent } from '../model/connection.ts';
import type { Segment } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { PendingReset } from './pending-reset.ts';
import { clearProbes } from './probes.ts';
import { RecentSegments } from './recent-segments.ts';
import type { Member, Service } from './services.ts';
import { Side } from './side.ts';

/**
 * A connection while it is remembered: two sides, the last segments, and what still waits for its next ones.
 * Once it is forgotten, the object is used again for another one.
 */
export class Connection implements Member {
  id = 0;
  space = 0;
  /** Hash of the tuple, the same in both directions. */
  hash = 0;
  readonly client = new Side();
  readonly server = new Side();
  opened: ResetEvent['opened'] = 'midstream';
  roles: ResetEvent['roles'] = 'unknown';
  service: Service;
  readonly recent = new RecentSegments();

  firstFrame = 0;
  firstUs = Number.NaN;
  lastFrame = 0;
  lastUs = Number.NaN;
  /** The SYN was answered by a RST. */
  isRefused = false;
  /** A SYN waits for its answer. */
  isCalling = false;

  /** The longest silence that a segment ended and that still waits for an answer of the other side; NaN: none. */
  idleUs = Number.NaN;
  idleFrame = 0;
  idleByClient = false;

  /** RSTs whose aftermath is not yet complete, and orphans that wait to see whether this client speaks again. */
  pending: PendingReset[] | null = null;
  heirs: PendingReset[] | null = null;
  /** Where the service keeps this connection. */
  place = 0;

  constructor(service: Service) {
    this.service = service;
  }

  /** Becomes the connection that `segment` opens. */
  begin(pool: BlockPool, id: number, hash: number, segment: Segment, opening: Opening, service: Service): void {
    this.id = id;
    this.hash = hash;
    this.space = segment.space;
    this.client.begin(pool, opening.clientAddress, opening.clientPort);
    this.server.begin(pool, opening.serverAddress, opening.serverPort);
    this.opened = opening.opened;
    this.roles = opening.roles;
    this.service = service;
    this.firstFrame = segment.frame;
    this.firstUs = segment.timeUs;
    this.lastUs = segment.timeUs;
  }

  /** Whether the segment belongs to this tuple, in either direction. */
  hasTupleOf(segment: Segment): boolean {
    if (segment.space !== this.space) return false;
    return (
      (this.client.isSource(segment) && this.server.isDestination(segment)) ||
      (this.server.isSource(segment) && this.client.isDestination(segment))
    );
  }

  /** Both sides have sent their FIN. */
  get isClosed(): boolean {
    return this.client.fin !== NO_BLOCK && this.server.fin !== NO_BLOCK;
  }

  /** No RST waits for what this connection does next. */
  get isQuiet(): boolean {
    return this.pending === null && this.heirs === null;
  }

  get hasReset(): boolean {
    return this.client.resets + this.server.resets > 0;
  }

  /** Lets go of every block and forgets everything. */
  release(pool: BlockPool): void {
    this.recent.release(pool);
    clearProbes(pool, this.client);
    clearProbes(pool, this.server);
    this.client.release(pool);
    this.server.release(pool);
    this.lastFrame = 0;
    this.isRefused = false;
    this.isCalling = false;
    this.idleUs = Number.NaN;
    this.idleFrame = 0;
    this.idleByClient = false;
    this.pending = null;
    this.heirs = null;
  }
}

/** Who opened a connection, and how far that is known. */
export interface Opening {
  readonly clientAddress: number;
  readonly clientPort: number;
  readonly serverAddress: number;
  readonly serverPort: number;
  readonly opened: ResetEvent['opened'];
  readonly roles: ResetEvent['roles'];
}
