// Hot path: runs once per packet. No allocation.
/** Sequence number arithmetic modulo 2³² (RFC 9293 §3.4). Every comparison of sequence numbers goes through here. */

/** a − b as a signed distance, −2³¹ … 2³¹−1: positive when a is after b. */
export function distance(a: number, b: number): number {
  return (a - b) | 0;
}

/** n bytes after a, as an unsigned 32-bit number. */
export function advance(a: number, n: number): number {
  return (a + n) >>> 0;
}

/** Whether a lies after b. */
export function isAfter(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}
