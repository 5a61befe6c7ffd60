import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { onlyIf } from './shared/ties.ts';

/** Accepted, refused and accepted again within this time: faster than a service is restarted. */
const FLAPPING_US = 1e6;

/** A load balancer answers for a service none of whose servers it holds healthy, or sends some clients to one that refuses. */
export default defineCause({
  id: 'lb-no-backend-or-unhealthy',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['docs.aws.amazon.com, Network Load Balancer target groups', 'RFC 9293 §3.10.7.1'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersSyn: 'required',
    flapping: { bearing: 'required', facts: { before: 'frame', after: 'frame', within: 'duration' } },
    othersRefused: { bearing: 'weak', facts: { refused: 'count', accepted: 'count' } },
    acceptedBefore: { bearing: 'excludes', facts: { frame: 'frame' } },
    triggerAnswered: 'excludes',
    hostMark: 'excludes',
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { event, sender, vantage, reset } = evidence;
    return {
      flapping: flapping(evidence),
      othersRefused: event.refused > 1 ? { refused: event.refused - 1, accepted: event.accepted } : absent,
      acceptedBefore: sender.syn === null ? absent : { frame: sender.syn.frame },
      atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
    };
  },
  // What comes from elsewhere than the host is no refusal of its own.
  sameTrace: ({ path }) => [
    'path-firewall-reject',
    'antiddos-challenge',
    ...onlyIf(!isSeen(path.ttlShift), 'port-closed', 'host-firewall-reject'),
  ],
  kernelReasons: () => [],
  steps: ({ steps }) => [...steps.arrived, ...steps.reply],
  checks: {
    device: ['device-target', 'device-retry'],
    network: ['net-lb-health', 'net-lb-log', 'net-reject-rules'],
    serverOs: ['os-listener'],
    serverApplication: ['app-service-status', 'app-restart-log'],
  },
  next: 'bothEnds',
});

/** The service accepted others right before and right after. */
function flapping({ event }: Evidence): Reading<{ before: 'frame'; after: 'frame'; within: 'duration' }> {
  const { attemptBefore, attemptAfter } = event;
  if (attemptBefore?.outcome !== 'accepted' || attemptAfter?.outcome !== 'accepted') return unseen;
  const within = attemptAfter.answerTimeUs - attemptBefore.answerTimeUs;
  return within <= FLAPPING_US
    ? { before: attemptBefore.answerFrame, after: attemptAfter.answerFrame, within }
    : unseen;
}
