/** What tracking remembers of connections, as plain immutable copies: the input of `evidence/`. */

import type { List } from './list.ts';

/** The side that opened the connection (`client`) or accepted it (`server`). */
export type Role = 'client' | 'server';

export function otherRole(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

/**
 * What a segment was for its connection at the moment it passed.
 * `keepalive`: at most one byte, one before SND.NXT, nothing outstanding. `window-probe`: the same against a zero window.
 * `out-of-order`: fills a hole that capture order left. `copy`: the same packet seen a second time (mirror port, router hop).
 */
export type SegmentKind =
  | 'syn'
  | 'syn-ack'
  | 'data'
  | 'ack'
  | 'duplicate-ack'
  | 'window-update'
  | 'fin'
  | 'retransmission'
  | 'keepalive'
  | 'window-probe'
  | 'out-of-order'
  | 'reset'
  | 'other';

/** One remembered segment. Numbers as in {@link Segment}; −1 where the packet has no such field. */
export interface SeenSegment {
  readonly frame: number;
  readonly timeUs: number;
  readonly from: Role;
  readonly kind: SegmentKind;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly payloadLength: number;
  readonly options: number;
  readonly tsValue: number;
  readonly tsEcho: number;
  readonly ttl: number;
  readonly dscp: number;
  readonly ipId: number;
  readonly dontFragment: number;
  readonly flowLabel: number;
  readonly payloadHead: number;
  readonly sourceMac: number;
}

/** How often each of the first few TTL values was seen from one side after the handshake (RSTs left out). */
export interface TtlCount {
  readonly ttl: number;
  readonly count: number;
}

/** A TTL and how many segments showed it. */
export interface TtlSamples {
  readonly ttl: number;
  readonly samples: number;
}

/** One side of a connection at the moment of a RST, before the RST itself was taken into account. null: never seen. */
export interface SideFacts {
  /** Canonical address text. */
  readonly address: string;
  readonly port: number;
  readonly segments: number;
  readonly dataSegments: number;
  /** Payload bytes sent, retransmissions not counted twice. */
  readonly bytes: number;
  readonly retransmissions: number;
  readonly first: SeenSegment | null;
  readonly last: SeenSegment | null;
  /** The SYN or SYN-ACK (first copy) and the last retransmission of it. */
  readonly syn: SeenSegment | null;
  readonly lastSyn: SeenSegment | null;
  readonly synCount: number;
  readonly synMss: number;
  readonly synOptionOrder: number;
  /** Window shift this side announced, applied to its own windows; null when no SYN was seen (shift unknown), 0 when not negotiated. */
  readonly windowShift: number | null;
  /** Whether both SYNs carried the option. null: handshake not seen. */
  readonly timestamps: boolean | null;
  readonly sack: boolean | null;
  /** SND.NXT as seen: one after the highest byte or flag sent. null: nothing seen of this side. */
  readonly nextSeq: number | null;
  /** Highest ACK number this side sent (its RCV.NXT as announced). */
  readonly lastAck: number | null;
  /** Last announced window in bytes (scaled when the shift is known, else raw) and the segment that announced it. */
  readonly window: number | null;
  readonly windowBy: SeenSegment | null;
  readonly maxWindow: number;
  readonly lastData: SeenSegment | null;
  readonly fin: SeenSegment | null;
  /** The segment of the other side that acknowledged the FIN. */
  readonly finAckedBy: SeenSegment | null;
  readonly ttls: readonly TtlCount[];
  /** Most frequent DSCP of segments other than RST and SYN, or null. */
  readonly dscp: number | null;
  /** Last IPv6 flow label of a segment other than RST, or null. */
  readonly flowLabel: number | null;
  /** Count of segments with IPv4 id 0 among those that are not SYN, SYN-ACK or RST. */
  readonly zeroIpIds: number;
  /** RSTs this side sent earlier in this connection, first and last. */
  readonly resets: number;
  readonly firstReset: SeenSegment | null;
  readonly lastReset: SeenSegment | null;
  /** Unanswered keep-alive probes (or window probes) right before the RST, oldest first, at most 16. */
  readonly probes: readonly SeenSegment[];
  /** Round trips capture point → this side → capture point, microseconds: samples valid by Karn's rule. */
  readonly rtt: { readonly samples: number; readonly minUs: number; readonly p25Us: number } | null;
}

/** One attempt to open a connection to a service, and how it ended. */
export interface Attempt {
  readonly client: string;
  readonly synFrame: number;
  readonly synTimeUs: number;
  readonly outcome: 'accepted' | 'refused';
  readonly answerFrame: number;
  readonly answerTimeUs: number;
}

/** Another connection to the same service whose numbers the orphan continues (NAT rebinding), as it stood then. */
export interface Predecessor {
  readonly connection: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  /** Orphan's first seq minus the predecessor client's SND.NXT; 0 = continues exactly, −1 = keep-alive, negative = retransmission. */
  readonly seqDelta: number;
  /** Orphan's first ack minus the predecessor server's SND.NXT; 0 = exact. A number that the server chose. */
  readonly ackDelta: number;
  /** Orphan's TSecr minus the last TSval that the server sent there; null without timestamps. */
  readonly echoDelta: number | null;
  /** Orphan's TSval minus the last TSval of the old client. */
  readonly tsDelta: number | null;
  /** Orphan's IP id minus the last one of the old client (16 bit); null in IPv6. */
  readonly ipIdDelta: number | null;
  /** Its last segments before the orphan's first one, oldest first. */
  readonly tail: readonly SeenSegment[];
  readonly lastClientFrame: number;
  readonly lastClientTimeUs: number;
  readonly lastServerFrame: number;
  readonly clientTtl: number;
  /** The same packet (seq, ack, TSval, length, IP id) within 50 ms on the old tuple: one packet seen before and after a NAT. */
  readonly twinFrame: number | null;
  /** First segment that the old client sent after the orphan's first one, or null: it stayed silent. */
  readonly spokeAgainFrame: number | null;
}

/** One RST with everything around it: what tracking hands to `evidence/`. Filled completely when the capture has ended. */
export interface ResetEvent {
  readonly reset: SeenSegment;
  /** Up to 64 bytes of RST payload. */
  readonly payload: Uint8Array;
  readonly payloadLength: number;
  readonly mptcpReason: number;
  readonly urgent: boolean;
  readonly interfaceId: number;
  readonly vlan: number;
  readonly space: number;
  readonly ipVersion: 4 | 6;
  /** Index of the earlier event this is a copy of (same packet captured twice), or null. */
  readonly copyOf: number | null;
  readonly connection: number;
  /** How the first segment of this connection looked: its SYN was seen, or the capture (or another tuple) knew it before. */
  readonly opened: 'syn' | 'syn-ack' | 'midstream';
  /** Whether client and server are known from a handshake, guessed from ports or other connections, or not known. */
  readonly roles: 'handshake' | 'guessed' | 'unknown';
  readonly client: SideFacts;
  readonly server: SideFacts;
  /** The last segments before the RST, oldest first, both directions, copies left out. */
  readonly before: readonly SeenSegment[];
  /** True when `before` begins with the connection's first segment (nothing fell out of the ring). */
  readonly beforeComplete: boolean;
  /** Segments of the same connection after the RST, oldest first, at most 16; ends where a new SYN starts a new connection. */
  readonly after: readonly SeenSegment[];
  /** Time of the segment before the trigger or RST in either direction: see evidence/. Time of the last segment of the capture. */
  readonly captureEndUs: number;
  /** When the capture's first packet was seen relative to `timeUs` 0 (0 unless time runs backwards). */
  readonly captureStartUs: number;
  /** Attempts to open a connection to the same service around the RST (this connection's own SYN left out). */
  readonly attemptBefore: Attempt | null;
  readonly attemptAfter: Attempt | null;
  /** First attempt of the same client address to the same service after the RST. */
  readonly retry: Attempt | null;
  /** Over the whole capture: attempts accepted and refused by the service. */
  readonly accepted: number;
  readonly refused: number;
  /** Longest silence on a connection of this service that was followed by a normal answer. */
  readonly longestSurvivedIdle: { readonly us: number; readonly frame: number } | null;
  /** TTL that the RST's sender last showed on any connection, and how many segments in a row showed it. */
  readonly hostTtl: TtlSamples | null;
  /** Only for orphans (no handshake seen, not at the start of the capture). */
  readonly predecessor: Predecessor | null;
}

/** A connection as the report without RST tells of it. */
export interface ConnectionSummary {
  readonly id: number;
  readonly client: string;
  readonly server: string;
  readonly ended: 'open' | 'closed' | 'half-closed' | 'reset' | 'refused' | 'unanswered' | 'silent';
  readonly segments: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstUs: number;
  readonly lastUs: number;
  readonly retransmissions: number;
}

/** What tracking knows when the capture has ended. */
export interface Tracking {
  readonly events: List<ResetEvent>;
  readonly connections: number;
  readonly forgotten: number;
  /** How connections ended: counts, and up to 50 examples of those that did not end well. */
  readonly endings: Readonly<Record<ConnectionSummary['ended'], number>>;
  readonly examples: readonly ConnectionSummary[];
}
