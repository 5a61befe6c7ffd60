import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { LOST_ON_THE_WAY, onlyIf } from './shared/ties.ts';

/** net.ipv4.tcp_retries2 = 15 keeps a connection at least this long (Linux Documentation/networking/ip-sysctl). Microseconds. */
const RETRIES2_US = 924.6e6;
/** Two retransmissions, 200 ms (Linux TCP_RTO_MIN) and another 400 ms later, are the fewest that leave a pattern. Microseconds. */
const SOONEST_US = 600_000;

/**
 * The sender's data went unacknowledged until its TCP gave up, which Linux does without a word; what the other side sent when it
 * could be heard again met no connection. A restart during the same outage leaves the same packets.
 */
export default defineCause({
  id: 'silent-giveup-then-late',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.8.3', 'RFC 5482', 'Linux tcp_write_timeout(), tcp_write_err(), net.ipv4.tcp_retries2'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    answersAck: 'required',
    repeatedInVain: { bearing: 'required', facts: { firstFrame: 'frame', frame: 'frame', count: 'count' } },
    stoppedRepeating: { bearing: 'required', facts: { frame: 'frame', silent: 'duration', due: 'duration' } },
    limitReached: { bearing: 'decisive', facts: { span: 'duration' } },
    hostMark: 'weak',
    finAcknowledged: { bearing: 'excludes', facts: { finFrame: 'frame', frame: 'frame' } },
    resetBefore: 'excludes',
    steppedBurst: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
    ttlShift: 'against',
    tooEarly: 'against',
  },
  read: (evidence) => {
    const { closing } = evidence;
    const { senderFin, senderFinAckedBy } = closing;
    return {
      ...patience(evidence),
      finAcknowledged:
        senderFin === null || senderFinAckedBy === null || senderFinAckedBy === evidence.trigger?.segment
          ? absent
          : { finFrame: senderFin.frame, frame: senderFinAckedBy.frame },
    };
  },
  sameTrace: ({ event, vantage, ready, senderRole }) => {
    return [
      ...onlyIf(senderRole === 'server', 'state-lost-listener-up'),
      ...onlyIf(event.attemptAfter === null || senderRole === 'client', 'state-lost-no-listener'),
      ...onlyIf(!vantage.atSender, ...LOST_ON_THE_WAY),
      ...onlyIf(ready.hostMark === unseen, 'host-firewall-reject'),
    ];
  },
  kernelReasons: ({ senderRole }) => (senderRole === 'server' ? ['TCP_FLAGS', 'NO_SOCKET'] : ['NO_SOCKET']),
  steps: ({ steps, givenUp }) => [
    ...(givenUp === null
      ? []
      : [
          step('gaveUp', 'inferred', {
            frame: givenUp.last.frame,
            count: givenUp.retransmissions,
            silent: givenUp.silentUs,
          }),
        ]),
    ...steps.arrived,
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-reachability', 'device-log'],
    network: ['net-one-way-loss'],
    serverOs: ['os-retransmission-limit', 'os-uptime', 'os-trace-reason'],
    serverApplication: ['app-keepalive-settings', 'app-restart-log'],
  },
  next: 'counters',
});

interface Patience {
  readonly repeatedInVain: Reading<{ firstFrame: 'frame'; frame: 'frame'; count: 'count' }>;
  readonly stoppedRepeating: Reading<{ frame: 'frame'; silent: 'duration'; due: 'duration' }>;
  readonly limitReached: Reading<{ span: 'duration' }>;
}

/** In a capture with gaps a retransmission that is missing may only have been missed; away from the sender, lost on its way here. */
function patience(evidence: Evidence): Patience {
  const { givenUp, visibility, vantage } = evidence;
  if (givenUp === null || visibility.loss) {
    const elsewhere = !vantage.atSender && silenceUs(evidence) >= SOONEST_US;
    const nothing = givenUp === null && visibility.sender && !elsewhere ? absent : unseen;
    return { repeatedInVain: nothing, stoppedRepeating: nothing, limitReached: nothing };
  }
  const { first, last, retransmissions, silentUs, dueUs } = givenUp;
  const span = last.timeUs - first.timeUs;
  return {
    repeatedInVain: { firstFrame: first.frame, frame: last.frame, count: retransmissions },
    stoppedRepeating: { frame: last.frame, silent: silentUs, due: dueUs },
    limitReached: span + silentUs >= RETRIES2_US ? { span } : absent,
  };
}

/** How long the sender had not been heard when the trigger came. */
function silenceUs({ trigger, sender }: Evidence): number {
  return trigger === null || sender.last === null ? 0 : trigger.segment.timeUs - sender.last.timeUs;
}
