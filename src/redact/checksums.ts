// Checksums of a redacted packet: one that was right is right again, one that was wrong is wrong again (RFC 1071).

/** A checksum in a packet, and what it is taken over. */
export interface Checksum {
  /** Where the field stands. */
  readonly at: number;
  readonly from: number;
  /** End of what was captured, and of what it is taken over on the wire. */
  readonly end: number;
  readonly wireEnd: number;
  /** The sum of addresses, protocol and length (RFC 9293 §3.1, RFC 8200 §8.1); null where there is none. */
  readonly pseudo: ((view: DataView) => number) | null;
  /** A field of 0 says that there is no checksum (RFC 768). */
  readonly mayLack: boolean;
}

/** Makes a wrong checksum wrong again: the right one and this differ in more than +0 and −0. */
const WRONG = 0x5555;

/** Writes the checksum of what now stands in `after`, as right as it was in `before`. */
export function renew(checksum: Checksum, before: DataView, after: DataView): void {
  const { at, end, wireEnd, pseudo, mayLack } = checksum;
  if (at + 2 > end) return;
  const old = before.getUint16(at);
  if (old === 0 && (mayLack || rightOne(checksum, before) !== 0)) return;
  const right = rightOne(checksum, after);
  // What was not captured is left out: it cannot be judged, and counts as zeros.
  if (end < wireEnd || same(old, rightOne(checksum, before)))
    after.setUint16(at, mayLack && right === 0 ? 0xffff : right);
  // The interface was to complete it: only the pseudo header is in it.
  else if (pseudo !== null && same(old, fold(pseudo(before)))) after.setUint16(at, fold(pseudo(after)));
  else after.setUint16(at, right ^ WRONG);
}

function rightOne({ at, from, end, pseudo }: Checksum, view: DataView): number {
  let sum = pseudo === null ? 0 : pseudo(view);
  for (let i = from; i + 1 < end; i += 2) if (i !== at) sum += view.getUint16(i);
  if ((end - from) % 2 === 1) sum += view.getUint8(end - 1) * 256;
  return ~fold(sum) & 0xffff;
}

/** The sum of the pseudo header of an IP packet. */
export function pseudoHeader(
  ipAt: number,
  version: 4 | 6,
  protocol: number,
  length: number,
): (view: DataView) => number {
  const [from, to] = version === 4 ? [ipAt + 12, ipAt + 20] : [ipAt + 8, ipAt + 40];
  return (view) => {
    let sum = protocol + (length & 0xffff) + (length >>> 16);
    for (let i = from; i < to; i += 2) sum += view.getUint16(i);
    return sum;
  };
}

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** 0 and 0xffff are one number. */
function same(a: number, b: number): boolean {
  return a % 0xffff === b % 0xffff;
}
