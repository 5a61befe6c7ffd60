import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { onlyIf } from './shared/ties.ts';

/**
 * A device on the way puts other sequence numbers in the place of the server's and sees only one direction, so that it does not
 * change them back. The server rejects each acknowledgement of the client; the client rejects the RSTs, which are changed as well.
 */
export default defineCause({
  id: 'seq-rewrite-or-asymmetric',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: [
    'RFC 9293 §3.10.7.4, SYN-RECEIVED, check of the ACK field',
    'RFC 6528, generating initial sequence numbers',
    'Cisco Secure Firewall ASA, TCP sequence number randomization',
    'Linux tcp_check_req(), tcp_validate_incoming()',
  ],
  caps: { client: 'low', server: 'medium', middle: 'medium' },
  signs: {
    onlySynAck: { bearing: 'required', facts: { frame: 'frame' } },
    offset: { bearing: 'required', facts: { seq: 'field', expected: 'field', delta: 'field' } },
    ignored: { bearing: 'decisive', facts: { firstFrame: 'frame', frame: 'frame', count: 'count' } },
    displaced: { bearing: 'strong', facts: { frame: 'frame', frames: 'frames', count: 'count' } },
    hostMark: 'weak',
    twoAnswers: { bearing: 'excludes', facts: { frame: 'frame', otherFrame: 'frame' } },
    filterMark: 'excludes',
    senderContinues: 'excludes',
    ttlShift: 'against',
    tooEarly: 'against',
  },
  read: (evidence) => {
    const { acceptance, sender, renumbering } = evidence;
    const { syn } = sender;
    const { ignored = null, displaced = null } = renumbering ?? {};
    return {
      onlySynAck: acceptance.onlySynAck && syn !== null ? { frame: syn.frame } : absent,
      offset: offset(evidence),
      ignored:
        ignored === null
          ? absent
          : { firstFrame: ignored.first.frame, frame: ignored.last.frame, count: ignored.count },
      displaced:
        displaced === null
          ? absent
          : { frame: displaced.again.frame, frames: displaced.resets, count: displaced.resets.length },
      twoAnswers:
        acceptance.otherAnswer !== null && syn !== null
          ? { frame: syn.frame, otherFrame: acceptance.otherAnswer.frame }
          : absent,
    };
  },
  // A filter and a second device answer with the number that the client named; only that can look alike.
  sameTrace: ({ renumbering, acceptance, ready }) => {
    if (acceptance.wrongNumber === null) return [];
    return [
      ...onlyIf(renumbering?.ignored === null, 'synrecv-bad-ack'),
      ...onlyIf(ready.hostMark === unseen, 'host-firewall-reject'),
    ];
  },
  kernelReasons: () => ['TCP_FLAGS'],
  steps: (evidence) => {
    const { wrongNumber } = evidence.acceptance;
    return [
      ...evidence.steps.arrived,
      ...(wrongNumber === null ? [] : [step('synReceivedBadAck', 'failed', wrongNumber)]),
      ...evidence.steps.reply,
    ];
  },
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture', 'net-firewall-log', 'net-duplicate-address'],
    serverOs: ['os-counters', 'os-trace-reason'],
    serverApplication: [],
  },
  next: 'bothEnds',
});

/**
 * The number of the RST is another than that of the SYN-ACK: because the client named it, or because it was changed once more on its
 * way here. One wrong number alone is anybody's.
 */
function offset({
  acceptance,
  renumbering,
  reset,
  vantage,
}: Evidence): Reading<{ seq: 'field'; expected: 'field'; delta: 'field' }> {
  if (renumbering === null) return vantage.atSender || !acceptance.onlySynAck ? absent : unseen;
  if (acceptance.wrongNumber === null && renumbering.displaced === null) return absent;
  return { seq: reset.seq, expected: renumbering.expected, delta: renumbering.offset };
}
