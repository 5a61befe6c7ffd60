import { defineCause } from '../model/cause.ts';
import { unseen } from '../model/reading.ts';
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
    abortNumbers: 'required',
    nothingSaid: { bearing: 'required', facts: { frame: 'frame' } },
    sameFate: { bearing: 'required', facts: { frames: 'frames', count: 'count' } },
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    receiverFin: 'excludes',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { neighbours } = evidence;
    const others = neighbours.sameRefusal.length > 0 ? neighbours.sameRefusal : neighbours.sameIdle;
    return {
      nothingSaid: nothingSaid(evidence),
      sameFate: others.length >= OTHERS ? { frames: others, count: others.length } : unseen,
    };
  },
  sameTrace: () => ['app-reject-after-accept', 'app-idle-or-request-timeout'],
  kernelReasons: () => ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps }) => [...steps.alive, ...steps.noTrigger, ...steps.programClosed, ...steps.abort],
  checks: {
    device: ['device-log'],
    network: ['net-lb-log', 'net-proxy-upstream'],
    serverOs: ['os-trace-reason'],
    serverApplication: ['app-proxy-log', 'app-service-status'],
  },
  next: 'bothEnds',
});
