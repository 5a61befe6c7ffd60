import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { distance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';

/**
 * While a handshake was still open, another SYN came on the same addresses and ports with a number inside the window: the server gives
 * the first request up and refuses the second. A client that started again, or two devices to which a NAT gave one port.
 */
export default defineCause({
  id: 'synrecv-syn-in-window',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.4, SYN-RECEIVED, check of the SYN bit', 'Linux tcp_check_req()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    answersSyn: 'required',
    onlySynAck: { bearing: 'required', facts: { frame: 'frame' } },
    secondSyn: { bearing: 'required', facts: { frame: 'frame', firstFrame: 'frame', ahead: 'bytes' } },
    hostMark: 'weak',
    senderIsClient: 'excludes',
    resetBefore: 'excludes',
    filterMark: 'excludes',
  },
  read: (evidence) => {
    const { acceptance, sender } = evidence;
    return {
      onlySynAck: acceptance.onlySynAck && sender.syn !== null ? { frame: sender.syn.frame } : absent,
      secondSyn: secondSyn(evidence),
    };
  },
  sameTrace: ({ ready }) => (ready.hostMark === unseen ? ['host-firewall-reject'] : []),
  kernelReasons: () => ['INVALID_SYN'],
  steps: (evidence) => {
    const second = secondSyn(evidence);
    return [
      ...evidence.steps.arrived,
      ...(isSeen(second) ? [step('synReceivedNewSyn', 'failed', second)] : []),
      ...evidence.steps.reply,
    ];
  },
  checks: {
    device: ['device-port-reuse', 'device-log'],
    network: ['net-nat-timers', 'net-both-ends-capture'],
    serverOs: ['os-counters', 'os-trace-reason'],
    serverApplication: ['app-duplicate-session'],
  },
  next: 'bothEnds',
});

/** Linux takes a SYN inside the window for the end of the request (embryonic_reset); one outside it is answered with an ACK. */
function secondSyn({ trigger, receiver }: Evidence): Reading<{ frame: 'frame'; firstFrame: 'frame'; ahead: 'bytes' }> {
  const { syn } = receiver;
  if (trigger === null || trigger.kind !== 'syn' || syn === null || trigger.segment.seq === syn.seq) return absent;
  return { frame: trigger.segment.frame, firstFrame: syn.frame, ahead: distance(trigger.segment.seq, syn.seq) };
}
