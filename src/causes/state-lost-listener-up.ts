import { defineCause } from '../model/cause.ts';
import { LOST_ON_THE_WAY, onlyIf } from './shared/ties.ts';

/**
 * A segment reaches a live service that has no record of the connection: the LISTEN socket matches and rejects its ACK.
 * Reboot, failover, a changed NAT mapping and a lost balancer entry all look like this from afar; ties name them.
 */
export default defineCause({
  id: 'state-lost-listener-up',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'Linux tcp_rcv_state_process(), case TCP_LISTEN'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    answersAck: 'required',
    midConversation: 'required',
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    resetBefore: 'excludes',
    acceptedAfter: 'strong',
    refusedAfter: 'against',
    sameService: 'weak',
    commonMoment: 'strong',
    steppedBurst: 'excludes',
    hostMark: 'weak',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
    otherLink: 'excludes',
    ttlShift: 'against',
    tooEarly: 'against',
  },
  read: () => ({}),
  sameTrace: ({ event, vantage, ready, sender }) => [
    ...onlyIf(event.attemptAfter === null, 'state-lost-no-listener'),
    'handshake-incomplete-on-server',
    'silent-giveup-then-late',
    // On the server itself a known tuple cannot have been rewritten or moved on the way.
    ...onlyIf(!vantage.atSender || sender.segments === 0, ...LOST_ON_THE_WAY),
    ...onlyIf(ready.hostMark === 'unseen', 'host-firewall-reject'),
  ],
  kernelReasons: () => ['TCP_FLAGS', 'NO_SOCKET'],
  steps: ({ steps }) => [
    ...steps.arrived,
    ...steps.lookupMissed,
    ...steps.listener,
    ...steps.rejectedByListener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-log', 'device-address-change', 'device-heartbeat'],
    network: ['net-nat-timers', 'net-lb-log'],
    serverOs: ['os-trace-reason', 'os-uptime', 'os-established'],
    serverApplication: ['app-restart-log', 'app-duplicate-session'],
  },
  next: 'natBothSides',
});
