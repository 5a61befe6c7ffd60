import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * A load balancer or router that spreads connections over several hosts sent a live one to another host, which does not know it.
 * Seen where that host leaves a mark of its own, or the first one goes on; else it looks like lost state.
 */
export default defineCause({
  id: 'lb-rehash',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'RFC 2991 §2', 'Linux tcp_rcv_state_process(), case TCP_LISTEN'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    otherMachine: { bearing: 'required', facts: { frame: 'frame' } },
    oldLivesOn: { bearing: 'decisive', facts: { frame: 'frame', what: 'term', field: 'text' } },
    otherLink: { bearing: 'strong', facts: { old: 'text', now: 'text', frame: 'frame' } },
    otherDistance: { bearing: 'strong', facts: { ttl: 'field', usual: 'field', field: 'text' } },
    acceptedAfter: { bearing: 'weak', facts: { frame: 'frame', later: 'duration' } },
    triggerAnswered: { bearing: 'excludes', facts: { frame: 'frame', triggerFrame: 'frame' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    steppedBurst: { bearing: 'excludes', facts: { frames: 'frames', count: 'count' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    tooEarly: { bearing: 'against', facts: { delay: 'duration', minRtt: 'duration', samples: 'count' } },
  },
  read: (evidence) => {
    const { ready, machine } = evidence;
    return {
      answersAck: ready.answersAck,
      midConversation: ready.midConversation,
      otherMachine: otherMachine(evidence),
      oldLivesOn: machine.otherLivesOn,
      otherLink: machine.changed,
      otherDistance: machine.otherDistance,
      acceptedAfter: ready.acceptedAfter,
      triggerAnswered: ready.triggerAnswered,
      senderIsClient: ready.senderIsClient,
      senderFin: ready.senderFin,
      resetBefore: ready.resetBefore,
      steppedBurst: ready.steppedBurst,
      filterMark: ready.filterMark,
      tooEarly: ready.tooEarly,
    };
  },
  // After a silence the other TCP may be the balancer's own. A route that changed with a restart moves the TTL as well.
  sameTrace: ({ machine }) => {
    if (isSeen(machine.otherLivesOn)) return ['middlebox-idle-timeout-rst'];
    if (isSeen(machine.changed)) return ['failover-vip-move'];
    return ['failover-vip-move', 'state-lost-listener-up', 'middlebox-idle-timeout-rst'];
  },
  kernelReasons: () => ['TCP_FLAGS', 'NO_SOCKET'],
  steps: ({ steps, reset }) => [
    ...steps.arrived,
    step('otherMachine', 'inferred', { frame: reset.frame }),
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.rejectedByListener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-lb-log', 'net-backend-of-flow', 'net-traceroute'],
    serverOs: ['os-trace-reason', 'os-established', 'os-uptime'],
    serverApplication: ['app-restart-log'],
  },
  next: 'bothEnds',
});

function otherMachine({ machine, reset, vantage, sender }: Evidence): Reading<{ frame: 'frame' }> {
  const { changed, otherDistance, otherLivesOn } = machine;
  if (isSeen(changed) || isSeen(otherDistance) || isSeen(otherLivesOn)) return { frame: reset.frame };
  // A host to which the connection was moved has said nothing on it before.
  return vantage.atSender && sender.segments > 0 ? absent : unseen;
}

function isSeen(reading: Reading): boolean {
  return reading !== absent && reading !== unseen;
}
