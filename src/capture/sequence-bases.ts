/**
 * Relative numbers made absolute again. tcpdump (print-tcp.c, without -S) keeps, per connection, the number of the first segment with
 * ACK and prints that segment as it is; the later ones with ACK it prints relative to it. tshark counts from the first segment of each
 * side and never prints an absolute number, so that a fixed one is put in its place.
 */
import type { PrintedSegment } from './text-line.ts';

const ACK = 0x10;
const SYN = 0x02;
const RST = 0x04;
const FIN = 0x01;
/** A number this near to the one expected shows which kind the printed numbers are: a segment rarely leaps further, in bytes. */
const NEAR = 2 ** 20;
/** What is taken for a number that nobody printed: any would do. */
const GUESSED_BASE = 0x10000000;
/** Connections remembered; a paste holds few. */
const MOST = 10_000;

/** The numbers of a segment as they were on the wire. */
interface Numbers {
  readonly seq: number;
  readonly ack: number;
}

export class SequenceBases {
  /** By `source port destination port`: what its sequence numbers are counted from. */
  readonly #bases = new Map<string, number>();
  /** The number after the last segment of that side: pure ACKs are printed without theirs. */
  readonly #next = new Map<string, number>();
  /** How many numbers were certainly relative, less those that were certainly absolute: one print-out has one kind. */
  #relative = 0;
  /** Whether a number could not be known: a pure ACK or a bare segment that opens a connection, a RST of either kind of numbers. */
  isGuessed = false;

  /** For a line of tcpdump, with or without -S. */
  absolute(segment: PrintedSegment): Numbers {
    const numbers = this.#numbers(segment);
    const occupied = segment.length + ((segment.flags & SYN) !== 0 ? 1 : 0) + ((segment.flags & FIN) !== 0 ? 1 : 0);
    this.#next.set(keyOf(segment, false), (numbers.seq + occupied) >>> 0);
    return numbers;
  }

  #numbers(segment: PrintedSegment): Numbers {
    const [seq, ack] = [segment.seq, segment.ack ?? 0];
    if ((segment.flags & ACK) === 0) {
      this.isGuessed ||= seq === null;
      return { seq: seq ?? 0, ack };
    }
    const [own, other] = [keyOf(segment, false), keyOf(segment, true)];
    const [base, otherBase] = [this.#bases.get(own), this.#bases.get(other)];
    if (base === undefined || otherBase === undefined || (segment.flags & SYN) !== 0) {
      if (this.#bases.size >= MOST) this.#forget();
      if (seq === null) this.isGuessed = true;
      this.#bases.set(own, seq ?? GUESSED_BASE);
      this.#bases.set(other, (ack - 1) >>> 0);
      return { seq: seq ?? GUESSED_BASE, ack };
    }
    const [next, otherNext] = [this.#next.get(own) ?? base, this.#next.get(other) ?? otherBase];
    const isReset = (segment.flags & RST) !== 0;
    const restoredAck = this.#restored(ack, otherBase, otherNext, isReset);
    return { seq: seq === null ? next : this.#restored(seq, base, next, isReset), ack: restoredAck };
  }

  /** The number on the wire, be it printed as it is (-S) or counted from the base. */
  #restored(printed: number, base: number, expected: number, isReset: boolean): number {
    const relative = (base + printed) >>> 0;
    const [ifRelative, ifAbsolute] = [distance(relative, expected), distance(printed, expected)];
    // A RST may carry any number, also 0: it shows nothing, and before anything else did, it cannot be read.
    if (isReset) this.isGuessed ||= this.#relative === 0;
    else if (Math.min(ifRelative, ifAbsolute) < NEAR && Math.max(ifRelative, ifAbsolute) >= NEAR) {
      this.#relative += ifRelative < ifAbsolute ? 1 : -1;
    }
    const isRelative = this.#relative === 0 ? ifRelative <= ifAbsolute : this.#relative > 0;
    return isRelative ? relative : printed;
  }

  #forget(): void {
    this.#bases.clear();
    this.#next.clear();
    this.isGuessed = true;
  }

  /** For a line of tshark. */
  counted({ seq, ack }: PrintedSegment): Numbers {
    return { seq: (GUESSED_BASE + (seq ?? 0)) >>> 0, ack: ack === null ? 0 : (GUESSED_BASE + ack) >>> 0 };
  }
}

function keyOf({ source, sourcePort, destination, destinationPort }: PrintedSegment, turned: boolean): string {
  const [from, to] = [`${source} ${sourcePort}`, `${destination} ${destinationPort}`];
  return turned ? `${to} ${from}` : `${from} ${to}`;
}

/** How far two sequence numbers are apart, in either direction. */
function distance(a: number, b: number): number {
  return Math.abs((a - b) | 0);
}
