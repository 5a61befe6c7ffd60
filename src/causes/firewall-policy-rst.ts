import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';

/** A device judges content within this time; beyond the round trip nothing else is waited for. */
const AT_ONCE_US = 2e6;
/** First bytes of what shows the application: a TLS handshake record (RFC 8446 §5.1), an HTTP method (RFC 9110 §9.1). */
const TLS_HANDSHAKE = 0x1603;
const METHODS = ['GET ', 'POST', 'HEAD', 'PUT ', 'OPTI', 'CONN', 'DELE', 'PATC'];

/** A security device let the handshake pass and refused what the data showed: name, address, application or content. */
export default defineCause({
  id: 'firewall-policy-rst',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 3360', 'Palo Alto Networks, security policy actions (reset-client, reset-server, reset-both)'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    afterData: { bearing: 'required', facts: { frame: 'frame', bytes: 'bytes', delay: 'duration' } },
    boxMark: { bearing: 'required', facts: { ttl: 'field', window: 'field' } },
    showsApplication: { bearing: 'strong', facts: { frame: 'frame', protocol: 'text' } },
    repeated: { bearing: 'strong', facts: { frames: 'frames', count: 'count' } },
    bothEnds: 'strong',
    senderSpoke: { bearing: 'against', facts: { bytes: 'bytes' } },
    filterMark: 'excludes',
    hostMark: 'excludes',
    steppedBurst: 'excludes',
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { ready, reset, sender, vantage } = evidence;
    return {
      afterData: afterData(evidence),
      boxMark: boxMark(evidence),
      showsApplication: application(evidence),
      repeated: ready.sameService,
      senderSpoke: sender.bytes > 0 ? { bytes: sender.bytes } : absent,
      atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
    };
  },
  // A plain rule and a device that only listens answer the same packet.
  sameTrace: () => ['path-firewall-reject', 'on-path-injection'],
  kernelReasons: () => [],
  steps: ({ steps, trigger, reset }) => [
    ...(trigger === null
      ? []
      : [step('boxSaw', 'failed', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) })]),
    step('boxReset', 'inferred', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
    ...steps.continues,
  ],
  checks: {
    device: ['device-other-network'],
    network: ['net-policy-log', 'net-firewall-log', 'net-both-ends-capture'],
    serverOs: ['os-egress-capture'],
    serverApplication: ['app-request-log'],
  },
  next: 'bothEnds',
});

/** Data of the receiver that nothing but the RST answered, right behind them. */
function afterData({
  receiver,
  reset,
  unread,
  aftermath,
}: Evidence): Reading<{ frame: 'frame'; bytes: 'bytes'; delay: 'duration' }> {
  const data = receiver.lastData;
  // A device that listens beside the path may be slower than the answer of the host.
  if (data === null || unread.unanswered === null) return aftermath.answeredBefore === null ? absent : unseen;
  const delay = reset.timeUs - data.timeUs;
  return delay <= AT_ONCE_US ? { frame: data.frame, bytes: receiver.bytes, delay } : absent;
}

/** Something shows that the host the RST names did not build it. */
function boxMark({ path, ready, reset, builder, aftermath }: Evidence): Reading<{ ttl: 'field'; window: 'field' }> {
  const early = isSeen(path.tooEarly);
  const both = isSeen(ready.bothEnds);
  const foreign = builder.value === 'foreign' && builder.confidence === 'likely';
  if (path.elsewhere || early || both || foreign || aftermath.senderContinues !== null)
    return { ttl: reset.ttl, window: reset.window };
  return path.ttlShift === unseen && ready.hostMark === unseen ? unseen : absent;
}

function application({ receiver }: Evidence): Reading<{ frame: 'frame'; protocol: 'text' }> {
  const data = receiver.lastData;
  if (data === null || receiver.dataSegments !== 1) return absent;
  if (data.payloadHead < 0) return unseen;
  if (data.payloadHead >>> 16 === TLS_HANDSHAKE) return { frame: data.frame, protocol: 'TLS' };
  const head = [24, 16, 8, 0].map((shift) => String.fromCharCode((data.payloadHead >>> shift) & 0xff)).join('');
  return METHODS.includes(head) ? { frame: data.frame, protocol: 'HTTP' } : absent;
}
