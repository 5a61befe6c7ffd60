import type { CaptureSummary } from './capture-summary.ts';
import type { ResetEvent, Role, SeenSegment, SideFacts } from './connection.ts';
import type { Crossing } from './crossing.ts';
import type { Reading } from './reading.ts';
import type { Ready } from './shared-signs.ts';
import type { BuilderVerdict, Confidence, Phase, Stack, Step, TriggerKind, Vantage } from './verdict.ts';

/** Everything a cause may know about one RST. Gathered by evidence/, read by causes/; plain and immutable. */
export interface Evidence {
  readonly event: ResetEvent;
  readonly reset: SeenSegment;
  readonly hasAck: boolean;
  /** Role of the host whose address the RST carries, its side and the other one. */
  readonly senderRole: Role;
  readonly sender: SideFacts;
  readonly receiver: SideFacts;
  readonly visibility: Visibility;
  readonly vantage: VantageFacts;
  readonly numbers: NumberFit;
  readonly trigger: Trigger | null;
  readonly phase: Phase;
  readonly shape: Shape;
  readonly builder: BuilderVerdict;
  readonly marks: readonly BuilderMark[];
  readonly stack: Stack;
  readonly closing: Closing;
  readonly idle: Idle | null;
  readonly unread: Unread;
  readonly probes: Probes | null;
  readonly aftermath: Aftermath;
  readonly path: PathSigns;
  readonly acceptance: Acceptance;
  /** The RST's number against the one that the server's SYN-ACK announced; null: the same, or no question of that. */
  readonly renumbering: Renumbering | null;
  readonly givenUp: GivenUp | null;
  readonly machine: Machine;
  readonly continuity: Continuity;
  /** The scan that this RST belongs to, if its client tries many ports. */
  readonly scan: Scan | null;
  /** One made-up segment, or one of a scan: alone it shows the tool, not yet a scan. */
  readonly mayBeProbe: boolean;
  readonly neighbours: Neighbours;
  readonly ready: Ready;
  readonly steps: CommonSteps;
  /** What the capture of the other end says of this RST; null with one capture. */
  readonly crossing: Crossing | null;
}

/** What this capture could and could not show about this connection. */
export interface Visibility {
  readonly handshake: boolean;
  /** The capture holds segments of the sender, of the receiver (RSTs not counted). */
  readonly sender: boolean;
  readonly receiver: boolean;
  /** All segments of the connection were still remembered when the RST came. */
  readonly fromStart: boolean;
  /** The connection was already under way when the capture began (its first segment lies within the first second). */
  readonly beganBeforeCapture: boolean;
  /** The capturing host says it lost packets, or an ACK covers bytes that the capture does not hold. */
  readonly loss: boolean;
  /** Payload bytes were cut by a snap length. */
  readonly cut: boolean;
  /** Time never runs backwards among the remembered segments. */
  readonly steadyClock: boolean;
  /** Time resolution in microseconds. */
  readonly resolutionUs: number;
  /** Frames longer than a wire MTU: captured before segmentation or after merging by the network card. */
  readonly offload: boolean;
}

export interface VantageFacts {
  readonly value: Vantage;
  readonly confidence: Confidence;
  /** Key of locales common `vantages`. */
  readonly basis: 'given' | 'delays' | 'ttl' | 'delaysAndTtl' | 'none';
  /** Time from SYN to SYN-ACK, and from SYN-ACK to the first ACK, in microseconds; −1 when not seen. */
  readonly toServerUs: number;
  readonly toClientUs: number;
  readonly clientTtl: number;
  readonly serverTtl: number;
  /** Whether the capture was taken on the host that the RST names. */
  readonly atSender: boolean;
  readonly atReceiver: boolean;
}

/** Where the RST's numbers lie in the sequence spaces of the connection. */
export interface NumberFit {
  /**
   * RST.seq against the sender's SND.NXT: `next` exact; `finished`: one before it, the sender's FIN not counted;
   * `acked`: what the receiver had acknowledged although more had been sent; `stale`: below; `beyond`: above; `zero`: the literal 0.
   */
  readonly seq: 'next' | 'acked' | 'stale' | 'beyond' | 'zero' | 'unknown';
  /** RST.seq − SND.NXT of the sender, when known. */
  readonly seqDelta: number | null;
  /** RST.ack against the receiver's SND.NXT. `none`: no ACK flag. */
  readonly ack: 'all' | 'part' | 'beyond' | 'none' | 'unknown';
  readonly ackDelta: number | null;
  /** Bytes that the RST acknowledges beyond the sender's last ACK: they had arrived and were never acknowledged. 0 when none. */
  readonly newlyAcked: number;
}

