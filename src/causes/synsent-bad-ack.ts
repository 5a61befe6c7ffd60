import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { advance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';

/**
 * A host that is opening a connection gets an ACK that does not acknowledge its SYN. Usually port reuse: the peer still
 * holds the old connection and answers the SYN with a challenge ACK (RFC 5961 §4); the RST clears it and the retry succeeds.
 */
export default defineCause({
  id: 'synsent-bad-ack',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.3', 'RFC 5961 §4', 'Linux tcp_rcv_synsent_state_process()'],
  caps: { client: 'high', server: 'high', middle: 'medium' },
  signs: {
    answersAck: 'required',
    ownSyn: { bearing: 'required', facts: { synFrame: 'frame', expected: 'field' } },
    badAck: { bearing: 'required', facts: { frame: 'frame', got: 'field', expected: 'field' } },
    olderNumbers: { bearing: 'strong', facts: { frame: 'frame', got: 'field' } },
    builderFits: 'weak',
    retrySucceeded: { bearing: 'weak', facts: { frame: 'frame' } },
    handshakeDone: { bearing: 'excludes', facts: { frame: 'frame' } },
  },
  read: ({ trigger, sender, receiver, senderRole, event, phase }) => {
    const syn = senderRole === 'client' ? sender.syn : null;
    const expected = syn === null ? 0 : advance(syn.seq, 1);
    const bad = syn !== null && trigger !== null && trigger.segment.ack !== expected;
    const followed = event.after.find((segment) => segment.from !== event.reset.from && segment.kind === 'syn-ack');
    return {
      ownSyn: syn === null ? absent : { synFrame: syn.frame, expected },
      badAck: bad ? { frame: trigger.segment.frame, got: trigger.segment.ack, expected } : absent,
      olderNumbers:
        bad && trigger.kind !== 'syn-ack' && trigger.segment.ack !== syn.seq
          ? { frame: trigger.segment.frame, got: trigger.segment.ack }
          : absent,
      retrySucceeded: followed === undefined ? absent : { frame: followed.frame },
      handshakeDone: phase !== 'handshake' && receiver.syn !== null ? { frame: receiver.syn.frame } : absent,
    };
  },
  proof: { pattern: 'd', signs: ['answersAck', 'ownSyn', 'badAck', 'olderNumbers', 'builderFits'] },
  sameTrace: ({ trigger }) => (trigger?.kind === 'syn-ack' ? ['antiddos-challenge'] : []),
  kernelReasons: () => ['TCP_INVALID_ACK_SEQUENCE', 'TCP_RFC7323_PAWS'],
  steps: ({ steps, trigger, sender }) => [
    ...steps.arrived,
    ...(trigger === null || sender.syn === null
      ? []
      : [
          step('synSentBadAck', 'failed', {
            synFrame: sender.syn.frame,
            expected: advance(sender.syn.seq, 1),
            got: trigger.segment.ack,
          }),
        ]),
    ...steps.reply,
  ],
  checks: {
    device: ['device-port-reuse', 'device-log'],
    network: ['net-nat-timers', 'net-firewall-log'],
    serverOs: ['os-established', 'os-counters'],
    serverApplication: ['app-duplicate-session'],
  },
  next: 'bothEnds',
});
