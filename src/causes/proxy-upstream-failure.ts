import { defineCause } from '../model/cause.ts';
import { unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { nothingSaid } from './shared/aborts.ts';

/** So many other connections of the service must have met the same before it is called a rule. */
const OTHERS = 2;

/**
 * A proxy took the request, could not reach its backend, and dropped the client. On the client's connection this looks like a service
 * that refuses or waits and gives up: two different TCP connections, and the capture holds one of them.
 */
export default defineCause({
  id: 'proxy-upstream-failure',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: [
    'Envoy access log, response flags UF, UC',
    'HAProxy configuration manual §8.5, session state at disconnection',
  ],
  caps: { client: 'low', server: 'medium', middle: 'medium' },
  signs: {
    abortNumbers: { bearing: 'required', facts: { seq: 'field', ack: 'field' } },
    nothingSaid: { bearing: 'required', facts: { frame: 'frame' } },
    sameFate: { bearing: 'required', facts: { frames: 'frames', count: 'count' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    receiverFin: { bearing: 'excludes', facts: { finFrame: 'frame' } },
    probes: { bearing: 'excludes', facts: { frames: 'frames', interval: 'duration', count: 'count' } },
    foreign: { bearing: 'excludes', facts: { ttl: 'field', window: 'field' } },
  },
  read: (evidence) => {
    const { ready, neighbours } = evidence;
    const others = neighbours.sameRefusal.length > 0 ? neighbours.sameRefusal : neighbours.sameIdle;
    return {
      abortNumbers: ready.abortNumbers,
      nothingSaid: nothingSaid(evidence),
      sameFate: others.length >= OTHERS ? { frames: others, count: others.length } : unseen,
      senderIsClient: ready.senderIsClient,
      senderFin: ready.senderFin,
      receiverFin: ready.receiverFin,
      probes: ready.probes,
      foreign: ready.foreign,
    };
  },
  sameTrace: () => ['app-reject-after-accept', 'app-idle-or-request-timeout'],
  kernelReasons: () => ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps, sender, reset }) => [
    ...steps.alive,
    ...steps.noTrigger,
    ...(sender.last === null
      ? []
      : [
          step('programClosed', 'inferred', {
            silence: reset.timeUs - sender.last.timeUs,
            lastFrame: sender.last.frame,
          }),
        ]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-lb-log', 'net-proxy-upstream'],
    serverOs: ['os-trace-reason'],
    serverApplication: ['app-proxy-log', 'app-service-status'],
  },
  next: 'bothEnds',
});