/** The segment that the RST answers. */
export interface Trigger {
  /** The candidate that this RST most probably answers: they are answered in their order, the last one on the host itself. */
  readonly segment: SeenSegment;
  /** First and last of all segments with these numbers: what is too early for the first one is too early for all. */
  readonly earliest: SeenSegment;
  readonly latest: SeenSegment;
  readonly candidates: number;
  /** How many segments the candidates were on the wire: a network card may have merged them, or not yet split them. */
  readonly wireSegments: number;
  /** Earlier RSTs of the same sender with the same numbers: each has used up one candidate. */
  readonly earlierAnswers: number;
  readonly kind: TriggerKind;
  /** How the numbers answer it: an ACK (seq = its ack), a segment without ACK, or both fields as lwIP does. */
  readonly form: 'answers-ack' | 'answers-no-ack' | 'answers-both';
  readonly delayUs: number;
  /** Carries payload bytes or a FIN beyond what the sender had acknowledged. */
  readonly hasNewData: boolean;
  /** True when it came after the sender's own FIN / after both FINs were acknowledged / after an earlier RST of the sender. */
  readonly afterSenderFin: boolean;
  readonly afterBothClosed: boolean;
  readonly afterSenderReset: boolean;
}

/** What the RST looks like on the wire, before any context: knowledge of builders (Linux tcp_v4_send_reset, tcp_send_active_reset). */
export type Shape = 'stateless-ack' | 'stateless-no-ack' | 'stateless-both' | 'abort' | 'bare-abort' | 'odd';

/** One property of the RST that speaks for or against builders. */
export interface BuilderMark {
  /** Key of locales common `marks`. */
  readonly mark:
    | 'window'
    | 'timing'
    | 'timestamps'
    | 'ipId'
    | 'dontFragment'
    | 'ttl'
    | 'dscp'
    | 'flowLabel'
    | 'numbers'
    | 'options';
  readonly speaks: 'stateless-reply' | 'live-socket' | 'packet-filter' | 'foreign' | 'any' | 'none';
}

/** FINs around the RST. */
export interface Closing {
  readonly senderFin: SeenSegment | null;
  readonly receiverFin: SeenSegment | null;
  readonly senderFinAckedBy: SeenSegment | null;
  readonly receiverFinAckedBy: SeenSegment | null;
  readonly bothAcked: boolean;
  /** Microseconds from the sender's FIN to the RST. */
  readonly sinceSenderFinUs: number | null;
}

/** The silence that ended with the trigger (or with the RST when it has none). */
export interface Idle {
  readonly us: number;
  readonly since: SeenSegment;
  readonly until: SeenSegment;
  /** Documented timers that the silence is compatible with. */
  readonly timers: readonly KnownTimer[];
  /** On any connection to the service; the frame is the one that ended it. */
  readonly longestSurvived: { readonly us: number; readonly frame: number } | null;
  /** Where a timer that explains this RST must lie: above what was survived, at most this silence. null: no shorter survivor. */
  readonly bracket: { readonly aboveUs: number; readonly frame: number; readonly atMostUs: number } | null;
}

export interface KnownTimer {
  readonly product: string;
  readonly seconds: number;
  /** What the documentation says the product does when the timer has run out. */
  readonly onExpiry: 'sendsReset' | 'maySendReset' | 'closes' | 'silent' | 'unstated';
  /** The page, or the file of the source, that states the value. */
  readonly source: string;
}

/** Signs that the application had not read everything (Linux __tcp_close). */
export interface Unread {
  /** Last data of the receiver that the sender never answered with data of its own. */
  readonly unanswered: SeenSegment | null;
  readonly unansweredBytes: number;
  /** The RST's window against the window that was left: the queue was purged before the RST was built. */
  readonly windowJump: { readonly before: number; readonly after: number; readonly frame: number } | null;
  /** Whether the rule could be applied at all (shift known, live socket, data received). */
  readonly windowComparable: boolean;
  readonly zeroWindow: SeenSegment | null;
  /** Window was zero or small and the RST shows no jump: the queue was not purged. */
  readonly noJump: boolean;
}

/** Unanswered keep-alive probes before the RST. */
export interface Probes {
  readonly list: readonly SeenSegment[];
  readonly intervalUs: number;
  /** Largest deviation of a gap (the last one to the RST included) from the interval, in microseconds. */
  readonly jitterUs: number;
  readonly regular: boolean;
}

