/**
 * Everything beside causes that a report can say, with the facts each sentence may quote. The sentences are in
 * locales/<tag>/common.json under the same keys; a test demands one for each key and no other.
 */
import type { FactShape, Facts } from './reading.ts';
import type { FieldJudgement, Step, TriggerKind } from './verdict.ts';

/** Facts that any sentence about a RST may quote. Roles are the words `client` and `server`, for ICU `select`. */
export const commonFacts = {
  client: 'text',
  server: 'text',
  sender: 'text',
  receiver: 'text',
  senderRole: 'text',
  receiverRole: 'text',
  serverPort: 'field',
  resetFrame: 'frame',
  resetTime: 'time',
} as const satisfies FactShape;

/** Steps of the decision path: `steps.<key>`. `source` is the kernel function that holds the rule. */
export const stepTable = {
  /** A segment of the other side reached the host that sent the RST. */
  arrived: { source: 'tcp_v4_rcv()', facts: { frame: 'frame', what: 'term', seq: 'field', bytes: 'bytes' } },
  /** No established connection and no TIME-WAIT entry has these addresses and ports. */
  lookupMissed: { source: '__inet_lookup_established()', facts: { receiver: 'text', sender: 'text' } },
  /** The connection was known: opened at that frame. */
  lookupFound: { source: '__inet_lookup_established()', facts: { since: 'frame' } },
  /** Nothing listens on the port; shown by a refused attempt at that frame. */
  noListener: { source: '__inet_lookup_listener()', facts: { port: 'field', refusedFrame: 'frame' } },
  /** Nothing listens on the port: it follows from the answer, no other attempt shows it. */
  noListenerInferred: { source: '__inet_lookup_listener()', facts: { port: 'field' } },
  /** A listening socket matched; shown by an accepted attempt at that frame. */
  listenerFound: { source: '__inet_lookup_listener()', facts: { port: 'field', acceptedFrame: 'frame' } },
  /** Whether anything listens on the port is not visible. */
  listenerUnknown: { source: '__inet_lookup_listener()', facts: { port: 'field' } },
  /** The queue of connections that wait for the program was full when the handshake's last ACK came. */
  acceptQueueFull: { source: 'tcp_check_req()', facts: { frame: 'frame' } },
  /** The handshake's last step acknowledges a number that this server's SYN-ACK did not use. */
  synReceivedBadAck: { source: 'tcp_check_req()', facts: { frame: 'frame', expected: 'field', got: 'field' } },
  /** A second SYN with a new number, inside the window, while the first one still waits for its last step. */
  synReceivedNewSyn: { source: 'tcp_check_req()', facts: { firstFrame: 'frame', frame: 'frame', ahead: 'bytes' } },
  /** The program stopped listening: connections that it had not accepted go with the listener. */
  listenerClosed: { source: 'inet_csk_listen_stop()', facts: { frame: 'frame' } },
  /** The socket had repeated its last words in vain and given up without a word. */
  gaveUp: { source: 'tcp_write_timeout()', facts: { frame: 'frame', count: 'count', silent: 'duration' } },
  /** The closed socket had waited for the other side's FIN for its time and was gone. */
  finWaitOver: { source: 'tcp_time_wait()', facts: { finFrame: 'frame', ago: 'duration' } },
  /** A NAT let a packet pass without translating it: nf_nat leaves alone what conntrack calls invalid. */
  untranslated: { source: 'nf_conntrack_in()', facts: { inside: 'text', outside: 'text' } },
  /** Another machine under the same address got the segment. */
  otherMachine: { source: '__inet_lookup_established()', facts: { frame: 'frame' } },
  /** A client tries one port after the other; this RST is part of it. */
  probed: { source: '__inet_lookup_listener()', facts: { frame: 'frame', targets: 'count' } },
  /** A subflow of a multipath connection was refused or ended, with a reason. */
  subflowReset: { source: 'mptcp_established_options_rst()', facts: { reason: 'field' } },
  /** A listening socket takes no segment with ACK: RFC 9293 §3.10.7.2. */
  listenerRejectsAck: { source: 'tcp_rcv_state_process(), TCP_LISTEN', facts: { frame: 'frame', ack: 'field' } },
  /** The sender's program had closed: new data after its own FIN can be delivered to nobody. */
  receiveClosed: {
    source: 'tcp_rcv_state_process(), FIN-WAIT',
    facts: { finFrame: 'frame', dataFrame: 'frame', bytes: 'bytes' },
  },
  /** Both directions were finished and acknowledged. */
  bothClosed: { source: 'tcp_rcv_state_process(), LAST-ACK', facts: { senderFin: 'frame', receiverFin: 'frame' } },
  /** SYN-SENT and an ACK for something else than the SYN: RFC 9293 §3.10.7.3. */
  synSentBadAck: {
    source: 'tcp_rcv_synsent_state_process()',
    facts: { synFrame: 'frame', expected: 'field', got: 'field' },
  },
  /** The host had no connection attempt that this SYN-ACK could answer. */
  noRequest: { source: '__inet_lookup_established()', facts: { frame: 'frame' } },
  /** The host's program had given up the attempt before the SYN-ACK came. */
  requestGone: { source: '__inet_lookup_established()', facts: { synFrame: 'frame', waited: 'duration' } },
  /** The sender had reset this connection before: it is gone. */
  alreadyReset: { source: '__inet_lookup_established()', facts: { firstFrame: 'frame' } },
  /** Answer to a segment with ACK: seq = its ack, no ACK flag, no window, no options: RFC 9293 §3.10.7.1. */
  replyToAck: { source: 'tcp_v4_send_reset()', facts: { seq: 'field', frame: 'frame' } },
  /** Answer to a segment without ACK: seq 0, ack = its end: RFC 9293 §3.10.7.1. */
  replyToSyn: { source: 'tcp_v4_send_reset()', facts: { ack: 'field', frame: 'frame' } },
  /** The connection was alive: last segments of both sides. */
  alive: { source: 'tcp_rcv_established()', facts: { senderFrame: 'frame', receiverFrame: 'frame' } },
  /** No segment of the other side has the numbers that this RST would answer. */
  noTrigger: { source: 'tcp_v4_send_reset()', facts: { lastFrame: 'frame', after: 'duration' } },
  /** The program (or the kernel in its place) closed the socket without a FIN before. */
  programClosed: { source: '__tcp_close()', facts: { silence: 'duration', lastFrame: 'frame' } },
  /** The receive queue still held data: RFC 9293 §3.6.1, RFC 2525 §2.17. */
  queueNotEmpty: { source: '__tcp_close()', facts: { frame: 'frame', bytes: 'bytes' } },
  /** The queue was purged before the RST was built: the window grew. */
  queuePurged: { source: '__tcp_close()', facts: { before: 'bytes', after: 'bytes' } },
  /** Nothing was left unread: an orderly close would have sent a FIN. */
  nothingUnread: { source: '__tcp_close()', facts: { frame: 'frame' } },
  /** The socket was told to drop the connection at once (SO_LINGER 0 or an equal way). */
  disconnected: { source: 'tcp_disconnect()', facts: { inFlight: 'bytes' } },
  /** The FIN was sent, and the closing socket found no room: too many orphans, or no TCP memory. */
  outOfOrphans: { source: 'tcp_check_oom()', facts: { finFrame: 'frame' } },
  /** TCP_LINGER2 below zero: no waiting in FIN-WAIT-2. */
  noFinWait: { source: 'tcp_rcv_state_process(), FIN-WAIT', facts: { finFrame: 'frame', frame: 'frame' } },
  /** Other connections of the service died in the same moment. */
  diedTogether: { source: 'do_exit()', facts: { frames: 'frames', count: 'count' } },
  /** The program's own timer ran out, as on other connections. */
  programTimer: { source: '__tcp_close()', facts: { idle: 'duration', since: 'frame', frames: 'frames' } },
  /** Probes without an answer. */
  probesUnanswered: { source: 'tcp_keepalive_timer()', facts: { frames: 'frames', interval: 'duration' } },
  /** The live socket built the RST: seq = SND.NXT, ack = RCV.NXT, own window. */
  activeReset: { source: 'tcp_send_active_reset()', facts: { seq: 'field', ack: 'field', window: 'field' } },
  /** The other side had closed first; the reader left its last message unread. */
  peerFinished: { source: 'tcp_fin()', facts: { finFrame: 'frame' } },
  /** The packet filter sees a segment before TCP does. */
  filterFirst: { source: 'nf_hook_slow()', facts: { frame: 'frame', what: 'term' } },
  /** A REJECT rule answered in the host's name. */
  filterReset: { source: 'nf_send_reset()', facts: { frame: 'frame', ttl: 'field' } },
  /** The socket never heard of it and went on. */
  socketUnaware: { source: 'tcp_retransmit_timer()', facts: { frame: 'frame', what: 'term' } },
  /** The connection was silent longer than a box keeps state. */
  boxIdle: { source: '', facts: { idle: 'duration', since: 'frame', until: 'frame' } },
  /** The box answered in the host's name. */
  boxReset: { source: '', facts: { frame: 'frame', seq: 'field', ttl: 'field' } },
  /** A device on the path saw this segment. */
  boxSaw: { source: '', facts: { frame: 'frame', what: 'term' } },
  /** The real host went on talking. */
  hostContinues: { source: 'tcp_rcv_established()', facts: { frame: 'frame', what: 'term' } },
  /** The old connection's numbers arrive under a new address. */
  addressChanged: {
    source: '__inet_lookup_established()',
    facts: { oldClient: 'text', newClient: 'text', oldFrame: 'frame' },
  },
} as const satisfies Record<string, { readonly source: string; readonly facts: FactShape }>;

