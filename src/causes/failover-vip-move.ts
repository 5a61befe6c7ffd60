import { defineCause } from '../model/cause.ts';
import { isSeen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { otherMachine } from './shared/other-machine.ts';

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
    answersAck: 'required',
    midConversation: 'required',
    otherMachine: { bearing: 'required', facts: { frame: 'frame' } },
    otherLink: 'strong',
    otherDistance: { bearing: 'strong', facts: { ttl: 'field', usual: 'field', field: 'text' } },
    commonMoment: 'strong',
    acceptedAfter: 'weak',
    senderContinues: 'excludes',
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    resetBefore: 'excludes',
    steppedBurst: 'excludes',
    filterMark: 'excludes',
    foreign: 'excludes',
    tooEarly: 'against',
  },
  read: (evidence) => ({
    otherMachine: otherMachine(evidence),
    otherDistance: evidence.machine.otherDistance,
  }),
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
