import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** A segment that was already in flight reached a host that had reset the connection: one more RST, never a second incident. */
export default defineCause({
  id: 'segment-after-reset',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_send_reset()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    answersTrigger: { bearing: 'required', facts: { frame: 'frame', delay: 'duration' } },
    resetBefore: { bearing: 'required', facts: { firstFrame: 'frame', ago: 'duration' } },
    ownSegment: { bearing: 'required', facts: { frame: 'frame', firstFrame: 'frame' } },
    newAttempt: { bearing: 'excludes', facts: { frame: 'frame' } },
    steppedBurst: { bearing: 'excludes', facts: { frames: 'frames', count: 'count' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
  },
  read: ({ ready, trigger, sender }) => {
    const first = sender.firstReset;
    // Each RST must have a segment of its own to answer: the first one's trigger does not count twice.
    const own =
      trigger !== null &&
      first !== null &&
      (trigger.segment.frame > first.frame || trigger.candidates > trigger.earlierAnswers);
    return {
      answersTrigger: ready.answersTrigger,
      resetBefore: ready.resetBefore,
      ownSegment: own ? { frame: trigger.segment.frame, firstFrame: first.frame } : absent,
      newAttempt: trigger?.kind === 'syn' ? { frame: trigger.segment.frame } : absent,
      steppedBurst: ready.steppedBurst,
      senderContinues: ready.senderContinues,
    };
  },
  proof: { pattern: 'c', signs: ['answersTrigger', 'resetBefore', 'ownSegment'] },
  sameTrace: () => [],
  kernelReasons: ({ senderRole }) => (senderRole === 'server' ? ['TCP_FLAGS', 'NO_SOCKET'] : ['NO_SOCKET']),
  steps: ({ steps, sender }) => [
    ...steps.arrived,
    ...(sender.firstReset === null ? [] : [step('alreadyReset', 'passed', { firstFrame: sender.firstReset.frame })]),
    ...steps.lookupMissed,
    ...steps.reply,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'longer',
});
