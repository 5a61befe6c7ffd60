import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** A closed socket that waits in FIN-WAIT-2 is forgotten after this time (tcp_fin_timeout, 60 s by default). */
const FIN_TIMEOUT_US = 60e6;
/** Servers are often told to forget sooner; hardly any within this time. */
const SHORTEST_FIN_TIMEOUT_US = 10e6;

/** The program had closed the connection completely; new data of the peer can be delivered to nobody. */
export default defineCause({
  id: 'late-data-after-close',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'RFC 1122 §4.2.2.13', 'Linux tcp_rcv_state_process(), tcp_timewait_state_process()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    answersAck: 'required',
    senderFin: 'required',
    finNumber: { bearing: 'weak', facts: { seq: 'field', finFrame: 'frame' } },
    newDataAfterFin: { bearing: 'required', facts: { frame: 'frame', bytes: 'bytes', finFrame: 'frame' } },
    builderFits: 'strong',
    timely: 'weak',
    finStillRemembered: { bearing: 'weak', facts: { ago: 'duration' } },
    sameLabel: { bearing: 'strong', facts: { label: 'field' } },
    socketGone: { bearing: 'excludes', facts: { ago: 'duration' } },
    bothFinished: { bearing: 'excludes', facts: { senderFin: 'frame', receiverFin: 'frame' } },
    resetBefore: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { ready, trigger, closing, path, reset, visibility, sender } = evidence;
    return {
      newDataAfterFin:
        trigger !== null &&
        closing.senderFin !== null &&
        trigger.afterSenderFin &&
        trigger.hasNewData &&
        trigger.segment.payloadLength > 0
          ? { frame: trigger.segment.frame, bytes: trigger.segment.payloadLength, finFrame: closing.senderFin.frame }
          : visibility.receiver
            ? absent
            : unseen,
      // A bare RST repeats the ACK number of what it answers: one past the FIN, from somebody who had received the FIN.
      finNumber:
        closing.senderFin !== null && reset.seq === sender.nextSeq && ready.abortNumbers === absent
          ? { seq: reset.seq, finFrame: closing.senderFin.frame }
          : absent,
      ...memory(evidence),
      sameLabel:
        path.flowLabel === 'unseen' ? 'unseen' : path.flowLabel === 'same' ? { label: reset.flowLabel } : absent,
      bothFinished:
        closing.bothAcked && closing.senderFin !== null && closing.receiverFin !== null
          ? { senderFin: closing.senderFin.frame, receiverFin: closing.receiverFin.frame }
          : absent,
    };
  },
  proof: {
    pattern: 'b',
    signs: ['answersAck', 'senderFin', 'newDataAfterFin', 'builderFits', 'timely', 'finStillRemembered'],
  },
  sameTrace: ({ closing }) => ((closing.sinceSenderFinUs ?? 0) >= FIN_TIMEOUT_US ? ['fin-wait2-expired'] : []),
  kernelReasons: ({ closing, trigger }) => {
    const fin = closing.senderFinAckedBy;
    const ackedBefore = fin !== null && trigger !== null && fin.frame < trigger.segment.frame;
    return ackedBefore ? ['TCP_TIMEWAIT_SOCKET', 'TCP_ABORT_ON_DATA'] : ['TCP_ABORT_ON_DATA', 'TCP_TIMEWAIT_SOCKET'];
  },
  steps: ({ steps, trigger, closing, event }) => [
    ...steps.arrived,
    ...(event.before[0] === undefined ? [] : [step('lookupFound', 'inferred', { since: event.before[0].frame })]),
    ...(trigger === null || closing.senderFin === null
      ? []
      : [
          step('receiveClosed', 'failed', {
            finFrame: closing.senderFin.frame,
            dataFrame: trigger.segment.frame,
            bytes: trigger.segment.payloadLength,
          }),
        ]),
    ...steps.reply,
  ],
  checks: {
    device: ['device-eof', 'device-pool-idle'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters', 'os-fin-timeout'],
    serverApplication: ['app-idle-settings', 'app-who-closed'],
  },
  preventedBy: 'reuse',
  next: 'tracepointSender',
});

type Ago = Reading<{ ago: 'duration' }>;

/**
 * Whether the host still remembered the connection that it had closed. Another flow label comes from a host that no longer knew it,
 * the same one from its socket or TIME-WAIT entry (tcp_v6_send_reset); a FIN that is repeated no more, from no socket.
 */
function memory({ closing, path, givenUp, visibility }: Evidence): { finStillRemembered: Ago; socketGone: Ago } {
  const ago = closing.sinceSenderFinUs;
  if (ago === null) return { finStillRemembered: absent, socketGone: absent };
  const isKnown = ago < SHORTEST_FIN_TIMEOUT_US || path.flowLabel === 'same';
  const isGone = path.flowLabel === 'other' || (givenUp !== null && !visibility.loss);
  return { finStillRemembered: isKnown ? { ago } : absent, socketGone: isGone ? { ago } : absent };
}
