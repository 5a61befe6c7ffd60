import { defineCause } from '../model/cause.ts';

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
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    acceptedAfter: { bearing: 'strong', facts: { frame: 'frame', later: 'duration' } },
    refusedAfter: { bearing: 'against', facts: { frame: 'frame', later: 'duration' } },
    sameService: { bearing: 'weak', facts: { frames: 'frames', count: 'count' } },
    commonMoment: {
      bearing: 'strong',
      facts: { frames: 'frames', count: 'count', from: 'time', until: 'time', chance: 'ratio' },
    },
    steppedBurst: { bearing: 'excludes', facts: { frames: 'frames', count: 'count' } },
    hostMark: { bearing: 'weak', facts: { field: 'text', value: 'field' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    foreign: { bearing: 'excludes', facts: { ttl: 'field', window: 'field' } },
    otherLink: { bearing: 'excludes', facts: { old: 'text', now: 'text', frame: 'frame' } },
    ttlShift: { bearing: 'against', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
    tooEarly: { bearing: 'against', facts: { delay: 'duration', minRtt: 'duration', samples: 'count' } },
  },
  read: ({ ready, machine }) => ({
    answersAck: ready.answersAck,
    midConversation: ready.midConversation,
    senderIsClient: ready.senderIsClient,
    senderFin: ready.senderFin,
    resetBefore: ready.resetBefore,
    acceptedAfter: ready.acceptedAfter,
    refusedAfter: ready.refusedAfter,
    sameService: ready.sameService,
    commonMoment: ready.commonMoment,
    steppedBurst: ready.steppedBurst,
    hostMark: ready.hostMark,
    filterMark: ready.filterMark,
    senderContinues: ready.senderContinues,
    foreign: ready.foreign,
    otherLink: machine.changed,
    ttlShift: ready.ttlShift,
    tooEarly: ready.tooEarly,
  }),
  sameTrace: ({ event, vantage, ready, sender }) => {
    const listener = event.attemptAfter === null ? (['state-lost-no-listener'] as const) : [];
    const filter = ready.hostMark === 'unseen' ? (['host-firewall-reject'] as const) : [];
    const server = ['handshake-incomplete-on-server', 'silent-giveup-then-late'] as const;
    // On the server itself a known tuple cannot have been rewritten or moved on the way.
    if (vantage.atSender && sender.segments > 0) return [...listener, ...server, ...filter];
    const moved = [
      'nat-rebind',
      'conntrack-leak',
      'lb-rehash',
      'failover-vip-move',
      'middlebox-idle-timeout-rst',
    ] as const;
    return [...listener, ...server, ...moved, ...filter];
  },
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
