import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';
import { onlyIf } from './shared/ties.ts';

/** Silences from here on may have outlived a box's state: then an idle timer is as good an explanation as a rule. */
const IDLE_US = 5e6;
/** A refused SYN is placed elsewhere from this many hops on. */
const SYN_HOPS = 2;

/** A firewall between the two hosts answered in the name of one: nearer by its TTL, and the named host knows nothing of it. */
export default defineCause({
  id: 'path-firewall-reject',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux nf_send_reset()', 'iptables-extensions(8), REJECT'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersTrigger: 'required',
    elsewhere: { bearing: 'required', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
    idle: { bearing: 'against', facts: { idle: 'duration', since: 'frame' } },
    filterMark: 'weak',
    hostMark: 'excludes',
    senderContinues: 'decisive',
    triggerAnswered: 'excludes',
    tooEarly: 'strong',
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { reset, vantage, idle } = evidence;
    return {
      elsewhere: elsewhere(evidence),
      idle: idle !== null && idle.us >= IDLE_US ? { idle: idle.us, since: idle.since.frame } : absent,
      atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
    };
  },
  sameTrace: ({ idle, builder, trigger }) => [
    // A policy on content answers the packet that shows the content.
    ...onlyIf(trigger?.kind === 'data' && builder.value !== 'packet-filter', 'firewall-policy-rst'),
    ...onlyIf(idle !== null && idle.us >= IDLE_US, 'middlebox-idle-timeout-rst'),
  ],
  kernelReasons: () => [],
  steps: ({ steps, trigger, reset }) => [
    ...(trigger === null
      ? []
      : [step('boxSaw', 'failed', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) })]),
    step('boxReset', 'inferred', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
    ...steps.continues,
  ],
  checks: {
    device: ['device-other-network'],
    network: ['net-firewall-log', 'net-traceroute', 'net-reject-rules'],
    serverOs: ['os-egress-capture', 'os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'bothEnds',
});

/**
 * A TTL that places the sender nearer than the named host. One or two hops come from routing as well and need a second sign;
 * only a refused SYN, which no connection's route precedes, is believed from two on. A different initial TTL needs a second
 * sign too: a stateless answer takes the host's default TTL, not the socket's (Linux tcp_v4_send_reset).
 */
function elsewhere({ path, ready, trigger }: Evidence): Evidence['ready']['ttlShift'] {
  const shift = path.ttlShift;
  if (!isSeen(shift) || (path.nearer && path.elsewhere)) return shift;
  const hasty = isSeen(path.tooEarly);
  const continues = isSeen(ready.senderContinues);
  if (hasty || continues) return shift;
  if (!path.nearer) return absent;
  const filtered = isSeen(ready.filterMark);
  return filtered || (trigger?.kind === 'syn' && shift.hops >= SYN_HOPS) ? shift : unseen;
}
