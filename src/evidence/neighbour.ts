/** What the other RSTs of a capture need to know of one. All of these are kept at once, so they are small. */
import type { Role } from '../model/connection.ts';
import type { Shape } from '../model/evidence.ts';
import type { TriggerKind } from '../model/verdict.ts';

export interface Neighbour {
  readonly frame: number;
  readonly timeUs: number;
  readonly seq: number;
  readonly connection: number;
  readonly senderRole: Role;
  readonly shape: Shape;
  /** The segment that it answers; null, 0 and 0 where it answers none. */
  readonly triggerKind: TriggerKind | null;
  readonly triggerFrame: number;
  readonly triggerUs: number;
  /** When its sender was last heard before it; null: never. */
  readonly lastUs: number | null;
  /** The silence before it, and the longest one that a connection of the service survived, microseconds; null: none. */
  readonly idleUs: number | null;
  readonly survivedUs: number | null;
  /** How long the capture is, microseconds. */
  readonly captureUs: number;
  /** Its sender had not said a word since its SYN. */
  readonly isMute: boolean;
  /** Its number is ahead of everything sent and acknowledged: neither the next one nor an answer to a segment. */
  readonly isGuess: boolean;
  readonly check: Check | null;
  readonly probe: Probe | null;
}

/** A connection that may be a health check. */
export interface Check {
  readonly client: string;
  readonly synUs: number;
}

/** A RST that tells a client whether a port is open, and nothing else. */
export interface Probe {
  readonly client: string;
  readonly host: string;
  readonly port: number;
  readonly isCrafted: boolean;
}
