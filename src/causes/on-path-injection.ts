import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';
import { missesOf } from './shared/guesses.ts';
import { onlyIf } from './shared/ties.ts';

/** TTL differences of one or two hops come from routing; from here on they speak. */
const TTL_HOPS = 3;

/**
 * A device that sees the traffic forged the RST but could not stop the real host, which goes on talking: it answers the very
 * segment that "it" reset, or a hedging burst of RSTs with stepped sequence numbers shows the guesswork.
 */
export default defineCause({
  id: 'on-path-injection',
  origin: 'middlebox',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009', 'RFC 9293 §3.10.7.4'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    thirdHand: { bearing: 'required', facts: { frame: 'frame', resetFrame: 'frame' } },
    triggerAnswered: 'decisive',
    newData: { bearing: 'decisive', facts: { frame: 'frame', bytes: 'bytes', later: 'duration' } },
    steppedBurst: 'strong',
    bothEnds: 'strong',
    ttlFar: { bearing: 'strong', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
    tooEarly: 'strong',
    oddNumbers: { bearing: 'weak', facts: { seq: 'field', delta: 'field' } },
    filterMark: 'against',
    hostMark: 'against',
    allMissed: { bearing: 'excludes', facts: { frames: 'frames', count: 'count' } },
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { aftermath, reset, path, numbers, vantage } = evidence;
    const next = aftermath.senderContinues;
    const shift = path.ttlShift;
    const misses = missesOf(evidence);
    return {
      thirdHand: thirdHand(evidence),
      newData:
        next !== null && aftermath.senderContinuesNewData && next.payloadLength > 0
          ? { frame: next.frame, bytes: next.payloadLength, later: next.timeUs - reset.timeUs }
          : absent,
      ttlFar: isSeen(shift) && shift.hops < TTL_HOPS ? absent : shift,
      oddNumbers:
        numbers.seqDelta !== null && (numbers.seq === 'beyond' || numbers.seq === 'stale')
          ? { seq: reset.seq, delta: numbers.seqDelta }
          : absent,
      allMissed: misses.length > 0 ? { frames: misses.map(({ frame }) => frame), count: misses.length } : absent,
      atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
    };
  },
  sameTrace: (evidence) => {
    const { trigger, numbers, neighbours } = evidence;
    const isAlone = neighbours.steppedBurst.length === 0;
    return [
      // A security device that only listens answers content the same way, and may be as slow.
      ...onlyIf(isAlone && isAboutData(evidence), 'firewall-policy-rst'),
      // A guess from off the path hits the window, not the number (RFC 5961 §3).
      ...onlyIf(isAlone && trigger === null && numbers.seq === 'beyond', 'blind-rst-attack'),
    ];
  },
  kernelReasons: () => [],
  steps: ({ steps, trigger, reset, aftermath, ready }) => [
    ...(trigger === null
      ? []
      : [step('boxSaw', 'inferred', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) })]),
    step('boxReset', 'failed', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
    ...(isSeen(ready.senderContinues)
      ? [step('hostContinues', 'passed', { frame: ready.senderContinues.frame, what: ready.senderContinues.what })]
      : []),
    ...(steps.alive.length > 0 && aftermath.senderContinues === null ? steps.alive : []),
  ],
  checks: {
    device: ['device-other-network'],
    network: ['net-both-ends-capture', 'net-firewall-log', 'net-traceroute'],
    serverOs: ['os-egress-capture', 'os-trace-reason'],
    serverApplication: ['app-request-log'],
  },
  next: 'bothEnds',
});

/** Data drew the RST: those that it rejects, or, in the name of their sender, those that came with it. */
function isAboutData({ trigger, aftermath, reset }: Evidence): boolean {
  const { answeredBefore, senderContinues } = aftermath;
  const cameWithIt = trigger === null && senderContinues?.seq === reset.seq;
  return trigger?.kind === 'data' || answeredBefore !== null || cameWithIt;
}

/** What only a third device leaves behind: the named host went on with something new, or several guesses in a row. */
function thirdHand({
  ready,
  aftermath,
  reset,
  neighbours,
  path,
}: Evidence): Reading<{ frame: 'frame'; resetFrame: 'frame' }> {
  const { triggerAnswered } = ready;
  if (isSeen(triggerAnswered)) {
    return { frame: triggerAnswered.frame, resetFrame: reset.frame };
  }
  const next = aftermath.senderContinues;
  if (next !== null && aftermath.senderContinuesNewData) return { frame: next.frame, resetFrame: reset.frame };
  if (aftermath.ownAnswer !== null) return { frame: aftermath.ownAnswer.frame, resetFrame: reset.frame };
  const other = neighbours.steppedBurst.find((frame) => frame !== reset.frame);
  if (other !== undefined) return { frame: other, resetFrame: reset.frame };
  return path.tooEarlyStrong && neighbours.bothEnds !== null
    ? { frame: neighbours.bothEnds, resetFrame: reset.frame }
    : absent;
}
