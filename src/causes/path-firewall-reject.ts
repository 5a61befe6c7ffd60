import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Silences from here on may have outlived a box's state: then an idle timer is as good an explanation as a rule. */
const IDLE_US = 5e6;

/** A firewall between the two hosts answered in the name of one: nearer by its TTL, and the named host knows nothing of it. */
export default defineCause({
  id: 'path-firewall-reject',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux nf_send_reset()', 'iptables-extensions(8), REJECT'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersTrigger: { bearing: 'required', facts: { frame: 'frame', delay: 'duration' } },
    ttlShift: { bearing: 'required', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
    nearer: { bearing: 'strong', facts: { ttl: 'field', usual: 'field' } },
    filterMark: { bearing: 'weak', facts: { field: 'text', value: 'field', expected: 'field' } },
    hostMark: { bearing: 'excludes', facts: { field: 'text', value: 'field' } },
    senderContinues: { bearing: 'decisive', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    triggerAnswered: { bearing: 'excludes', facts: { frame: 'frame', triggerFrame: 'frame' } },
    tooEarly: { bearing: 'strong', facts: { delay: 'duration', minRtt: 'duration', samples: 'count' } },
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: ({ ready, path, reset, vantage, sender }) => ({
    answersTrigger: ready.answersTrigger,
    ttlShift: ready.ttlShift,
    nearer: path.nearer ? { ttl: reset.ttl, usual: Math.max(...sender.ttls.map(({ ttl }) => ttl)) } : absent,
    filterMark: ready.filterMark,
    hostMark: ready.hostMark,
    senderContinues: ready.senderContinues,
    triggerAnswered: ready.triggerAnswered,
    tooEarly: ready.tooEarly,
    atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
  }),
  sameTrace: ({ idle }) => [
    'firewall-policy-rst',
    ...(idle !== null && idle.us >= IDLE_US ? (['middlebox-idle-timeout-rst'] as const) : []),
  ],
  kernelReasons: () => [],
  steps: ({ steps, trigger, reset }) => [
    ...(trigger === null ? [] : [step('boxSaw', 'failed', { frame: trigger.segment.frame, what: 'data' })]),
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