/** Builds one step; its facts are checked against the table. */
export function step<Key extends keyof typeof stepTable>(
  key: Key,
  outcome: Step['outcome'],
  facts: Facts<(typeof stepTable)[Key]['facts']>,
): Step {
  const { source, facts: shape } = stepTable[key];
  return { step: key, outcome, source, shape, facts: facts as Facts };
}

/**
 * How one field of the RST is judged: `fields.<field>.<reason>.{expected,judged}`: what this sender would normally send, and what the value means.
 * All sentences may also quote `{value}` (text).
 */
export const fieldReasons = {
  flags: {
    answersAck: { frame: 'frame' },
    answersNoAck: { frame: 'frame' },
    abort: {},
    bareWithoutTrigger: {},
    odd: {},
  },
  seq: {
    equalsTriggerAck: { frame: 'frame', ack: 'field' },
    zeroForNoAck: { frame: 'frame' },
    next: { next: 'field' },
    acked: { next: 'field', inFlight: 'bytes' },
    stale: { next: 'field', behind: 'bytes' },
    beyond: { next: 'field', ahead: 'bytes' },
    unknown: {},
  },
  ack: {
    noFlag: {},
    nonzeroWithoutFlag: {},
    endsTrigger: { frame: 'frame', end: 'field' },
    all: { next: 'field' },
    newlyAcked: { next: 'field', bytes: 'bytes' },
    part: { next: 'field', missing: 'bytes' },
    beyond: { next: 'field', ahead: 'bytes' },
    unknown: {},
  },
  window: {
    zeroStateless: {},
    nonzeroStateless: {},
    live: { last: 'bytes', now: 'bytes', frame: 'frame' },
    jump: { last: 'bytes', now: 'bytes', frame: 'frame' },
    zeroLive: {},
    unknown: {},
  },
  options: {
    noneStateless: {},
    timestampsLive: { tsValue: 'field' },
    missingTimestamps: { frame: 'frame' },
    none: {},
    unexpected: {},
    mptcp: { reason: 'field' },
  },
  ttl: {
    same: { usual: 'field', samples: 'count' },
    shifted: { usual: 'field', samples: 'count', hops: 'field' },
    noBaseline: {},
  },
  ipId: {
    zeroStateless: {},
    continues: { last: 'field', frame: 'frame' },
    zeroUnexpected: { last: 'field', frame: 'frame' },
    jumps: { last: 'field', frame: 'frame' },
    nonzeroStateless: {},
    noField: {},
    unknown: {},
  },
  dontFragment: { set: {}, clear: {}, noField: {} },
  dscp: {
    copied: { frame: 'frame' },
    zeroed: { frame: 'frame', other: 'field' },
    cleared: { frame: 'frame', other: 'field' },
    same: { usual: 'field' },
    differs: { usual: 'field' },
    unknown: {},
  },
  flowLabel: { same: {}, other: { usual: 'field' }, zero: { usual: 'field' }, noField: {}, unknown: {} },
  payload: { none: {}, some: { bytes: 'bytes' } },
  timing: {
    afterTrigger: { delay: 'duration', frame: 'frame' },
    tooEarly: { delay: 'duration', minRtt: 'duration', frame: 'frame' },
    noTrigger: {},
  },
} as const satisfies Record<string, Record<string, FactShape>>;

