import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';

/** net.ipv4.tcp_fin_timeout, by default: how long a closed socket waits for the other side's FIN. Microseconds. */
const FIN_TIMEOUT_US = 60e6;
/** tcp_fin_timeout and TCP_LINGER2 count whole seconds; what is answered sooner has another reason. */
const SHORTEST_FIN_TIMEOUT_US = 1e6;

/**
 * The sender's program had closed long ago; its socket had waited for the other side's FIN and was gone, when the other side,
 * which had kept its half open, sent something after all.
 */
export default defineCause({
  id: 'fin-wait2-expired',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'Linux __tcp_close(), tcp_time_wait(), net.ipv4.tcp_fin_timeout'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    answersAck: 'required',
    senderFin: 'required',
    finAcknowledged: { bearing: 'required', facts: { finFrame: 'frame', frame: 'frame' } },
    waitIsOver: { bearing: 'required', facts: { ago: 'duration', what: 'term' } },
    otherLabel: { bearing: 'decisive', facts: { label: 'field', usual: 'field' } },
    wouldHaveTaken: { bearing: 'decisive', facts: { frame: 'frame', what: 'term' } },
    builderFits: 'strong',
    sameLabel: { bearing: 'excludes', facts: { label: 'field' } },
    bothFinished: { bearing: 'excludes', facts: { senderFin: 'frame', receiverFin: 'frame' } },
    resetBefore: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { closing, path, reset, trigger, sender } = evidence;
    const { senderFin, senderFinAckedBy, receiverFin } = closing;
    return {
      finAcknowledged: finAcknowledged(evidence),
      waitIsOver: waitIsOver(evidence),
      otherLabel:
        path.flowLabel === 'unseen'
          ? unseen
          : path.flowLabel === 'other' && senderFinAckedBy !== null
            ? { label: reset.flowLabel, usual: sender.flowLabel ?? 0 }
            : absent,
      wouldHaveTaken:
        trigger !== null && isTakenInFinWait2(evidence)
          ? { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) }
          : absent,
      sameLabel: path.flowLabel === 'same' ? { label: reset.flowLabel } : absent,
      bothFinished:
        closing.bothAcked && senderFin !== null && receiverFin !== null
          ? { senderFin: senderFin.frame, receiverFin: receiverFin.frame }
          : absent,
    };
  },
  // With a longer tcp_fin_timeout, or after shutdown(SHUT_RDWR) without close(), the socket would still be there to reject new data.
  sameTrace: (evidence) =>
    evidence.path.flowLabel === 'other' || isTakenInFinWait2(evidence) ? [] : ['late-data-after-close'],
  kernelReasons: ({ senderRole }) => (senderRole === 'server' ? ['TCP_FLAGS', 'NO_SOCKET'] : ['NO_SOCKET']),
  steps: ({ steps, closing }) => [
    ...(closing.senderFin === null
      ? []
      : [
          step('finWaitOver', 'inferred', {
            finFrame: closing.senderFin.frame,
            ago: closing.sinceSenderFinUs ?? 0,
          }),
        ]),
    ...steps.arrived,
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-eof', 'device-pool-idle'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-fin-timeout', 'os-trace-reason'],
    serverApplication: ['app-who-closed', 'app-idle-settings'],
  },
  next: 'tracepointSender',
});

/** The FIN had arrived before the segment that was rejected, so the socket waited in FIN-WAIT-2, which ends by itself. */
function finAcknowledged({ closing, trigger }: Evidence): Reading<{ finFrame: 'frame'; frame: 'frame' }> {
  const { senderFin, senderFinAckedBy } = closing;
  if (senderFin === null || senderFinAckedBy === null || trigger === null) return absent;
  return senderFinAckedBy.frame < trigger.segment.frame
    ? { finFrame: senderFin.frame, frame: senderFinAckedBy.frame }
    : absent;
}

/** A FIN, a repetition or a probe is no new data: a socket in FIN-WAIT-2 takes it and answers with an ACK. */
function isTakenInFinWait2({ trigger }: Evidence): boolean {
  return trigger !== null && (!trigger.hasNewData || trigger.segment.payloadLength === 0);
}

/** The time had run out, or the answer shows that nobody waited any more. */
function waitIsOver(evidence: Evidence): Reading<{ ago: 'duration'; what: 'term' }> {
  const { closing, path, trigger } = evidence;
  const fin = closing.senderFinAckedBy;
  if (fin === null || trigger === null) return absent;
  const ago = trigger.segment.timeUs - fin.timeUs;
  if (ago < SHORTEST_FIN_TIMEOUT_US) return absent;
  const isOver = ago >= FIN_TIMEOUT_US || path.flowLabel === 'other' || isTakenInFinWait2(evidence);
  return isOver ? { ago, what: triggerTerm(trigger.kind) } : absent;
}
