import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { onlyIf } from './shared/ties.ts';

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
    answersAck: 'required',
    onlySynAck: { bearing: 'required', facts: { frame: 'frame' } },
    wrongNumber: { bearing: 'required', facts: { frame: 'frame', got: 'field', expected: 'field' } },
    twoAnswers: { bearing: 'decisive', facts: { frame: 'frame', otherFrame: 'frame' } },
    hostMark: 'weak',
    ignored: { bearing: 'excludes', facts: { firstFrame: 'frame', frame: 'frame', count: 'count' } },
    senderIsClient: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
  },
  read: (evidence) => {
    const { acceptance, sender, renumbering } = evidence;
    const { syn } = sender;
    const { ignored = null } = renumbering ?? {};
    return {
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
    };
  },
  sameTrace: ({ acceptance, ready }) => [
    ...onlyIf(acceptance.otherAnswer === null, 'seq-rewrite-or-asymmetric'),
    ...onlyIf(ready.hostMark === unseen, 'host-firewall-reject'),
  ],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: (evidence) => {
    const wrong = wrongNumber(evidence);
    return [
      ...evidence.steps.arrived,
      ...(isSeen(wrong) ? [step('synReceivedBadAck', 'failed', wrong)] : []),
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