/** What happened on this connection after the RST. */
export interface Aftermath {
  /** The sender went on as if it had not sent the RST: new data or a newer time stamp or IP id, beyond reordering. */
  readonly senderContinues: SeenSegment | null;
  readonly senderContinuesNewData: boolean;
  /** Its time stamp, or its ACK of something sent after the RST, leaves no room for reordering. */
  readonly continuesSurely: boolean;
  /** It acknowledges the very data that the RST answers: they had reached the host and were welcome. */
  readonly triggerAnswered: boolean;
  /** Data that the RST's number rejects, and the sender's own answer to it from before the RST, with data beyond that number. */
  readonly answeredBefore: { readonly rejected: SeenSegment; readonly answer: SeenSegment } | null;
  /** A SYN-ACK, from another distance, for the very SYN that the RST refuses. */
  readonly synAccepted: SeenSegment | null;
  /** A RST of the sender's own, from its usual distance, after this one that came from elsewhere. */
  readonly ownAnswer: SeenSegment | null;
  readonly senderRetransmits: SeenSegment | null;
  readonly receiverContinues: SeenSegment | null;
  /** Further RSTs of the same sender. */
  readonly moreResets: number;
  readonly anyAfter: boolean;
}

/** Signs about the way the RST travelled. */
export interface PathSigns {
  /** RST's TTL against the sender's usual one. */
  readonly ttlShift: Ready['ttlShift'];
  /** Same, by direction: the box is nearer to the capture point (larger TTL of the same initial value). */
  readonly nearer: boolean;
  /** The shift is more than routing explains, and not a host's default TTL beside a socket's own. */
  readonly elsewhere: boolean;
  readonly ttlSame: boolean;
  /** Both TTLs probably started from the same initial value. */
  readonly sameInitialTtl: boolean;
  /** The RST came sooner after its trigger than any answer of the sender could. */
  readonly tooEarly: Ready['tooEarly'];
  readonly tooEarlyStrong: boolean;
  /** The delay is long enough for an answer of the named host, or the capture was taken there. */
  readonly timely: Ready['timely'];
  /**
   * Trigger's DSCP copied: the host's TCP built it. 0 although the trigger's is not: `zeroed` where it left the host so (a packet
   * filter wrote it), `cleared` where routers on the way may have done it.
   */
  readonly dscp: 'copied' | 'zeroed' | 'cleared' | 'unseen';
  /** IPv6 flow label: same as the connection, another one, or zero. */
  readonly flowLabel: 'same' | 'other' | 'zero' | 'unseen';
}

/** How far the server had come with the handshake, as its own segments show. */
export interface Acceptance {
  /** The server has sent nothing but SYN-ACKs. */
  readonly onlySynAck: boolean;
  /** From its last SYN-ACK to the trigger (or to the RST that answers nothing), microseconds; −1 without one. */
  readonly sinceSynAckUs: number;
  /** The client's first segment that acknowledges the SYN-ACK, as the handshake's last step does. */
  readonly acknowledgedBy: SeenSegment | null;
  /** The same SYN-ACK once more after that: the server had not taken the last step. */
  readonly repeated: SeenSegment | null;
  /** An answer to the same SYN with another initial sequence number: somebody else answers as well. */
  readonly otherAnswer: SeenSegment | null;
  /** What the trigger acknowledges, against what a SYN-ACK asks for, while the server still waits for the last step; null: no contradiction. */
  readonly wrongNumber: { readonly frame: number; readonly got: number; readonly expected: number } | null;
}

/** RSTs of a server that has said nothing but SYN-ACKs, with another number than the next one of these. */
export interface Renumbering {
  /** What the SYN-ACK announced, and how far from it the RST is. */
  readonly expected: number;
  readonly offset: number;
  /** RSTs that the client would have had to obey, and its last segment in spite of them. */
  readonly ignored: { readonly first: SeenSegment; readonly last: SeenSegment; readonly count: number } | null;
  /** The client acknowledges what is asked; the server asks again all the same, and its RSTs carry one wrong number: their frames. */
  readonly displaced: { readonly again: SeenSegment; readonly resets: readonly number[] } | null;
}

/** The sender's last words, repeated in vain until it stopped: what a socket that gives up leaves on the wire. */
export interface GivenUp {
  /** First and last sight of what was never acknowledged. */
  readonly first: SeenSegment;
  readonly last: SeenSegment;
  readonly retransmissions: number;
  /** How long it had been silent when the trigger came, and when its next retransmission was due at the latest; microseconds. */
  readonly silentUs: number;
  readonly dueUs: number;
}

/** Whether the RST comes from the machine that had held the connection, or from another one under the same address. */
export interface Machine {
  /** Link addresses of the sender's last segment and of the RST, where the capture was taken on the sender's own link. */
  readonly changed: Ready['otherLink'];
  /** A full TCP (it copied a field of the trigger) answered from another distance than the connection's socket. */
  readonly otherDistance: Reading<{ ttl: 'field'; usual: 'field'; field: 'text' }>;
  /** A full TCP answered without the connection while the connection's socket went on. */
  readonly otherLivesOn: Reading<{ frame: 'frame'; what: 'term'; field: 'text' }>;
}

/**
 * How the first segment of an orphan continues an older connection to the same service. `unseen` where the translation would lie
 * behind the capture point.
 */
