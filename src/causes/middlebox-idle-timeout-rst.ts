import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { hasLiveMarks } from './shared/aborts.ts';

/** Pauses shorter than this are part of an ordinary conversation; no product's idle timer is this short. */
const SHORTEST_IDLE_US = 2e6;

/**
 * A balancer, NAT or firewall had forgotten the silent connection: it resets on the next packet, or both ends at expiry.
 * A marked RST (TTL, haste, the host going on) shows that it was a box; without a mark it looks like lost state.
 */
export default defineCause({
  id: 'middlebox-idle-timeout-rst',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 5382 REQ-5', 'docs.aws.amazon.com NLB idle timeout', 'learn.microsoft.com Load Balancer TCP reset'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    idle: { bearing: 'required', facts: { idle: 'duration', since: 'frame', until: 'frame' } },
    notAborted: { bearing: 'required', facts: { frame: 'frame' } },
    boxMark: { bearing: 'required', facts: { ttl: 'field', frame: 'frame' } },
    sameIdle: { bearing: 'decisive', facts: { frames: 'frames', idle: 'duration' } },
    bothEnds: 'decisive',
    knownTimer: {
      bearing: 'weak',
      facts: { product: 'text', timer: 'duration', idle: 'duration', source: 'text' },
    },
    survivors: { bearing: 'strong', facts: { survived: 'duration', frame: 'frame', idle: 'duration' } },
    survivedLonger: { bearing: 'against', facts: { survived: 'duration', frame: 'frame' } },
    triggerAnswered: 'excludes',
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    senderFin: 'excludes',
  },
  read: (evidence) => {
    const { idle, neighbours, shape, reset, sender } = evidence;
    const silent = idle !== null && idle.us >= SHORTEST_IDLE_US;
    const timer = idle?.timers[0];
    return {
      idle: silent ? { idle: idle.us, since: idle.since.frame, until: idle.until.frame } : absent,
      notAborted: shape === 'abort' && neighbours.bothEnds === null ? aborted(evidence) : { frame: reset.frame },
      boxMark: boxMark(evidence),
      sameIdle: silent && neighbours.sameIdle.length > 0 ? { frames: neighbours.sameIdle, idle: idle.us } : absent,
      knownTimer:
        idle === null || timer === undefined
          ? absent
          : { product: timer.product, timer: timer.seconds * 1e6, idle: idle.us, source: timer.source },
      ...survival(silent ? idle : null),
      // The box's RST to the other end does not count: it belongs to the same moment.
      resetBefore:
        sender.firstReset === null
          ? absent
          : { firstFrame: sender.firstReset.frame, ago: reset.timeUs - sender.firstReset.timeUs },
    };
  },
  sameTrace: ({ shape, path, aftermath, neighbours, ready }) => {
    if (neighbours.bothEnds !== null) return [];
    // A full TCP elsewhere under the same address: the box's own, or another host's behind it.
    if (isSeen(ready.hostMark)) return ['lb-rehash', 'failover-vip-move', 'state-lost-listener-up'];
    if (path.elsewhere || aftermath.senderContinues !== null)
      return neighbours.sameIdle.length > 0 ? [] : ['path-firewall-reject'];
    return shape === 'bare-abort'
      ? []
      : ['state-lost-listener-up', 'nat-rebind', 'conntrack-leak', 'lb-rehash', 'failover-vip-move'];
  },
  kernelReasons: () => [],
  steps: ({ steps, idle, reset }) => [
    ...(idle === null
      ? []
      : [step('boxIdle', 'failed', { idle: idle.us, since: idle.since.frame, until: idle.until.frame })]),
    step('boxReset', 'inferred', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
    ...steps.continues,
  ],
  checks: {
    device: ['device-heartbeat', 'device-log'],
    network: ['net-nat-timers', 'net-lb-log', 'net-traceroute'],
    serverOs: ['os-keepalive-sysctl', 'os-egress-capture'],
    serverApplication: ['app-keepalive-settings'],
  },
  preventedBy: 'heartbeat',
  next: 'bothEnds',
});

/** An abort that continues the socket's own numbering is the host's; one with nothing but the right numbers may be a box's. */
function aborted(evidence: Evidence): typeof absent | typeof unseen {
  return hasLiveMarks(evidence) ? absent : unseen;
}

interface Survival {
  readonly survivors: Reading<{ survived: 'duration'; frame: 'frame'; idle: 'duration' }>;
  readonly survivedLonger: Reading<{ survived: 'duration'; frame: 'frame' }>;
}

/** Shorter silences that were followed by an answer bracket a timer; a longer one speaks against it. */
function survival(idle: Evidence['idle']): Survival {
  const survived = idle?.longestSurvived ?? null;
  if (idle === null || survived === null) return { survivors: unseen, survivedLonger: absent };
  const { us, frame } = survived;
  return {
    survivors: us < idle.us ? { survived: us, frame, idle: idle.us } : absent,
    survivedLonger: us > idle.us ? { survived: us, frame } : absent,
  };
}

/** Something shows that the host the RST names did not build it; DSCP or label copied shows that it did. */
function boxMark({ path, ready, reset, aftermath }: Evidence): Reading<{ ttl: 'field'; frame: 'frame' }> {
  const early = isSeen(path.tooEarly);
  const filtered = isSeen(ready.filterMark);
  const both = isSeen(ready.bothEnds);
  if (path.elsewhere || early || filtered || both || aftermath.senderContinues !== null) {
    return { ttl: reset.ttl, frame: reset.frame };
  }
  return ready.hostMark === 'unseen' ? unseen : absent;
}
