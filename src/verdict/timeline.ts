/** The connection around one RST: its milestones, the last segments before it, and what followed. */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { ACK, RST, SYN } from '../model/segment.ts';
import { type Moment, momentFacts } from '../model/story-keys.ts';
import type { Endpoint, TimelineEntry } from '../model/verdict.ts';
import { endpointText } from './endpoints.ts';

interface Ends {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

const BEFORE = 10;
const AFTER = 6;

export function timelineOf(evidence: Evidence): TimelineEntry[] {
  const { event } = evidence;
  const names = namesOf(event);
  const story = [...chosen(evidence).values()].map((segment) => entry(segment, momentOf(segment, evidence), names));
  return [...olderConnection(event), ...story].sort((a, b) => a.segment.frame - b.segment.frame);
}

/** What the connection that an orphan continues said last, under its own addresses. */
function olderConnection({ predecessor }: ResetEvent): TimelineEntry[] {
  if (predecessor === null) return [];
  const names = namesOf(predecessor);
  return predecessor.tail.map((segment) => entry(segment, 'olderConnection', names));
}

/** The names of both ends: made once, for they are kept with every entry. */
interface Names {
  readonly client: string;
  readonly server: string;
}

function namesOf({ client, server }: Ends): Names {
  return { client: endpointText(client), server: endpointText(server) };
}

function entry(segment: SeenSegment, moment: Moment, { client, server }: Names): TimelineEntry {
  const [from, to] = segment.from === 'client' ? [client, server] : [server, client];
  const facts = { bytes: segment.payloadLength, from, to };
  return { segment, moment, shape: momentFacts, facts };
}

/** Frames that tell the story, once each. */
function chosen({ event, trigger, closing, probes, sender, receiver, reset }: Evidence): Map<number, SeenSegment> {
  const { client, server, before, after } = event;
  const milestones = [
    client.syn,
    server.syn,
    sender.first,
    receiver.first,
    sender.lastData,
    receiver.lastData,
    sender.firstReset,
  ];
  const story = [
    ...milestones,
    closing.senderFin,
    closing.receiverFin,
    trigger?.segment ?? null,
    ...(probes?.list ?? []),
    ...before.slice(-BEFORE),
    reset,
    ...after.slice(0, AFTER),
  ];
  const frames = new Map<number, SeenSegment>();
  for (const segment of story) if (segment !== null) frames.set(segment.frame, segment);
  return frames;
}

function momentOf(segment: SeenSegment, { reset, trigger, aftermath, event, sender, receiver }: Evidence): Moment {
  const { frame } = segment;
  if (frame === reset.frame) return 'reset';
  if (frame === trigger?.segment.frame) return 'trigger';
  if ((segment.flags & RST) !== 0) return segment.from === reset.from && frame > reset.frame ? 'echo' : 'otherReset';
  if (frame === aftermath.senderContinues?.frame) return 'continues';
  switch (segment.kind) {
    case 'syn':
      return frame === event.client.syn?.frame ? 'syn' : 'synAgain';
    case 'syn-ack':
      return frame === event.server.syn?.frame ? 'synAck' : 'synAckAgain';
    case 'fin':
      return 'fin';
    case 'keepalive':
    case 'window-probe':
      return 'keepalive';
    case 'retransmission':
      return again(segment);
    case 'window-update':
      return 'windowUpdate';
    case 'data':
    case 'out-of-order':
      return frame === sender.lastData?.frame || frame === receiver.lastData?.frame ? 'lastData' : 'data';
    case 'ack':
    case 'duplicate-ack':
      return ackMoment(segment, event.before);
    case 'reset':
    case 'other':
      return 'other';
  }
}

/** A repeated SYN or SYN-ACK is a retransmission too. */
function again({ flags }: SeenSegment): Moment {
  if ((flags & SYN) === 0) return 'retransmission';
  return (flags & ACK) === 0 ? 'synAgain' : 'synAckAgain';
}

function ackMoment(segment: SeenSegment, before: readonly SeenSegment[]): Moment {
  if (segment.window === 0) return 'zeroWindow';
  const index = before.findIndex(({ frame }) => frame === segment.frame);
  return index > 0 && before[index - 1]?.kind === 'syn-ack' ? 'handshakeDone' : 'ack';
}