export interface Continuity {
  readonly seqContinues: Reading<{ oldClient: 'text'; oldFrame: 'frame'; delta: 'field' }>;
  /** A number that the server chose: a stranger cannot know it. */
  readonly ackContinues: Reading<{ oldFrame: 'frame'; delta: 'field' }>;
  readonly oldSilent: Reading<{ oldClient: 'text'; oldFrame: 'frame' }>;
  readonly echoContinues: Reading<{ delta: 'field' }>;
  readonly echoBreaks: Reading<{ delta: 'field' }>;
  /** The device's own time stamps went on like a clock while it was silent; or they ran backwards or faster than any clock. */
  readonly clockContinues: Reading<{ ticks: 'count'; silence: 'duration' }>;
  readonly clockBreaks: Reading<{ ticks: 'field'; silence: 'duration' }>;
  readonly ipIdContinues: Reading<{ delta: 'field' }>;
  readonly sameTtl: Reading<{ ttl: 'field' }>;
  readonly twin: Reading<{ twinFrame: 'frame' }>;
  /** The orphan has an address that a NAT hides, its predecessor a public one: the NAT let it pass as it was. */
  readonly untranslated: Reading<{ inside: 'text'; outside: 'text' }>;
}

/** Many ports tried by one client. */
export interface Scan {
  /** Distinct ports (and hosts) of which the RSTs tell. */
  readonly targets: number;
  /** Its first RSTs, at most 20. */
  readonly frames: readonly number[];
  /** Its segments are a tool's, not a kernel's. */
  readonly isCrafted: boolean;
  /** It opened connections and dropped them at once, without a byte. */
  readonly drops: boolean;
  /** Either of the two: no ordinary program does that. */
  readonly isSure: boolean;
}

/** What other connections and RSTs of the capture say. */
export interface Neighbours {
  /** Other RSTs of the same service with the same shape of trigger, by frame; at most 20. */
  readonly sameService: readonly number[];
  /** Both ends were reset within a moment without either having sent a RST of its own: the other RST's frame. */
  readonly bothEnds: number | null;
  /** RSTs of the same sender on this connection within a moment, with stepped sequence numbers (frames, the first included). */
  readonly steppedBurst: readonly number[];
  /** Number of RSTs of the same sender on this connection before this one in the same moment, and the frame of the first of them. */
  readonly burstIndex: number;
  readonly burstFirst: number | null;
  /** Other connections of the service that were reset after the same silence: frames. */
  readonly sameIdle: readonly number[];
  /** Aborts of the same host on other connections of the service within the blink in which a kernel closes a process's sockets: frames. */
  readonly sameMoment: readonly number[];
  /** One of these had been in use until just then: what dropped them all did not wait for silence. */
  readonly momentHitBusy: boolean;
  /** Aborts on other connections of the service that came, as this one, before the sender had sent any data: frames. */
  readonly sameRefusal: readonly number[];
  /** Connections of the service that failed at the same moment as this one. */
  readonly moment: CommonMoment | null;
  /** The connection was one of several that the client opens at a fixed interval and drops unused. */
  readonly healthCheck: HealthCheck | null;
}

/** Connections that one client opens at a fixed interval and resets before a byte was sent. */
export interface HealthCheck {
  readonly intervalUs: number;
  readonly count: number;
  /** Their RSTs, at most 20. */
  readonly frames: readonly number[];
}

/** Several connections whose failures are better explained by one event than by chance. */
export interface CommonMoment {
  /** `together`: their sockets gave up within a second of each other. `foundOut`: each learnt of it with its own next segment. */
  readonly kind: 'together' | 'foundOut';
  readonly connections: number;
  /** First RST of each, at most 20. */
  readonly frames: readonly number[];
  /** The event lies between these times, microseconds. */
  readonly fromUs: number;
  readonly untilUs: number;
  /** Upper bound of the probability that so many independent failures fall so close together. */
  readonly chance: number;
}

/** Steps of the decision path that several causes share; an empty list where this RST does not show the step. */
export interface CommonSteps {
  readonly arrived: readonly Step[];
  readonly lookupMissed: readonly Step[];
  readonly listener: readonly Step[];
  readonly rejectedByListener: readonly Step[];
  readonly reply: readonly Step[];
  readonly alive: readonly Step[];
  readonly noTrigger: readonly Step[];
  readonly programClosed: readonly Step[];
  readonly abort: readonly Step[];
  readonly continues: readonly Step[];
}

/** What the analysis knows beside the event itself. */
export interface CaptureContext {
  readonly capture: CaptureSummary;
  readonly givenVantage: Vantage | null;
  /** One for each RST, where there is a capture of the other end. */
  readonly crossings?: readonly Crossing[];
}
