import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { FIN } from '../model/segment.ts';
import { step } from '../model/story-keys.ts';
import { notLinux, otherWays } from './shared/aborts.ts';

/**
 * TCP_LINGER2 below zero: the program does not want to wait in FIN-WAIT-2. The first acknowledgement of its FIN is answered with a
 * RST; a socket that is closed when the FIN has been acknowledged already aborts at that moment.
 */
export default defineCause({
  id: 'linger2-negative',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['tcp(7), TCP_LINGER2', 'Linux tcp_rcv_state_process(), __tcp_close()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    finAcknowledged: { bearing: 'required', facts: { finFrame: 'frame', frame: 'frame' } },
    rightAfter: { bearing: 'required', facts: { frame: 'frame', delay: 'duration' } },
    nothingNew: { bearing: 'strong', facts: { frame: 'frame' } },
    hostMark: 'weak',
    receiverFin: 'excludes',
    finRepeated: { bearing: 'excludes', facts: { frame: 'frame', finFrame: 'frame' } },
    otherStack: { bearing: 'excludes', facts: { ttl: 'field' } },
    windowJump: 'excludes',
    resetBefore: 'excludes',
    probes: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { closing, unread } = evidence;
    const { senderFin, senderFinAckedBy } = closing;
    return {
      finAcknowledged:
        senderFin === null || senderFinAckedBy === null
          ? absent
          : { finFrame: senderFin.frame, frame: senderFinAckedBy.frame },
      rightAfter: rightAfter(evidence),
      nothingNew:
        senderFinAckedBy !== null && answersFinAck(evidence) && unread.unanswered === null
          ? { frame: senderFinAckedBy.frame }
          : absent,
      finRepeated: finRepeated(evidence),
      otherStack: notLinux(evidence),
    };
  },
  sameTrace: (evidence) => {
    if (!answersFinAck(evidence)) return otherWays(evidence, 'linger2-negative');
    return evidence.ready.hostMark === unseen ? ['host-firewall-reject'] : [];
  },
  kernelReasons: (evidence) =>
    answersFinAck(evidence) ? ['TCP_ABORT_ON_DATA'] : ['TCP_ABORT_ON_LINGER', 'TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: (evidence) => {
    const { steps, closing } = evidence;
    const { senderFin, senderFinAckedBy } = closing;
    const refused =
      senderFin === null || senderFinAckedBy === null
        ? []
        : [step('noFinWait', 'inferred', { finFrame: senderFin.frame, frame: senderFinAckedBy.frame })];
    return answersFinAck(evidence)
      ? [...steps.arrived, ...refused, ...steps.reply]
      : [...steps.alive, ...steps.noTrigger, ...refused, ...steps.abort];
  },
  checks: {
    device: ['device-eof'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters', 'os-trace-reason'],
    serverApplication: ['app-linger2', 'app-who-closed'],
  },
  next: 'tracepointSender',
});

/** The RST answers the pure ACK that was the first to acknowledge the FIN. */
function answersFinAck({ shape, trigger, closing, reset }: Evidence): boolean {
  const acknowledgement = closing.senderFinAckedBy;
  return (
    shape === 'stateless-ack' &&
    trigger?.kind === 'ack' &&
    acknowledgement !== null &&
    trigger.segment.frame === acknowledgement.frame &&
    reset.seq === acknowledgement.ack
  );
}

function rightAfter(evidence: Evidence): Reading<{ frame: 'frame'; delay: 'duration' }> {
  const { closing, reset, shape } = evidence;
  const acknowledgement = closing.senderFinAckedBy;
  if (acknowledgement === null) return absent;
  const fits = answersFinAck(evidence) || shape === 'abort';
  return fits ? { frame: acknowledgement.frame, delay: reset.timeUs - acknowledgement.timeUs } : absent;
}

/** A FIN that had to be sent again may belong to a socket that its kernel gave up in silence. */
function finRepeated({ event, closing }: Evidence): Reading<{ frame: 'frame'; finFrame: 'frame' }> {
  const fin = closing.senderFin;
  const again = event.before.find(
    (segment) => fin !== null && segment.from === fin.from && segment.frame > fin.frame && (segment.flags & FIN) !== 0,
  );
  return again === undefined || fin === null ? absent : { frame: again.frame, finFrame: fin.frame };
}
