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
    abortNumbers: { bearing: 'required', facts: { seq: 'field', ack: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    senderFin: { bearing: 'against', facts: { finFrame: 'frame', ago: 'duration' } },
    windowJump: { bearing: 'excludes', facts: { before: 'bytes', after: 'bytes', frame: 'frame' } },
    otherStack: { bearing: 'excludes', facts: { ttl: 'field' } },
    probes: { bearing: 'excludes', facts: { frames: 'frames', interval: 'duration', count: 'count' } },
    foreign: { bearing: 'excludes', facts: { ttl: 'field', window: 'field' } },
  },
  read: (evidence) => {
    const { ready } = evidence;
    return {
      abortNumbers: ready.abortNumbers,
      midConversation: ready.opened,
      senderIsClient: ready.senderIsClient,
      senderFin: ready.senderFin,
      windowJump: ready.windowJump,
      otherStack: notLinux(evidence),
      probes: ready.probes,
      foreign: ready.foreign,
    };
  },
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
