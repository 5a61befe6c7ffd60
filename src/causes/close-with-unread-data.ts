import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { otherWays } from './shared/aborts.ts';

/**
 * The program closed the socket while received bytes waited unread: the kernel must reset (RFC 9293 §3.6.1). Linux purges the
 * receive queue before it builds that RST, so the window in it jumps up; a small unread request leaves no such trace.
 */
export default defineCause({
  id: 'close-with-unread-data',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['RFC 9293 §3.6.1', 'RFC 2525 §2.17', 'Linux __tcp_close(), tcp_send_active_reset()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    somethingWaiting: { bearing: 'required', facts: { frame: 'frame', bytes: 'bytes' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: 'excludes',
    windowJump: 'decisive',
    queueKept: { bearing: 'excludes', facts: { frame: 'frame', window: 'bytes' } },
    neverAcknowledged: { bearing: 'weak', facts: { bytes: 'bytes' } },
    zeroWindow: { bearing: 'strong', facts: { frame: 'frame' } },
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: ({ ready, unread, visibility, numbers, receiver }) => ({
    // An answer shows that the program read something, not that it read everything.
    somethingWaiting:
      unread.unanswered !== null
        ? { frame: unread.unanswered.frame, bytes: unread.unansweredBytes }
        : visibility.receiver && receiver.bytes === 0
          ? absent
          : unseen,
    midConversation: ready.opened,
    queueKept: unread.noJump && unread.zeroWindow !== null ? { frame: unread.zeroWindow.frame, window: 0 } : absent,
    neverAcknowledged: numbers.newlyAcked > 0 ? { bytes: numbers.newlyAcked } : absent,
    zeroWindow: unread.zeroWindow === null ? absent : { frame: unread.zeroWindow.frame },
  }),
  // shutdown() before close() puts a FIN in front of it; what was unread is reset all the same.
  sameTrace: (evidence) => (evidence.unread.windowJump === null ? otherWays(evidence, 'close-with-unread-data') : []),
  kernelReasons: ({ unread }) =>
    unread.windowJump === null ? ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'] : ['TCP_ABORT_ON_CLOSE'],
  steps: ({ steps, unread }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(unread.unanswered === null
      ? []
      : [step('queueNotEmpty', 'inferred', { frame: unread.unanswered.frame, bytes: unread.unansweredBytes })]),
    ...(unread.windowJump === null
      ? []
      : [step('queuePurged', 'passed', { before: unread.windowJump.before, after: unread.windowJump.after })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters', 'os-trace-reason'],
    serverApplication: ['app-unread', 'app-crash', 'app-request-log'],
  },
  next: 'tracepointSender',
});
