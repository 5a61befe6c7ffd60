import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { inOneCall, waysToAbort } from './shared/aborts.ts';

/**
 * The program closed in the usual way, and the kernel, short of TCP memory or over its limit of orphaned sockets, dropped the
 * closing connection in the same call: a FIN, and right behind it a RST with the number after that FIN.
 */
export default defineCause({
  id: 'orphan-or-memory-limit',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['Linux tcp_check_oom(), net.ipv4.tcp_max_orphans, net.ipv4.tcp_mem', 'ip-sysctl, tcp_max_orphans'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    finRightBefore: { bearing: 'required', facts: { finFrame: 'frame', ago: 'duration' } },
    allAnswered: { bearing: 'strong', facts: { frame: 'frame' } },
    requestWaiting: { bearing: 'against', facts: { frame: 'frame', bytes: 'bytes' } },
    finAnswered: { bearing: 'excludes', facts: { frame: 'frame', finFrame: 'frame' } },
    windowJump: 'excludes',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { closing, unread, receiver, vantage } = evidence;
    const { senderFin, senderFinAckedBy, sinceSenderFinUs } = closing;
    return {
      finRightBefore:
        senderFin !== null && inOneCall(evidence) ? { finFrame: senderFin.frame, ago: sinceSenderFinUs ?? 0 } : absent,
      allAnswered: unread.unanswered === null && receiver.last !== null ? { frame: receiver.last.frame } : absent,
      requestWaiting:
        unread.unanswered === null ? absent : { frame: unread.unanswered.frame, bytes: unread.unansweredBytes },
      // On the host itself no answer to the FIN can come in before the same call sends the RST.
      finAnswered:
        vantage.atSender && senderFin !== null && senderFinAckedBy !== null
          ? { frame: senderFinAckedBy.frame, finFrame: senderFin.frame }
          : absent,
    };
  },
  sameTrace: (evidence) => ['client-abort', ...waysToAbort(evidence).filter((id) => id !== 'orphan-or-memory-limit')],
  kernelReasons: () => ['TCP_ABORT_ON_MEMORY', 'TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps, closing }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(closing.senderFin === null ? [] : [step('outOfOrphans', 'inferred', { finFrame: closing.senderFin.frame })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-eof'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-orphans', 'os-counters', 'os-trace-reason'],
    serverApplication: ['app-who-closed'],
  },
  next: 'counters',
});
