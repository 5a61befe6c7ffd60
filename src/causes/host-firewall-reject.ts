import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';

/**
 * A REJECT rule on the host that the RST names. netfilter writes the answer itself: DSCP and flow label 0, no TCP counter
 * moves, and the socket never hears of it and goes on.
 */
export default defineCause({
  id: 'host-firewall-reject',
  origin: 'endpoint-firewall',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux nf_send_reset(), nf_reject_iphdr_put(), nf_reject_ip6hdr_put()', 'iptables-extensions(8), REJECT'],
  caps: { client: 'low', server: 'high', middle: 'low' },
  signs: {
    answersTrigger: 'required',
    filterMark: 'required',
    senderContinues: 'decisive',
    triggerAnswered: 'excludes',
    sameTtl: { bearing: 'strong', facts: { ttl: 'field', samples: 'count' } },
    ttlShift: 'excludes',
    resetBefore: 'against',
  },
  read: ({ path, reset, sender }) => ({
    sameTtl: path.ttlSame
      ? { ttl: reset.ttl, samples: sender.ttls.reduce((sum, { count }) => sum + count, 0) }
      : path.ttlShift === 'unseen'
        ? unseen
        : absent,
  }),
  sameTrace: ({ path, vantage }) => (path.ttlShift === 'unseen' && !vantage.atSender ? ['path-firewall-reject'] : []),
  kernelReasons: () => [],
  steps: ({ steps, trigger, reset }) => [
    ...steps.arrived,
    ...(trigger === null
      ? []
      : [step('filterFirst', 'failed', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) })]),
    step('filterReset', 'inferred', { frame: reset.frame, ttl: reset.ttl }),
    ...steps.continues,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-reject-rules', 'os-counters', 'os-trace-reason'],
    serverApplication: ['app-request-log'],
  },
  next: 'counters',
});
