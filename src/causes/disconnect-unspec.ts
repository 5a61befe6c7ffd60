import { defineCause } from '../model/cause.ts';
import { step } from '../model/story-keys.ts';
import { notLinux, otherWays } from './shared/aborts.ts';

/**
 * The program dissolved the connection with connect(AF_UNSPEC) and kept its socket. On the wire it is the abort of SO_LINGER 0 and of
 * an administrator: only counters, the kernel's trace or the program's system calls tell them apart.
 */
export default defineCause({
  id: 'disconnect-unspec',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['connect(2), AF_UNSPEC', 'Linux __inet_stream_connect(), tcp_disconnect()'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: 'excludes',
    senderFin: 'against',
    windowJump: 'excludes',
    otherStack: { bearing: 'excludes', facts: { ttl: 'field' } },
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => ({ midConversation: evidence.ready.opened, otherStack: notLinux(evidence) }),
  sameTrace: (evidence) => otherWays(evidence, 'disconnect-unspec'),
  kernelReasons: () => ['TCP_STATE'],
  steps: ({ steps }) => [
    ...steps.alive,
    ...steps.noTrigger,
    step('disconnected', 'inferred', { inFlight: 0 }),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-trace-reason', 'os-counters'],
    serverApplication: ['app-disconnect', 'app-who-closed'],
  },
  next: 'tracepointSender',
});
