import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading } from '../model/reading.ts';
import { OPT_MPTCP } from '../model/segment.ts';
import { advance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';
import { inOneCall } from './shared/aborts.ts';
import { onlyIf } from './shared/ties.ts';

/** Data that came within this time, or two round trips, before the RST were part of a transfer that went on. */
const MOMENT_US = 200_000;

/** The client's own program dropped a live connection: cancelled, timed out, or closed without reading the answer. */
export default defineCause({
  id: 'client-abort',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'RFC 9293 §3.10.5', 'Linux __tcp_close(), tcp_send_active_reset()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    scanned: 'excludes',
    abortNumbers: 'required',
    senderIsClient: 'required',
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderFin: 'against',
    serverFinished: { bearing: 'against', facts: { finFrame: 'frame' } },
    midTransfer: { bearing: 'strong', facts: { frame: 'frame', bytes: 'bytes' } },
    requestUnanswered: { bearing: 'weak', facts: { frame: 'frame', waited: 'duration' } },
    windowJump: 'weak',
    healthCheck: 'weak',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { ready, unread, reset, sender, receiver } = evidence;
    return {
      midConversation: ready.midConversation === absent ? atSynAck(evidence) : ready.midConversation,
      serverFinished: ready.receiverFin,
      // Whoever speaks last leaves something unanswered; a transfer was cut when data were still arriving.
      midTransfer:
        unread.unanswered !== null && isArriving(evidence)
          ? { frame: unread.unanswered.frame, bytes: unread.unansweredBytes }
          : absent,
      requestUnanswered:
        sender.lastData !== null && (receiver.lastData === null || receiver.lastData.frame < sender.lastData.frame)
          ? { frame: sender.lastData.frame, waited: reset.timeUs - sender.lastData.timeUs }
          : absent,
    };
  },
  sameTrace: (evidence) => [
    ...onlyIf(inOneCall(evidence), 'orphan-or-memory-limit'),
    ...onlyIf(evidence.closing.receiverFin !== null, 'close-notify-race'),
    // One path of a multipath connection may end while the session goes on (RFC 8684 §3.6).
    ...onlyIf(((evidence.sender.last?.options ?? 0) & OPT_MPTCP) !== 0, 'mptcp-subflow-reset'),
  ],
  kernelReasons: ({ unread }) =>
    unread.unanswered === null ? ['TCP_STATE', 'TCP_ABORT_ON_CLOSE'] : ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps, unread }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(unread.unanswered === null
      ? steps.programClosed
      : [step('queueNotEmpty', 'inferred', { frame: unread.unanswered.frame, bytes: unread.unansweredBytes })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-cancel-log', 'device-log', 'device-address-change'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters'],
    serverApplication: ['app-slow-response', 'app-request-log'],
  },
  next: 'tracepointSender',
});

/** Data were still on their way: received but never acknowledged, arriving within a moment, or answered by further RSTs. */
function isArriving({ numbers, receiver, reset, aftermath, sender }: Evidence): boolean {
  const { lastData } = receiver;
  const moment = Math.max(MOMENT_US, 2 * (sender.rtt?.p25Us ?? 0));
  return (
    numbers.newlyAcked > 0 ||
    aftermath.moreResets > 0 ||
    (lastData !== null && reset.timeUs - lastData.timeUs <= moment)
  );
}

/** The RST carries the ACK of the SYN-ACK: the program ended the connection as soon as it was up, as TCP health checks do. */
function atSynAck({ shape, sender, receiver, reset }: Evidence): Reading<{ frame: 'frame'; what: 'term' }> {
  const { syn } = receiver;
  const completes = shape === 'abort' && sender.lastAck === null && syn !== null && reset.ack === advance(syn.seq, 1);
  return completes ? { frame: syn.frame, what: 'synAck' } : absent;
}
