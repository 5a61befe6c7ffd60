/**
 * Signs that several causes share, and the facts of each: read once, in evidence/ready.ts. A cause that names one of them
 * only says what it bears.
 */
import type { FactShape, Reading } from './reading.ts';

export const SHARED_SIGNS = {
  /** A RST without ACK whose SEQ is the trigger's ACK. */
  answersAck: { frame: 'frame', seq: 'field' },
  /** A RST with SEQ 0 that acknowledges a SYN. */
  answersSyn: { frame: 'frame', delay: 'duration' },
  /** Either of them. */
  answersTrigger: { frame: 'frame', delay: 'duration' },
  /** SND.NXT and RCV.NXT of a live connection. */
  abortNumbers: { seq: 'field', ack: 'field' },
  /** The trigger met a connection under way: the sender had taken part beyond its SYN-ACK, or the capture began later. */
  midConversation: { frame: 'frame', what: 'term' },
  /** The handshake was complete (or the capture began later): a program could hold the connection. */
  opened: { frame: 'frame', what: 'term' },
  senderFin: { finFrame: 'frame', ago: 'duration' },
  receiverFin: { finFrame: 'frame' },
  /** The connection had been reset before, by this sender or towards it. */
  resetBefore: { firstFrame: 'frame', ago: 'duration' },
  /** The sender's socket went on after the RST. */
  senderContinues: { frame: 'frame', what: 'term', later: 'duration' },
  /** … and acknowledged the very segment that the RST answers: it had reached the host and was welcome. */
  triggerAnswered: { frame: 'frame', triggerFrame: 'frame' },
  /** Fields that a packet filter writes as zero and a host's TCP copies. */
  filterMark: { field: 'text', value: 'field', expected: 'field' },
  /** The same fields, copied: the host's own TCP built the RST. */
  hostMark: { field: 'text', value: 'field' },
  /** No mark contradicts the kernel's stateless answer. */
  builderFits: { window: 'field', ttl: 'field' },
  /** The named host's socket cannot have built it. */
  foreign: { ttl: 'field', window: 'field' },
  ttlShift: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' },
  tooEarly: { delay: 'duration', minRtt: 'duration', samples: 'count' },
  timely: { delay: 'duration', frame: 'frame' },
  /** The next attempt to open a connection to the service after the RST was accepted. */
  acceptedAfter: { frame: 'frame', later: 'duration' },
  /** … or refused. */
  refusedAfter: { frame: 'frame', later: 'duration' },
  /** The RST came from another network card than the sender's last segment. */
  otherLink: { old: 'text', now: 'text', frame: 'frame' },
  /** One of many RSTs on a tour of ports or hosts that no ordinary program makes. */
  scanned: { targets: 'count', frames: 'frames' },
  probes: { frames: 'frames', interval: 'duration', count: 'count' },
  windowJump: { before: 'bytes', after: 'bytes', frame: 'frame' },
  bothEnds: { otherFrame: 'frame' },
  steppedBurst: { frames: 'frames', count: 'count' },
  sameService: { frames: 'frames', count: 'count' },
  /** The client opens such connections at a fixed interval and drops them unused. */
  healthCheck: { frames: 'frames', count: 'count', interval: 'duration' },
  /** Several connections failed at one moment. */
  commonMoment: { frames: 'frames', count: 'count', from: 'time', until: 'time', chance: 'ratio' },
  senderIsClient: { frame: 'frame' },
} as const satisfies Readonly<Record<string, FactShape>>;

export type SharedSign = keyof typeof SHARED_SIGNS;

/** What was found of each shared sign. */
export type Ready = { readonly [Name in SharedSign]: Reading<(typeof SHARED_SIGNS)[Name]> };
