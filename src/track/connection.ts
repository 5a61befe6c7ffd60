// Hot path: runs once per packet. No allocation.
import type { ResetEvent } from '../model/connection.ts';
import type { Segment } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { PendingReset } from './pending-reset.ts';
import { clearProbes } from './probes.ts';
import { RecentSegments } from './recent-segments.ts';
import type { Member, Service } from './services.ts';
import { Side } from './side.ts';

/** A connection while it is remembered: two sides, the last segments, and what still waits for its next ones. */
export class Connection implements Member {
  readonly id: number;
  readonly space: number;
  /** Hash of the tuple, the same in both directions. */
  readonly hash: number;
  readonly client: Side;
  readonly server: Side;
  readonly opened: ResetEvent['opened'];
  readonly roles: ResetEvent['roles'];
  readonly service: Service;
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

  constructor(pool: BlockPool, id: number, hash: number, space: number, opening: Opening, service: Service) {
    this.id = id;
    this.hash = hash;
    this.space = space;
    this.client = new Side(pool, opening.clientAddress, opening.clientPort);
    this.server = new Side(pool, opening.serverAddress, opening.serverPort);
    this.opened = opening.opened;
    this.roles = opening.roles;
    this.service = service;
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

  get hasReset(): boolean {
    return this.client.resets + this.server.resets > 0;
  }

  release(pool: BlockPool): void {
    this.recent.release(pool);
    clearProbes(pool, this.client);
    clearProbes(pool, this.server);
    this.client.release(pool);
    this.server.release(pool);
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
