import { defineCause } from '../model/cause.ts';
import type { SeenSegment } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step, triggerTerm } from '../model/story-keys.ts';
import type { Step } from '../model/verdict.ts';

/**
 * A segment that was already in flight reached a host whose connection had been reset, by itself or by a RST it received:
 * one more RST, never a second incident.
 */
export default defineCause({
  id: 'segment-after-reset',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_send_reset()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    answersTrigger: 'required',
    alreadyReset: { bearing: 'required', facts: { firstFrame: 'frame', ago: 'duration' } },
    ownReset: { bearing: 'strong', facts: { firstFrame: 'frame' } },
    ownSegment: { bearing: 'required', facts: { frame: 'frame', firstFrame: 'frame' } },
    ownFrame: { bearing: 'weak', facts: { frame: 'frame' } },
    timely: 'weak',
    builderFits: 'weak',
    livedOn: { bearing: 'excludes', facts: { frame: 'frame', firstFrame: 'frame' } },
    newAttempt: { bearing: 'excludes', facts: { frame: 'frame' } },
    stillWaiting: { bearing: 'excludes', facts: { frame: 'frame', got: 'field', expected: 'field' } },
    steppedBurst: 'excludes',
    senderContinues: 'excludes',
  },
  read: (evidence) => {
    const { trigger, sender, acceptance } = evidence;
    const { last } = sender;
    return {
      ...ended(evidence),
      ownReset: sender.firstReset === null ? absent : { firstFrame: sender.firstReset.frame },
      // The connection lived on, or a new one began: the old RST explains nothing.
      livedOn:
        sender.firstReset !== null && last !== null && last.frame > sender.firstReset.frame
          ? { frame: last.frame, firstFrame: sender.firstReset.frame }
          : absent,
      newAttempt: trigger?.kind === 'syn' ? { frame: trigger.segment.frame } : absent,
      // A request outlives the wrong ACKs that it rejects (tcp_check_req): nothing had ended.
      stillWaiting: acceptance.wrongNumber ?? absent,
    };
  },
  proof: { pattern: 'c', signs: ['answersTrigger', 'ownReset', 'ownSegment', 'ownFrame', 'builderFits', 'timely'] },
  sameTrace: () => [],
  kernelReasons: ({ senderRole }) => (senderRole === 'server' ? ['TCP_FLAGS', 'NO_SOCKET'] : ['NO_SOCKET']),
  steps: ({ steps, sender, receiver, builder, trigger, reset }) => {
    if (builder.value === 'foreign' && trigger !== null) {
      return [
        step('boxSaw', 'inferred', { frame: trigger.segment.frame, what: triggerTerm(trigger.kind) }),
        ...alreadyReset(sender.firstReset ?? receiver.firstReset),
        step('boxReset', 'failed', { frame: reset.frame, seq: reset.seq, ttl: reset.ttl }),
      ];
    }
    return [
      ...steps.arrived,
      ...alreadyReset(sender.firstReset ?? receiver.firstReset),
      ...steps.lookupMissed,
      ...steps.reply,
    ];
  },
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'longer',
});

interface Ended {
  readonly alreadyReset: Reading<{ firstFrame: 'frame'; ago: 'duration' }>;
  readonly ownSegment: Reading<{ frame: 'frame'; firstFrame: 'frame' }>;
  readonly ownFrame: Reading<{ frame: 'frame' }>;
}

/**
 * What ended the connection, and the segment that the RST answers in its wake. Each RST must have one of its own: the first one's does
 * not count twice. What ended the client's side need not pass elsewhere.
 */
function ended({ trigger, sender, receiver, reset, senderRole, vantage }: Evidence): Ended {
  const first = sender.firstReset ?? receiver.firstReset;
  if (first === null) {
    const hidden = senderRole === 'client' && !vantage.atSender && trigger !== null ? unseen : absent;
    return { alreadyReset: hidden, ownSegment: hidden, ownFrame: absent };
  }
  const alreadyReset = { firstFrame: first.frame, ago: reset.timeUs - first.timeUs };
  if (trigger === null) return { alreadyReset, ownSegment: absent, ownFrame: absent };
  const { frame } = trigger.segment;
  const isLater = frame > first.frame;
  const ownSegment =
    isLater || trigger.wireSegments > trigger.earlierAnswers ? { frame, firstFrame: first.frame } : absent;
  // What was captured as one frame may have been several segments, but that is not to be seen.
  const isOwnFrame = ownSegment !== absent && (isLater || trigger.candidates > trigger.earlierAnswers);
  return { alreadyReset, ownSegment, ownFrame: isOwnFrame ? { frame } : absent };
}

function alreadyReset(first: SeenSegment | null): readonly Step[] {
  return first === null ? [] : [step('alreadyReset', 'passed', { firstFrame: first.frame })];
}