/** Judges one field; its facts are checked against the table. */
export function judge<
  Field extends keyof typeof fieldReasons,
  Reason extends keyof (typeof fieldReasons)[Field] & string,
>(
  field: Field,
  value: string,
  judgement: FieldJudgement['judgement'],
  reason: Reason,
  facts: Facts<(typeof fieldReasons)[Field][Reason] & FactShape>,
): FieldJudgement {
  const shape = fieldReasons[field][reason] as FactShape;
  return { field, value, judgement, reason, shape, facts };
}

/** What a segment is in the story of the connection: `moments.<key>`. `bytes` is its payload. */
export const moments = [
  'syn',
  'synAck',
  'synAgain',
  'synAckAgain',
  'handshakeDone',
  'data',
  'lastData',
  'retransmission',
  'ack',
  'windowUpdate',
  'zeroWindow',
  'fin',
  'keepalive',
  'trigger',
  'reset',
  'echo',
  'otherReset',
  'continues',
  'olderConnection',
  'other',
] as const;
export type Moment = (typeof moments)[number];
export const momentFacts = { bytes: 'bytes', from: 'text', to: 'text' } as const satisfies FactShape;

/** Why a verdict is not surer: `limits.<key>`. */
export const limits = [
  'tied',
  'vantage',
  'vantageUnknown',
  'unseenSign',
  'weakSigns',
  'oneSided',
  'noRule',
  'builderOdd',
  'textSource',
] as const;
export type Limit = (typeof limits)[number];

