import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { distance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';
import { otherWays } from './shared/aborts.ts';

/** SO_LINGER with time 0 and close(), or an equal way to drop a live connection at once: no FIN, a RST with live numbers. */
export default defineCause({
  id: 'linger-zero',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['RFC 9293 §3.10.5', 'Linux __tcp_close(), tcp_disconnect()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: 'excludes',
    senderFin: 'against',
    allAnswered: { bearing: 'strong', facts: { frame: 'frame' } },
    requestWaiting: { bearing: 'against', facts: { frame: 'frame', bytes: 'bytes' } },
    windowJump: 'excludes',
    queueKept: { bearing: 'excludes', facts: { frame: 'frame' } },
    inFlight: { bearing: 'weak', facts: { bytes: 'bytes' } },
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: ({ ready, unread, sender, receiver }) => {
    const flying =
      sender.nextSeq === null || receiver.lastAck === null ? 0 : distance(sender.nextSeq, receiver.lastAck);
    return {
      midConversation: ready.opened,
      allAnswered: unread.unanswered === null && sender.lastData !== null ? { frame: sender.lastData.frame } : absent,
      requestWaiting:
        unread.unanswered === null ? absent : { frame: unread.unanswered.frame, bytes: unread.unansweredBytes },
      // close() would have purged the queue before the RST was built.
      queueKept: unread.noJump && unread.zeroWindow !== null ? { frame: unread.zeroWindow.frame } : absent,
      inFlight: flying > 0 && sender.segments > 1 ? { bytes: flying } : absent,
    };
  },
  sameTrace: (evidence) => otherWays(evidence, 'linger-zero'),
  kernelReasons: () => ['TCP_STATE'],
  steps: ({ steps, unread, sender, receiver, reset }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(unread.unanswered === null && sender.lastData !== null
      ? [step('nothingUnread', 'inferred', { frame: sender.lastData.frame })]
      : []),
    step('disconnected', 'inferred', {
      inFlight: Math.max(0, receiver.lastAck === null ? 0 : distance(reset.seq, receiver.lastAck)),
    }),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-trace-reason', 'os-counters'],
    serverApplication: ['app-linger', 'app-who-closed', 'app-idle-settings'],
  },
  next: 'tracepointSender',
});
