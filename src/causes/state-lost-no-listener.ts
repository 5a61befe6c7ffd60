import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';

/** A segment of a connection that the host no longer knows, and nothing listens on the port: service or host went away. */
export default defineCause({
  id: 'state-lost-no-listener',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_rcv(), tcp_v4_send_reset()'],
  caps: { client: 'medium', server: 'high', middle: 'low' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
    refusedAfter: { bearing: 'decisive', facts: { frame: 'frame', later: 'duration' } },
    acceptedAfter: { bearing: 'against', facts: { frame: 'frame', later: 'duration' } },
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
  read: ({ ready, event, machine }) => ({
    answersAck: ready.answersAck,
    midConversation: ready.midConversation,
    senderFin: ready.senderFin,
    resetBefore: ready.resetBefore,
    refusedAfter: ready.refusedAfter,
    acceptedAfter: event.predecessor === null ? ready.acceptedAfter : absent,
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
  sameTrace: ({ event, vantage, senderRole, ready }) => {
    const open = event.attemptAfter === null && senderRole === 'server';
    const filter = ready.hostMark === 'unseen' ? (['host-firewall-reject'] as const) : [];
    const path = vantage.atSender || senderRole === 'client' ? [] : (['failover-vip-move'] as const);
    const silent = ['silent-giveup-then-late'] as const;
    return [...(open ? (['state-lost-listener-up'] as const) : []), ...silent, ...path, ...filter];
  },
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
