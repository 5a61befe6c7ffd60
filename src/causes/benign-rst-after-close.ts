import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Both sides had finished and acknowledged it; a straggler finds no connection any more. */
export default defineCause({
  id: 'benign-rst-after-close',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 9293 §3.6', 'RFC 9293 §3.10.7.1', 'Linux tcp_rcv_state_process(), LAST-ACK'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    answersAck: 'required',
    bothFinished: { bearing: 'required', facts: { senderFin: 'frame', receiverFin: 'frame' } },
    builderFits: 'strong',
    timely: 'weak',
    resetBefore: 'excludes',
    filterMark: 'against',
    senderContinues: 'excludes',
  },
  read: ({ closing }) => ({
    bothFinished:
      closing.bothAcked && closing.senderFin !== null && closing.receiverFin !== null
        ? { senderFin: closing.senderFin.frame, receiverFin: closing.receiverFin.frame }
        : absent,
  }),
  proof: { pattern: 'b', signs: ['answersAck', 'bothFinished', 'builderFits', 'timely'] },
  sameTrace: () => [],
  kernelReasons: ({ senderRole }) => (senderRole === 'server' ? ['TCP_FLAGS', 'NO_SOCKET'] : ['NO_SOCKET']),
  steps: ({ steps, closing }) => [
    ...steps.arrived,
    ...(closing.senderFin === null || closing.receiverFin === null
      ? []
      : [step('bothClosed', 'passed', { senderFin: closing.senderFin.frame, receiverFin: closing.receiverFin.frame })]),
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'longer',
});
