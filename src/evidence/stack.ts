/**
 * Which TCP implementation the RST's sender runs, from the option order of its SYN or SYN-ACK and its initial TTL.
 * A guess that cannot be made is `unknown`: Linux wording is used only for Linux.
 */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Stack } from '../model/verdict.ts';
import { initialTtl, usualTtl } from './segments.ts';

/** Option kinds in order, first kind in the lowest hexadecimal digit: 2 MSS, 1 NOP, 3 window scale, 4 SACK permitted, 8 time stamps. */
const LINUX_ORDERS = new Set([0x31842, 0x314112, 0x318112, 0x842, 0x8112, 0x4112, 0x312]);
/** macOS and iOS; FreeBSD; OpenBSD. */
const BSD_ORDERS = new Set([0x4811312, 0x84312, 0x811314112]);
/** lwIP announces its MSS, at most with SACK permitted. */
const LWIP_ORDERS = new Set([0x2]);

/** An answer to a SYN without options repeats none: the order then tells nothing (0: no SYN seen). */
const MSS_ONLY = 0x2;

/** Names the stack behind a side. */
export function stackOf(side: SideFacts, reset: SeenSegment): Stack {
  const order = side.synOptionOrder;
  const ttl = usualTtl(side)?.ttl ?? reset.ttl;
  const initial = initialTtl(ttl);
  if (initial === 255 && LWIP_ORDERS.has(order)) return isLwipWindow(side) ? 'lwip' : 'unknown';
  if (initial === 128) return 'windows';
  if (initial !== 64) return 'unknown';
  if (LINUX_ORDERS.has(order)) return 'linux';
  if (BSD_ORDERS.has(order)) return 'bsd';
  return order <= MSS_ONLY && looksLikeLinuxReply(reset) ? 'linux' : 'unknown';
}

/** lwIP's default window is four segments (TCP_WND, opt.h); network devices with the same bare SYN use others. */
function isLwipWindow({ syn, synMss }: SideFacts): boolean {
  return syn !== null && syn.window === 4 * synMss;
}

/** Without a SYN to go by: Linux since 4.19 sends stateless answers with IP id 0 and DF (tcp_sk_init). */
function looksLikeLinuxReply({ window, ipId, dontFragment, options, flowLabel }: SeenSegment): boolean {
  return window === 0 && options === 0 && ((ipId === 0 && dontFragment === 1) || flowLabel > 0);
}