/**
 * How it was found out where the capture was taken: `vantages.<basis>`. Round trips are measured from the capture point. The sentences
 * may also quote `{place}` and `{confidence}` (text).
 */
export const vantageBases = {
  given: {},
  delays: { toServer: 'duration', toClient: 'duration' },
  ttl: { clientTtl: 'field', serverTtl: 'field' },
  delaysAndTtl: { toServer: 'duration', toClient: 'duration', clientTtl: 'field', serverTtl: 'field' },
  none: {},
} as const satisfies Record<string, FactShape>;

/** What this capture cannot show: `blind.<key>`. */
export const blindSpots = {
  oneSided: { missing: 'text' },
  midstream: { frame: 'frame' },
  loss: {},
  cut: {},
  coarseClock: { resolution: 'duration' },
  offload: {},
  clock: {},
  ambiguousTrigger: { count: 'count', first: 'frame', last: 'frame' },
  hostState: {},
  otherSide: {},
  vantage: {},
} as const satisfies Record<string, FactShape>;

/** What would have prevented a RST, computed from this capture: `preventions.<key>`. */
export const preventions = {
  /** A segment at least so often; half of the silence that was not survived. */
  heartbeat: { every: 'duration', idle: 'duration', since: 'frame', until: 'frame' },
  /** The same, with the longest silence that the service survived. */
  heartbeatBelow: { every: 'duration', idle: 'duration', survived: 'duration', frame: 'frame' },
  /** Not to use a connection again that was silent for so long. */
  reuse: { idle: 'duration', finFrame: 'frame' },
} as const satisfies Record<string, FactShape>;

/** Words of our own vocabulary: `terms.<key>`, printed in the reader's language in the middle of a sentence. */
export const terms = [
  'syn',
  'synAck',
  'ack',
  'data',
  'fin',
  'keepalive',
  'retransmission',
  'windowUpdate',
  'other',
] as const;
export type Term = (typeof terms)[number];

const TRIGGER_TERMS: Readonly<Record<TriggerKind, Term>> = {
  syn: 'syn',
  'syn-ack': 'synAck',
  ack: 'ack',
  data: 'data',
  fin: 'fin',
  keepalive: 'keepalive',
  other: 'other',
};

/** The word for the kind of a trigger. */
export function triggerTerm(kind: TriggerKind): Term {
  return TRIGGER_TERMS[kind];
}
