/** Readings that several causes share: computed once, here. */
import type { Attempt, SeenSegment } from '../model/connection.ts';
import type { Aftermath, Neighbours, PathSigns, Scan, Trigger } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { FIN } from '../model/segment.ts';
import type { Ready } from '../model/shared-signs.ts';
import type { Term } from '../model/story-keys.ts';
import type { Base } from './base.ts';
import { hasFlag } from './segments.ts';

/** RFC 6298 §2: an unanswered SYN-ACK is repeated after 1 s (Linux TCP_TIMEOUT_INIT); later than this it would be in the capture. */
const SYN_ACK_REPEATED_BY_US = 1.5e6;

export function readyOf(base: Base, neighbours: Neighbours, scan: Scan | null): Ready {
  const { trigger, reset, shape, machine } = base;
  const answers = trigger === null ? null : { frame: trigger.segment.frame, delay: trigger.delayUs };
  return {
    answersAck:
      shape === 'stateless-ack' && answers !== null ? { frame: answers.frame, seq: reset.seq } : noTrigger(base),
    // SYN with FIN asks for nothing that TCP knows.
    answersSyn: isRefusal(base) && answers !== null ? answers : noTrigger(base),
    answersTrigger: isAnswer(base) && answers !== null ? answers : noTrigger(base),
    abortNumbers: shape === 'abort' ? { seq: reset.seq, ack: reset.ack } : absent,
    ...conversation(base),
    ...closingSigns(base),
    ...afterSigns(base),
    ...builderSigns(base, neighbours),
    acceptedAfter: attempt(base, 'accepted'),
    refusedAfter: attempt(base, 'refused'),
    ...groupSigns(base, neighbours),
    otherLink: machine.changed,
    scanned: scan?.isSure === true ? { targets: scan.targets, frames: scan.frames } : absent,
    senderIsClient:
      base.event.roles === 'unknown' ? unseen : base.senderRole === 'client' ? { frame: reset.frame } : absent,
  };
}

function isRefusal({ shape, trigger }: Base): boolean {
  return shape === 'stateless-no-ack' && trigger?.kind === 'syn' && !hasFlag(trigger.segment, FIN);
}

function isAnswer({ shape }: Base): boolean {
  return shape === 'stateless-ack' || shape === 'stateless-no-ack' || shape === 'stateless-both';
}

/** A one-sided capture cannot show the trigger; a two-sided one would have. */
function noTrigger({ visibility, shape }: Base): typeof absent | typeof unseen {
  return !visibility.receiver && (shape === 'bare-abort' || shape === 'odd') ? unseen : absent;
}

/** The word for a remembered segment. */
export function termOf(segment: SeenSegment): Term {
  switch (segment.kind) {
    case 'syn':
      return 'syn';
    case 'syn-ack':
      return 'synAck';
    case 'fin':
      return 'fin';
    case 'keepalive':
    case 'window-probe':
      return 'keepalive';
    case 'retransmission':
      return 'retransmission';
    case 'window-update':
      return 'windowUpdate';
    case 'data':
    case 'out-of-order':
      return 'data';
    case 'ack':
    case 'duplicate-ack':
      return 'ack';
    case 'reset':
    case 'other':
      return segment.payloadLength > 0 ? 'data' : 'other';
  }
}

function conversation(base: Base): Pick<Ready, 'midConversation' | 'opened'> {
  const { event, sender, trigger, phase } = base;
  const beyondHandshake = event.opened === 'midstream' || sender.segments > sender.synCount;
  const last = sender.last ?? trigger?.segment ?? null;
  const told = last === null ? unseen : { frame: last.frame, what: termOf(last) };
  if (phase === 'handshake') return { midConversation: absent, opened: absent };
  return { midConversation: beyondHandshake ? told : quietlyAccepted(base), opened: told };
}

/** A server that is not spoken to says nothing after its SYN-ACK; had it still waited for the last step, it would have repeated that. */
function quietlyAccepted({ acceptance, senderRole }: Base): Ready['midConversation'] {
  const { onlySynAck, acknowledgedBy, repeated, sinceSynAckUs } = acceptance;
  const isAccepted = senderRole === 'server' && onlySynAck && acknowledgedBy !== null && repeated === null;
  return isAccepted && sinceSynAckUs > SYN_ACK_REPEATED_BY_US
    ? { frame: acknowledgedBy.frame, what: termOf(acknowledgedBy) }
    : absent;
}

function closingSigns({
  closing,
  sender,
  receiver,
  reset,
}: Base): Pick<Ready, 'senderFin' | 'receiverFin' | 'resetBefore'> {
  const { senderFin, receiverFin, sinceSenderFinUs } = closing;
  const first = sender.firstReset ?? receiver.firstReset;
  // A sender that went on after that RST was not ended by it.
  const livedOn = first !== null && first.from === reset.from && (sender.last?.frame ?? 0) > first.frame;
  return {
    senderFin: senderFin === null ? absent : { finFrame: senderFin.frame, ago: sinceSenderFinUs ?? 0 },
    receiverFin: receiverFin === null ? absent : { finFrame: receiverFin.frame },
    resetBefore: first === null || livedOn ? absent : { firstFrame: first.frame, ago: reset.timeUs - first.timeUs },
  };
}

