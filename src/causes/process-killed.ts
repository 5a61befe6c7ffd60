import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Other connections of the service that must have died in the same moment before it is called one event. */
const OTHERS = 2;

/**
 * The server's process ended, and the kernel closed all its sockets at once: those with unread data are reset, the others get an
 * ordinary FIN. One connection alone shows only the mechanism; several in one moment show the event.
 */
export default defineCause({
  id: 'process-killed',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'Linux do_exit(), __tcp_close()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    sameMoment: { bearing: 'required', facts: { frames: 'frames', count: 'count' } },
    somethingWaiting: { bearing: 'required', facts: { frame: 'frame', bytes: 'bytes' } },
    refusedAfter: 'strong',
    acceptedAfter: 'against',
    windowJump: 'weak',
    senderIsClient: 'excludes',
    queueKept: { bearing: 'excludes', facts: { frame: 'frame' } },
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { neighbours, unread } = evidence;
    const others = neighbours.sameMoment;
    return {
      sameMoment: others.length >= OTHERS ? { frames: others, count: others.length } : alone(evidence),
      somethingWaiting: waiting(evidence),
      queueKept: unread.noJump && unread.zeroWindow !== null ? { frame: unread.zeroWindow.frame } : absent,
    };
  },
  sameTrace: ({ ready, unread }) => {
    // What a program had not accepted yet goes with its listener.
    const queued = 'listener-closed-during-handshake';
    if (unread.windowJump !== null) return [queued];
    // Whoever only dropped connections left the service listening.
    if (isSeen(ready.refusedAfter)) return [queued];
    return [queued, 'linger-zero', 'admin-kill', 'disconnect-unspec'];
  },
  kernelReasons: () => ['TCP_ABORT_ON_CLOSE'],
  steps: ({ steps, unread, neighbours }) => [
    ...steps.alive,
    ...steps.noTrigger,
    step('diedTogether', 'passed', { frames: neighbours.sameMoment, count: neighbours.sameMoment.length }),
    ...(unread.unanswered === null
      ? []
      : [step('queueNotEmpty', 'inferred', { frame: unread.unanswered.frame, bytes: unread.unansweredBytes })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-process-death', 'os-uptime', 'os-counters'],
    serverApplication: ['app-crash', 'app-restart-log'],
  },
  next: 'tracepointSender',
});

/** A process with one client shows no common moment; where the port is closed afterwards, it may have ended all the same. */
function alone({ ready }: Evidence): typeof absent | typeof unseen {
  return isSeen(ready.refusedAfter) ? unseen : absent;
}

/** With nothing unread the end of a process is a FIN; only Windows resets all its connections. */
function waiting({ unread, stack }: Evidence): Reading<{ frame: 'frame'; bytes: 'bytes' }> {
  if (unread.unanswered !== null) return { frame: unread.unanswered.frame, bytes: unread.unansweredBytes };
  return stack === 'windows' ? unseen : absent;
}
