import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { hasAnsweredProbes } from './shared/aborts.ts';

/** Keep-alive probes went unanswered; at the next interval the kernel gave the connection up and said so with a RST. */
export default defineCause({
  id: 'keepalive-timeout',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.8.4', 'Linux tcp_keepalive_timer()'],
  caps: { client: 'high', server: 'high', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    probes: { bearing: 'required', facts: { frames: 'frames', interval: 'duration', count: 'count' } },
    regular: { bearing: 'strong', facts: { interval: 'duration', jitter: 'duration' } },
    atSender: { bearing: 'strong', facts: { ttl: 'field' } },
    senderFin: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { ready, probes, vantage, senderRole, reset } = evidence;
    return {
      probes: hasAnsweredProbes(evidence) ? unseen : ready.probes,
      regular: probes?.regular === true ? { interval: probes.intervalUs, jitter: probes.jitterUs } : absent,
      atSender: vantage.value === senderRole ? { ttl: reset.ttl } : vantage.value === 'unknown' ? unseen : absent,
    };
  },
  proof: { pattern: 'e', signs: ['abortNumbers', 'probes', 'regular', 'atSender'] },
  sameTrace: () => [],
  kernelReasons: () => ['TCP_KEEPALIVE_TIMEOUT'],
  steps: ({ steps, probes }) => [
    ...steps.alive,
    ...(probes === null
      ? []
      : [
          step('probesUnanswered', 'failed', {
            frames: probes.list.map(({ frame }) => frame),
            interval: probes.intervalUs,
          }),
        ]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-reachability', 'device-log'],
    network: ['net-one-way-loss', 'net-nat-timers'],
    serverOs: ['os-keepalive-sysctl', 'os-counters'],
    serverApplication: ['app-keepalive-settings'],
  },
  next: 'bothEnds',
});