function afterSigns({ aftermath, reset, trigger }: Base): Pick<Ready, 'senderContinues' | 'triggerAnswered'> {
  const next = aftermath.senderContinues;
  const nothing = aftermath.anyAfter ? absent : unseen;
  return {
    senderContinues:
      next === null ? nothing : { frame: next.frame, what: termOf(next), later: next.timeUs - reset.timeUs },
    triggerAnswered: welcome(aftermath, trigger) ?? (next === null ? nothing : absent),
  };
}

/** The named host took what the RST rejects: after the RST, before it, or with a SYN-ACK. */
function welcome(
  { triggerAnswered, senderContinues, synAccepted, answeredBefore }: Aftermath,
  trigger: Trigger | null,
): { frame: number; triggerFrame: number } | null {
  if (answeredBefore !== null)
    return { frame: answeredBefore.answer.frame, triggerFrame: answeredBefore.rejected.frame };
  const taken = synAccepted ?? (triggerAnswered ? senderContinues : null);
  return taken === null || trigger === null ? null : { frame: taken.frame, triggerFrame: trigger.segment.frame };
}

type BuilderSigns = Pick<
  Ready,
  'filterMark' | 'hostMark' | 'builderFits' | 'foreign' | 'ttlShift' | 'tooEarly' | 'timely'
>;

function builderSigns(base: Base, { bothEnds }: Neighbours): BuilderSigns {
  const { marks, reset, path, builder } = base;
  const odd = path.dscp === 'cleared' || marks.some(({ speaks }) => speaks === 'foreign' || speaks === 'packet-filter');
  return {
    ...copyMarks(base),
    builderFits: odd || isSeen(path.tooEarly) ? absent : { window: reset.window, ttl: reset.ttl },
    foreign: builder.value === 'foreign' || bothEnds !== null ? { ttl: reset.ttl, window: reset.window } : absent,
    ttlShift: path.ttlShift,
    tooEarly: path.tooEarly,
    timely: path.timely,
  };
}

/** DSCP in IPv4 and IPv6, flow label in IPv6. */
function copyMarks({ path, trigger, reset, sender, aftermath }: Base): Pick<Ready, 'filterMark' | 'hostMark'> {
  const usualLabel = sender.flowLabel ?? sender.syn?.flowLabel ?? -1;
  if (path.flowLabel === 'zero')
    return { filterMark: { field: 'IPv6 flow label', value: 0, expected: usualLabel }, hostMark: absent };
  // Routers may clear the field; that the socket never heard of the segment they cannot explain.
  if (path.dscp === 'zeroed' || (path.dscp === 'cleared' && aftermath.senderContinues !== null))
    return { filterMark: { field: 'DSCP', value: 0, expected: trigger?.segment.dscp ?? 0 }, hostMark: absent };
  if (path.dscp === 'copied') return { filterMark: absent, hostMark: { field: 'DSCP', value: reset.dscp } };
  if (isLabelled(path)) return { filterMark: absent, hostMark: { field: 'IPv6 flow label', value: reset.flowLabel } };
  return { filterMark: unseen, hostMark: unseen };
}

function isLabelled(path: PathSigns): boolean {
  return path.flowLabel === 'same' || path.flowLabel === 'other';
}

/** What the next attempt at the service says of the server; of a client that sent the RST it says nothing. */
function attempt(
  { event, reset, senderRole }: Base,
  outcome: Attempt['outcome'],
): Reading<{ frame: 'frame'; later: 'duration' }> {
  const next = event.attemptAfter;
  if (next === null || senderRole === 'client') return unseen;
  return next.outcome === outcome ? { frame: next.answerFrame, later: next.answerTimeUs - reset.timeUs } : absent;
}

/** With fewer other connections that were reset alike there is nothing to compare. */
const FEWEST_OTHERS = 2;

type GroupSigns = Pick<
  Ready,
  'probes' | 'windowJump' | 'bothEnds' | 'steppedBurst' | 'sameService' | 'commonMoment' | 'healthCheck'
>;

function groupSigns(
  { probes, unread }: Base,
  { bothEnds, steppedBurst, sameService, moment, healthCheck }: Neighbours,
): GroupSigns {
  return {
    probes:
      probes === null
        ? absent
        : { frames: probes.list.map(({ frame }) => frame), interval: probes.intervalUs, count: probes.list.length },
    windowJump: unread.windowJump ?? (unread.windowComparable ? absent : unseen),
    bothEnds: bothEnds === null ? absent : { otherFrame: bothEnds },
    steppedBurst: steppedBurst.length === 0 ? absent : { frames: steppedBurst, count: steppedBurst.length },
    sameService: sameService.length === 0 ? absent : { frames: sameService, count: sameService.length },
    healthCheck:
      healthCheck === null
        ? absent
        : { frames: healthCheck.frames, count: healthCheck.count, interval: healthCheck.intervalUs },
    commonMoment:
      moment === null
        ? sameService.length < FEWEST_OTHERS
          ? unseen
          : absent
        : {
            frames: moment.frames,
            count: moment.connections,
            from: moment.fromUs,
            until: moment.untilUs,
            chance: moment.chance,
          },
  };
}
