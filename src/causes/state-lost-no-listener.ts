import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { onlyIf } from './shared/ties.ts';

/** A segment of a connection that the host no longer knows, and nothing listens on the port: service or host went away. */
export default defineCause({
  id: 'state-lost-no-listener',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_rcv(), tcp_v4_send_reset()'],
  caps: { client: 'medium', server: 'high', middle: 'low' },
  signs: {
    answersAck: 'required',
    midConversation: 'required',
    senderFin: 'excludes',
    resetBefore: 'excludes',
    refusedAfter: 'decisive',
    acceptedAfter: { bearing: 'against', facts: { frame: 'frame', later: 'duration' } },
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
  read: ({ ready, event }) => ({
    acceptedAfter: event.predecessor === null ? ready.acceptedAfter : absent,
  }),
  sameTrace: ({ event, vantage, senderRole, ready }) => [
    ...onlyIf(event.attemptAfter === null && senderRole === 'server', 'state-lost-listener-up'),
    'silent-giveup-then-late',
    ...onlyIf(!vantage.atSender && senderRole !== 'client', 'failover-vip-move'),
    // What reset a client may have come from its own side, and what reached it may have borne another address than here.
    ...onlyIf(!vantage.atSender && senderRole === 'client', 'segment-after-reset', 'conntrack-leak'),
    ...onlyIf(ready.hostMark === 'unseen', 'host-firewall-reject'),
  ],
  kernelReasons: () => ['NO_SOCKET'],
  steps: ({ steps }) => [...steps.arrived, ...steps.lookupMissed, ...steps.listener, ...steps.reply],
  checks: {
    device: ['device-log', 'device-heartbeat'],
    network: ['net-lb-log'],
    serverOs: ['os-uptime', 'os-listener', 'os-trace-reason'],
    serverApplication: ['app-service-status', 'app-restart-log', 'app-crash'],
  },
  next: 'tracepointSender',
});
