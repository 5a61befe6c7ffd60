/**
 * Segments that carry the numbers which a RST answers. Stateless hosts answer each segment once and in order; a pure ACK asks for
 * nothing, but a host without the connection answers it as well, so among pure ACKs it cannot be told which one was answered.
 */
import type { SeenSegment } from '../model/connection.ts';
import { endOf } from './segments.ts';

/** Where the SYN of the answering host was not seen: what fits an Ethernet frame (RFC 9293 §3.7.1). */
const USUAL_MSS = 1460;

/** Segments that left so close together also arrive together, and are answered one by one. */
const TOGETHER_US = 20_000;

export interface Candidates {
  readonly earliest: SeenSegment | null;
  readonly latest: SeenSegment | null;
  readonly count: number;
  /** Segments on the wire: a frame longer than the MSS was captured before it was split or after several were merged. */
  readonly wireSegments: number;
  /** The one that an answer after `earlier` others is for; on the host itself an answer follows its segment at once. */
  pick(atSender: boolean, earlier: number): SeenSegment | null;
}

/**
 * Segments that ask for an answer; only when there is none, the pure ACKs, the last of which stands for all. Where `answered` RSTs
 * have used up what asked, the pure ACKs that left with it were answered as well.
 */
export function candidatesAmong(open: readonly SeenSegment[], mss: number, answered: number): Candidates {
  const asking = open.filter((segment) => endOf(segment) !== segment.seq || segment.kind === 'keepalive');
  const onWire = (segments: readonly SeenSegment[]): SeenSegment[] =>
    segments.flatMap((segment) => Array<SeenSegment>(wireCount(segment, mss)).fill(segment));
  const all = asking.length > 0 ? asking : open;
  const latest = all.at(-1) ?? null;
  const [first] = asking;
  const together = open.filter(
    (segment) => asking.includes(segment) || Math.abs(segment.timeUs - (first?.timeUs ?? 0)) <= TOGETHER_US,
  );
  const wire = onWire(first === undefined || onWire(asking).length > answered ? asking : together);
  return {
    earliest: all[0] ?? null,
    latest,
    count: all.length,
    wireSegments: Math.max(wire.length, all.length),
    pick: (atSender, earlier) => (atSender ? latest : (wire[Math.min(earlier, wire.length - 1)] ?? latest)),
  };
}

function wireCount({ payloadLength }: SeenSegment, mss: number): number {
  return Math.max(1, Math.ceil(payloadLength / (mss > 0 ? mss : USUAL_MSS)));
}
