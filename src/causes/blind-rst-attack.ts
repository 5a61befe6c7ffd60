import { defineCause } from '../model/cause.ts';
import type { SeenSegment } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';
import { missesOf, resetsOf } from './shared/guesses.ts';

/**
 * Somebody who does not see the traffic guesses sequence numbers. A number inside the window but not at its edge draws a challenge ACK
 * and changes nothing (RFC 5961 §3): the connection goes on.
 */
export default defineCause({
  id: 'blind-rst-attack',
  origin: 'middlebox',
  impact: 'probe',
  level: 'reason',
  sources: ['RFC 5961 §3', 'RFC 9293 §3.10.7.4', 'RFC 4953'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    guessed: { bearing: 'required', facts: { seq: 'field', delta: 'field' } },
    survived: { bearing: 'required', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    challenged: { bearing: 'strong', facts: { frame: 'frame' } },
    scattered: { bearing: 'strong', facts: { frames: 'frames', count: 'count' } },
    exactHit: { bearing: 'excludes', facts: { frame: 'frame' } },
    olderNumber: { bearing: 'excludes', facts: { frame: 'frame' } },
    atSender: { bearing: 'excludes', facts: { ttl: 'field' } },
  },
  read: (evidence) => {
    const { numbers, reset, ready, vantage } = evidence;
    const misses = missesOf(evidence);
    return {
      guessed:
        evidence.trigger === null && numbers.seqDelta !== null && (numbers.seq === 'beyond' || numbers.seq === 'stale')
          ? { seq: reset.seq, delta: numbers.seqDelta }
          : absent,
      survived: ready.senderContinues,
      challenged: challenged(evidence),
      scattered: misses.length > 0 ? { frames: misses.map(({ frame }) => frame), count: misses.length } : absent,
      exactHit: frameOf(resetsOf(evidence).find(({ seq }) => seq === evidence.sender.nextSeq)),
      olderNumber: frameOf(evidence.event.before.find(({ from, ack }) => from !== reset.from && ack === reset.seq)),
      atSender: vantage.atSender ? { ttl: reset.ttl } : absent,
    };
  },
  // One number that missed may be the error of a device that does see the traffic.
  sameTrace: (evidence) => (missesOf(evidence).length > 0 ? [] : ['on-path-injection']),
  kernelReasons: () => [],
  steps: ({ steps, reset, ready, trigger }) => [
    ...(trigger === null
      ? []
      : [step('boxSaw', 'inferred', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) })]),
    step('boxReset', 'failed', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
    ...(isSeen(ready.senderContinues)
      ? [step('hostContinues', 'passed', { frame: ready.senderContinues.frame, what: ready.senderContinues.what })]
      : steps.alive),
  ],
  checks: {
    device: ['device-log'],
    network: ['net-spoofing', 'net-both-ends-capture'],
    serverOs: ['os-challenge-acks'],
    serverApplication: ['app-request-log'],
  },
  next: 'bothEnds',
});

/** The receiver asked back: an ACK without data, right after the RST. */
function challenged({ event, reset }: Evidence): Reading<{ frame: 'frame' }> {
  const next = event.after.find(({ from }) => from !== reset.from);
  if (next === undefined) return unseen;
  return next.payloadLength === 0 && (next.kind === 'duplicate-ack' || next.kind === 'ack')
    ? { frame: next.frame }
    : absent;
}

function frameOf(segment: SeenSegment | undefined): Reading<{ frame: 'frame' }> {
  return segment === undefined ? absent : { frame: segment.frame };
}
