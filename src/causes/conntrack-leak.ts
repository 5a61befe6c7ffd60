import { defineCause } from '../model/cause.ts';
import { isSeen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * A NAT let a packet of a live connection pass without translating it: its entry was gone, or it took the packet for invalid. The
 * host at the other end sees an address that it does not know, with numbers that only the connection's own client can have.
 */
export default defineCause({
  id: 'conntrack-leak',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: [
    'RFC 9293 §3.10.7.2',
    'Linux nf_conntrack_tcp_packet(), Documentation/networking/nf_conntrack-sysctl.rst',
    'kubernetes.io/blog/2019/03/29/kube-proxy-subtleties-debugging-an-intermittent-connection-reset',
  ],
  caps: { client: 'low', server: 'high', middle: 'high' },
  signs: {
    answersAck: 'required',
    untranslated: { bearing: 'required', facts: { inside: 'text', outside: 'text' } },
    seqContinues: { bearing: 'required', facts: { oldClient: 'text', oldFrame: 'frame', delta: 'field' } },
    ackContinues: { bearing: 'required', facts: { oldFrame: 'frame', delta: 'field' } },
    oldSilent: { bearing: 'required', facts: { oldClient: 'text', oldFrame: 'frame' } },
    echoContinues: { bearing: 'strong', facts: { delta: 'field' } },
    echoBreaks: { bearing: 'excludes', facts: { delta: 'field' } },
    clockContinues: { bearing: 'strong', facts: { ticks: 'count', silence: 'duration' } },
    clockBreaks: { bearing: 'excludes', facts: { ticks: 'field', silence: 'duration' } },
    ipIdContinues: { bearing: 'weak', facts: { delta: 'field' } },
    twin: { bearing: 'excludes', facts: { twinFrame: 'frame' } },
    filterMark: 'excludes',
    senderFin: 'excludes',
    resetBefore: 'excludes',
  },
  read: ({ continuity }) => ({
    untranslated: continuity.untranslated,
    seqContinues: continuity.seqContinues,
    ackContinues: continuity.ackContinues,
    oldSilent: continuity.oldSilent,
    echoContinues: continuity.echoContinues,
    echoBreaks: continuity.echoBreaks,
    clockContinues: continuity.clockContinues,
    clockBreaks: continuity.clockBreaks,
    ipIdContinues: continuity.ipIdContinues,
    twin: continuity.twin,
  }),
  proof: { pattern: 'a', signs: ['answersAck', 'untranslated', 'seqContinues', 'ackContinues', 'oldSilent'] },
  sameTrace: () => [],
  kernelReasons: () => ['TCP_FLAGS', 'NO_SOCKET'],
  steps: ({ steps, continuity }) => [
    ...(isSeen(continuity.untranslated) ? [step('untranslated', 'passed', continuity.untranslated)] : []),
    ...steps.arrived,
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.rejectedByListener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-heartbeat', 'device-log'],
    network: ['net-conntrack-invalid', 'net-nat-timers'],
    serverOs: ['os-established', 'os-trace-reason'],
    serverApplication: ['app-duplicate-session'],
  },
  next: 'conntrack',
});
