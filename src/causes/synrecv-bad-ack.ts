import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * The handshake's last step acknowledges a number that the server's SYN-ACK did not use: two devices answer for one address, or
 * the ACK is left over from an older connection. A device that rewrites the numbers of one direction looks the same at first.
 */
export default defineCause({
  id: 'synrecv-bad-ack',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.4, SYN-RECEIVED, check of the ACK field', 'Linux tcp_check_req()'],
  caps: { client: 'medium', server: 'high', middle: 'high' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    onlySynAck: { bearing: 'required', facts: { frame: 'frame' } },
    wrongNumber: { bearing: 'required', facts: { frame: 'frame', got: 'field', expected: 'field' } },
    twoAnswers: { bearing: 'decisive', facts: { frame: 'frame', otherFrame: 'frame' } },
    hostMark: { bearing: 'weak', facts: { field: 'text', value: 'field' } },
    ignored: { bearing: 'excludes', facts: { firstFrame: 'frame', frame: 'frame', count: 'count' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
  },
  read: (evidence) => {
    const { ready, acceptance, sender, renumbering } = evidence;
    const { syn } = sender;
    const { ignored = null } = renumbering ?? {};
    return {
      answersAck: ready.answersAck,
      onlySynAck: acceptance.onlySynAck && syn !== null ? { frame: syn.frame } : absent,
      wrongNumber: wrongNumber(evidence),
      twoAnswers:
        acceptance.otherAnswer !== null && syn !== null
          ? { frame: syn.frame, otherFrame: acceptance.otherAnswer.frame }
          : absent,
      ignored:
        ignored === null
          ? absent
          : { firstFrame: ignored.first.frame, frame: ignored.last.frame, count: ignored.count },
      hostMark: ready.hostMark,
      senderIsClient: ready.senderIsClient,
      filterMark: ready.filterMark,
      senderContinues: ready.senderContinues,
    };
  },
  sameTrace: ({ acceptance, ready }) => [
    ...(acceptance.otherAnswer === null ? (['seq-rewrite-or-asymmetric'] as const) : []),
    ...(ready.hostMark === unseen ? (['host-firewall-reject'] as const) : []),
  ],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: (evidence) => {
    const wrong = wrongNumber(evidence);
    return [
      ...evidence.steps.arrived,
      ...(wrong === absent || wrong === unseen ? [] : [step('synReceivedBadAck', 'failed', wrong)]),
      ...evidence.steps.reply,
    ];
  },
  checks: {
    device: ['device-log'],
    network: ['net-duplicate-address', 'net-both-ends-capture', 'net-firewall-log'],
    serverOs: ['os-counters', 'os-trace-reason'],
    serverApplication: ['app-request-log'],
  },
  next: 'bothEnds',
});

/** Away from the server a number that is right here may still be rewritten on the rest of the way. */
function wrongNumber({ acceptance, vantage }: Evidence): Reading<{ frame: 'frame'; got: 'field'; expected: 'field' }> {
  if (acceptance.wrongNumber !== null) return acceptance.wrongNumber;
  return vantage.atSender || !acceptance.onlySynAck ? absent : unseen;
}
