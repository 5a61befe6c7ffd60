import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { welcomedAtOnce } from './shared/opening.ts';

/** Such devices remember a client that has passed for a minute and more; none asks again sooner than this. */
const REMEMBERED_US = 10e6;

/**
 * A protection device tests a client that it does not know: it refuses the first attempt, or answers it with a number that a real host
 * must reject, and lets the next one through.
 */
export default defineCause({
  id: 'antiddos-challenge',
  origin: 'middlebox',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 4987 §3', 'RFC 9293 §3.10.7.3', 'F5 BIG-IP AFM and FortiDDoS documentation, SYN validation by RST'],
  caps: { client: 'medium', server: 'low', middle: 'high' },
  signs: {
    refusedOpening: { bearing: 'required', facts: { frame: 'frame', delay: 'duration' } },
    welcomed: { bearing: 'required', facts: { frame: 'frame', later: 'duration' } },
    elsewhere: { bearing: 'required', facts: { frame: 'frame' } },
    ttlShift: 'strong',
    tooEarly: 'strong',
    knownBefore: { bearing: 'excludes', facts: { frame: 'frame', ago: 'duration' } },
    resetBefore: 'excludes',
    // The device tells its own answer from the server's: it does not let through what it refuses.
    triggerAnswered: 'excludes',
    hostMark: { bearing: 'excludes', facts: { field: 'text', value: 'field' } },
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { ready, vantage, senderRole, reset } = evidence;
    const opening = refusedOpening(evidence);
    return {
      refusedOpening: opening,
      welcomed: welcomedAtOnce(evidence),
      elsewhere: opening === absent ? absent : fromElsewhere(evidence),
      knownBefore: knownBefore(evidence),
      // A client that rejects a wrong answer does so itself: the device is behind that answer.
      hostMark: senderRole === 'client' ? absent : ready.hostMark,
      atSender: vantage.atSender && senderRole === 'server' ? { ttl: reset.ttl } : absent,
    };
  },
  // What comes from elsewhere than the server is no refusal of its own.
  sameTrace: ({ trigger, senderRole }) => {
    if (senderRole === 'client') return ['synsent-bad-ack'];
    return trigger?.kind === 'syn' ? ['path-firewall-reject', 'lb-no-backend-or-unhealthy'] : ['path-firewall-reject'];
  },
  kernelReasons: ({ senderRole }) => (senderRole === 'client' ? ['TCP_INVALID_ACK_SEQUENCE'] : []),
  steps: ({ steps }) => [...steps.arrived, ...steps.reply],
  checks: {
    device: ['device-retry'],
    network: ['net-scrubbing-log', 'net-firewall-log', 'net-both-ends-capture'],
    serverOs: ['os-egress-capture'],
    serverApplication: [],
  },
  next: 'bothEnds',
});

/** The same client was let in shortly before: it had passed the test. */
function knownBefore({ event, reset }: Evidence): Reading<{ frame: 'frame'; ago: 'duration' }> {
  const { attemptBefore, client } = event;
  if (attemptBefore?.outcome !== 'accepted' || attemptBefore.client !== client.address) return absent;
  const ago = reset.timeUs - attemptBefore.answerTimeUs;
  return ago <= REMEMBERED_US ? { frame: attemptBefore.answerFrame, ago } : absent;
}

/**
 * Without a trace of another sender, a refusal is first of all the server's own: ports that are closed for a moment are more common
 * than such devices. A client's own RST does not show who sent the answer that it rejects.
 */
function fromElsewhere({ ready, senderRole, reset }: Evidence): Reading<{ frame: 'frame' }> {
  const shows = [ready.ttlShift, ready.tooEarly].some(isSeen);
  return shows && senderRole === 'server' ? { frame: reset.frame } : unseen;
}

/** A SYN, or the step that would complete the handshake, was refused; or the client had to reject the SYN-ACK. */
function refusedOpening(evidence: Evidence): Reading<{ frame: 'frame'; delay: 'duration' }> {
  const { ready, trigger, senderRole, sender, receiver, phase, shape } = evidence;
  if (trigger === null) return absent;
  const seen = { frame: trigger.segment.frame, delay: trigger.delayUs };
  if (senderRole === 'client') return trigger.kind === 'syn-ack' && phase === 'handshake' ? seen : absent;
  if (isSeen(ready.answersSyn)) return seen;
  const first = sender.segments === sender.synCount && sender.synCount === 1 && receiver.bytes === 0;
  return shape === 'stateless-ack' && first ? seen : absent;
}
