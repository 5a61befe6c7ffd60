import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * A standby took over the service address; it accepts new connections and does not know the old ones. Seen on the servers' own link
 * by another network card under the same address; farther away it looks like lost state.
 */
export default defineCause({
  id: 'failover-vip-move',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'RFC 9568 §8.3.2', 'Linux tcp_rcv_state_process(), case TCP_LISTEN'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    otherMachine: { bearing: 'required', facts: { frame: 'frame' } },
    otherLink: { bearing: 'strong', facts: { old: 'text', now: 'text', frame: 'frame' } },
    otherDistance: { bearing: 'strong', facts: { ttl: 'field', usual: 'field', field: 'text' } },
    commonMoment: {
      bearing: 'strong',
      facts: { frames: 'frames', count: 'count', from: 'time', until: 'time', chance: 'ratio' },
    },
    acceptedAfter: { bearing: 'weak', facts: { frame: 'frame', later: 'duration' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    steppedBurst: { bearing: 'excludes', facts: { frames: 'frames', count: 'count' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    foreign: { bearing: 'excludes', facts: { ttl: 'field', window: 'field' } },
    tooEarly: { bearing: 'against', facts: { delay: 'duration', minRtt: 'duration', samples: 'count' } },
  },
  read: (evidence) => {
    const { ready, machine } = evidence;
    return {
      answersAck: ready.answersAck,
      midConversation: ready.midConversation,
      otherMachine: otherMachine(evidence),
      otherLink: machine.changed,
      otherDistance: machine.otherDistance,
      commonMoment: ready.commonMoment,
      acceptedAfter: ready.acceptedAfter,
      senderContinues: ready.senderContinues,
      senderIsClient: ready.senderIsClient,
      senderFin: ready.senderFin,
      resetBefore: ready.resetBefore,
      steppedBurst: ready.steppedBurst,
      filterMark: ready.filterMark,
      foreign: ready.foreign,
      tooEarly: ready.tooEarly,
    };
  },
  // A balancer whose hosts answer directly shows their network cards as well; a changed route moves the TTL.
  sameTrace: ({ machine }) =>
    isSeen(machine.changed) ? ['lb-rehash'] : ['lb-rehash', 'state-lost-listener-up', 'middlebox-idle-timeout-rst'],
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
    network: ['net-address-owner', 'net-lb-log'],
    serverOs: ['os-uptime', 'os-trace-reason'],
    serverApplication: ['app-restart-log'],
  },
  next: 'bothEnds',
});

function otherMachine({ machine, reset, vantage, sender }: Evidence): Reading<{ frame: 'frame' }> {
  const { changed, otherDistance } = machine;
  if (isSeen(changed) || isSeen(otherDistance)) return { frame: reset.frame };
  // A host to which the connection was moved has said nothing on it before.
  return vantage.atSender && sender.segments > 0 ? absent : unseen;
}

function isSeen(reading: Reading): boolean {
  return reading !== absent && reading !== unseen;
}
