import { defineCause } from '../model/cause.ts';
import { isSeen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { otherMachine } from './shared/other-machine.ts';

/**
 * A load balancer or router that spreads connections over several hosts sent a live one to another host, which does not know it;
 * or another machine has the address by mistake. Seen where that host leaves a mark of its own, or the first one goes on; else it looks
 * like lost state.
 */
export default defineCause({
  id: 'lb-rehash',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'RFC 2991 §2', 'Linux tcp_rcv_state_process(), case TCP_LISTEN'],
  caps: { client: 'medium', server: 'medium', middle: 'high' },
  signs: {
    answersAck: 'required',
    midConversation: 'required',
    otherMachine: { bearing: 'required', facts: { frame: 'frame' } },
    oldLivesOn: { bearing: 'decisive', facts: { frame: 'frame', what: 'term', field: 'text' } },
    otherLink: 'strong',
    otherDistance: { bearing: 'strong', facts: { ttl: 'field', usual: 'field', field: 'text' } },
    acceptedAfter: 'weak',
    triggerAnswered: 'excludes',
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    resetBefore: 'excludes',
    steppedBurst: 'excludes',
    filterMark: 'excludes',
    tooEarly: 'against',
  },
  read: (evidence) => {
    const { machine, reset } = evidence;
    return {
      otherMachine: isSeen(machine.otherLivesOn) ? { frame: reset.frame } : otherMachine(evidence),
      oldLivesOn: machine.otherLivesOn,
      otherDistance: machine.otherDistance,
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
    network: ['net-lb-log', 'net-backend-of-flow', 'net-duplicate-address', 'net-traceroute'],
    serverOs: ['os-trace-reason', 'os-established', 'os-uptime'],
    serverApplication: ['app-restart-log'],
  },
  next: 'bothEnds',
});
