// Hot path: runs once per packet. No allocation.
// The same addresses inside two tunnels are two connections: each tunnel is a space of its own.

import type { Cursor } from './cursor.ts';
import { internAddresses } from './ip-addresses.ts';

/** Kinds of tunnels, for telling their keys apart. */
export const TUNNEL_IP = 1;
export const TUNNEL_GRE = 2;
export const TUNNEL_VXLAN = 3;
export const TUNNEL_GENEVE = 4;
export const TUNNEL_GTP = 5;

/**
 * Enters the tunnel whose outer IP header was just read. Both directions share a space, so that the endpoints are put in order;
 * a key that differs by direction (GTP tunnel id, PPTP call id) must be left out by the caller.
 */
export function enterTunnel(cursor: Cursor, kind: number, key: number): void {
  internAddresses(cursor);
  const segment = cursor.segment;
  const low = Math.min(segment.source, segment.destination);
  const high = Math.max(segment.source, segment.destination);
  segment.space = cursor.spaces.intern(segment.space, kind, low, high, key) + 1;
}
