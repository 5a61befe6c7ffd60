/** What two captures of one connection say of a RST that only together they can say. */
import type { SeenSegment } from './connection.ts';

/**
 * What became of a RST between the capture points: `passed`: it left one and came to the other unchanged; `rewritten`: with other numbers;
 * `inserted`: it came to its receiver, and the side that it names never sent it; `dropped`: it left, and never arrived; `open`: cannot be told.
 */
export type Fate = 'passed' | 'rewritten' | 'inserted' | 'dropped' | 'open';

/** Why a fate is open: the connection is not in the other capture; that capture does not cover the moment; it lost packets there. */
export type OpenBecause = 'notFound' | 'notCovered' | 'lost';

/** What the other capture holds of the connection around the moment of a RST that is not in it. */
export interface Elsewhere {
  /** `address:port` of both ends, as that capture shows them. */
  readonly client: string;
  readonly server: string;
  /** The segments that both captures hold, with frame, time and TTL of the other one. */
  readonly segments: readonly SeenSegment[];
  /** When the RST would have been there: as long after the last segment that both hold as it was here. Microseconds. */
  readonly expectedUs: number;
}

/** One RST, looked for in the capture of the other end. */
export interface Crossing {
  readonly fate: Fate;
  readonly because: OpenBecause | null;
  /**
   * The last segment towards the named sender did not come to its capture either: a device stopped it, or a balancer sent it to another
   * host under the same address, which then sent the RST itself.
   */
  readonly diverted: boolean;
  /** Frame of the RST in the other capture, as it is or rewritten; −1 when it is not there. */
  readonly otherFrame: number;
  /** The last segment before the RST and the first one after it that both captures hold: frames of the other capture, or −1. */
  readonly beforeFrame: number;
  readonly afterFrame: number;
  /** Segments of this connection around the RST that both captures hold, and how many were looked for. */
  readonly shared: number;
  readonly wanted: number;
  /** TTL of the RST in the other capture, or −1. */
  readonly otherTtl: number;
  /** null: the RST is there as well, or nothing of its connection is. */
  readonly elsewhere: Elsewhere | null;
  /** Fields that were rewritten, with both values. */
  readonly changed: readonly {
    readonly field: 'seq' | 'ack' | 'flags' | 'window';
    readonly here: number;
    readonly there: number;
  }[];
}

/** How the clock of the server's capture stands against that of the client's. */
export interface ClockOffset {
  /** Microseconds to add to the client's time to get the server's. */
  readonly offsetUs: number;
  /** Half of the shortest round trip between the capture points: the offset is not known better. null: only one direction was seen. */
  readonly uncertaintyUs: number | null;
  /** Segments that were compared. */
  readonly segments: number;
}

/** Whether two captures prove that the named host did not send the RST, nor another one in its place. */
export function isInserted(crossing: Crossing | null): boolean {
  return crossing?.fate === 'inserted' && !crossing.diverted;
}

/** What rules a cause out that would have the named host send the RST, in place of a sign of that cause. */
export const NOT_SENT = 'notSent';
