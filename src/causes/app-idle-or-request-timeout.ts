import { defineCause } from '../model/cause.ts';
import { absent, isSeen, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { hasLiveMarks, nothingSaid, silenceOf, waysToAbort } from './shared/aborts.ts';
import { onlyIf } from './shared/ties.ts';

/** So many other connections must have been dropped after the same silence before it is called a timer. */
const OTHERS = 2;

/** The server's program, or a proxy in its place, drops connections after a fixed silence: the same on all of them. */
export default defineCause({
  id: 'app-idle-or-request-timeout',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.5', 'nginx, reset_timedout_connection', 'RFC 9110 §15.5.9 (408 Request Timeout)'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    silence: { bearing: 'required', facts: { idle: 'duration', since: 'frame' } },
    sameIdle: { bearing: 'required', facts: { frames: 'frames', count: 'count', idle: 'duration' } },
    liveSocket: { bearing: 'decisive', facts: { window: 'field' } },
    survivors: { bearing: 'weak', facts: { survived: 'duration', frame: 'frame' } },
    survivedLonger: { bearing: 'excludes', facts: { survived: 'duration', frame: 'frame' } },
    knownTimer: { bearing: 'weak', facts: { product: 'text', timer: 'duration' } },
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { idle, neighbours, reset } = evidence;
    const others = neighbours.sameIdle;
    const survived = idle?.longestSurvived ?? null;
    const silence = silenceOf(evidence);
    const silentUs = isSeen(silence) ? silence.idle : (idle?.us ?? 0);
    const timer = idle?.timers[0];
    return {
      silence,
      // One connection that went silent has nothing to be compared with.
      sameIdle:
        others.length >= OTHERS && idle !== null ? { frames: others, count: others.length, idle: idle.us } : unseen,
      liveSocket: hasLiveMarks(evidence) ? { window: reset.window } : absent,
      survivors:
        survived !== null && survived.us < silentUs ? { survived: survived.us, frame: survived.frame } : absent,
      survivedLonger:
        survived !== null && survived.us > silentUs ? { survived: survived.us, frame: survived.frame } : absent,
      knownTimer: timer === undefined ? absent : { product: timer.product, timer: timer.seconds * 1e6 },
    };
  },
  sameTrace: (evidence) => [
    ...(evidence.neighbours.sameIdle.length >= OTHERS
      ? []
      : waysToAbort(evidence).filter((id) => id !== 'app-idle-or-request-timeout')),
    ...onlyIf(!hasLiveMarks(evidence), 'middlebox-idle-timeout-rst'),
    // Waiting for a backend in vain is a timer as well.
    ...onlyIf(evidence.unread.unanswered !== null && nothingSaid(evidence) !== absent, 'proxy-upstream-failure'),
  ],
  kernelReasons: ({ unread }) =>
    unread.unanswered === null ? ['TCP_STATE', 'TCP_ABORT_ON_CLOSE'] : ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps, idle, neighbours }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(idle === null
      ? []
      : [step('programTimer', 'inferred', { idle: idle.us, since: idle.since.frame, frames: neighbours.sameIdle })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-heartbeat', 'device-pool-idle'],
    network: ['net-lb-log'],
    serverOs: ['os-trace-reason', 'os-counters'],
    serverApplication: ['app-idle-settings', 'app-linger', 'app-request-log'],
  },
  next: 'tracepointSender',
});
