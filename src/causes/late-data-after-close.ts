import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** A closed socket that waits in FIN-WAIT-2 is forgotten after this time (tcp_fin_timeout, 60 s by default). */
const FIN_TIMEOUT_US = 60e6;

/** The program had closed the connection completely; new data of the peer can be delivered to nobody. */
export default defineCause({
  id: 'late-data-after-close',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'RFC 1122 §4.2.2.13', 'Linux tcp_rcv_state_process(), tcp_timewait_state_process()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    senderFin: { bearing: 'required', facts: { finFrame: 'frame', ago: 'duration' } },
    finNumber: { bearing: 'weak', facts: { seq: 'field', finFrame: 'frame' } },
    newDataAfterFin: { bearing: 'required', facts: { frame: 'frame', bytes: 'bytes', finFrame: 'frame' } },
    builderFits: { bearing: 'strong', facts: { window: 'field', ttl: 'field' } },
    timely: { bearing: 'weak', facts: { delay: 'duration', frame: 'frame' } },
    finStillRemembered: { bearing: 'weak', facts: { ago: 'duration' } },
    sameLabel: { bearing: 'strong', facts: { label: 'field' } },
    bothFinished: { bearing: 'excludes', facts: { senderFin: 'frame', receiverFin: 'frame' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    foreign: { bearing: 'excludes', facts: { ttl: 'field', window: 'field' } },
  },
  read: ({ ready, trigger, closing, path, reset, visibility, sender }) => ({
    answersAck: ready.answersAck,
    senderFin: ready.senderFin,
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
    builderFits: ready.builderFits,
    timely: ready.timely,
    finStillRemembered:
      closing.sinceSenderFinUs !== null && closing.sinceSenderFinUs < FIN_TIMEOUT_US
        ? { ago: closing.sinceSenderFinUs }
        : absent,
    sameLabel: path.flowLabel === 'unseen' ? 'unseen' : path.flowLabel === 'same' ? { label: reset.flowLabel } : absent,
    bothFinished:
      closing.bothAcked && closing.senderFin !== null && closing.receiverFin !== null
        ? { senderFin: closing.senderFin.frame, receiverFin: closing.receiverFin.frame }
        : absent,
    resetBefore: ready.resetBefore,
    filterMark: ready.filterMark,
    senderContinues: ready.senderContinues,
    foreign: ready.foreign,
  }),
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
