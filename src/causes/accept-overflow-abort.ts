import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';

/** The accept queue was full and tcp_abort_on_overflow is 1: the ACK that would complete the handshake draws a RST at once. */
export default defineCause({
  id: 'accept-overflow-abort',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux tcp_check_req(), net.ipv4.tcp_abort_on_overflow'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    handshakeAnswered: { bearing: 'required', facts: { frame: 'frame', synAckFrame: 'frame' } },
    synAckRepeated: { bearing: 'excludes', facts: { count: 'count' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    ttlShift: { bearing: 'against', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
  },
  read: ({ ready, sender, trigger }) => ({
    answersAck: ready.answersAck,
    senderIsClient: ready.senderIsClient,
    handshakeAnswered:
      trigger !== null && sender.syn !== null && sender.segments === sender.synCount && sender.resets === 0
        ? { frame: trigger.segment.frame, synAckFrame: sender.syn.frame }
        : absent,
    synAckRepeated: sender.synCount > 1 ? { count: sender.synCount } : absent,
    filterMark: ready.filterMark,
    senderContinues: ready.senderContinues,
    ttlShift: ready.ttlShift,
  }),
  sameTrace: ({ vantage }) => [
    'synrecv-bad-ack',
    'listener-closed-during-handshake',
    'antiddos-challenge',
    'host-firewall-reject',
    ...(vantage.atSender ? [] : (['path-firewall-reject'] as const)),
  ],
  kernelReasons: () => ['INVALID_SYN', 'TCP_FLAGS'],
  steps: ({ steps }) => [...steps.arrived, ...steps.listener, ...steps.reply],
  checks: {
    device: ['device-log'],
    network: ['net-firewall-log'],
    serverOs: ['os-accept-queue', 'os-counters', 'os-trace-reason'],
    serverApplication: ['app-slow-response', 'app-restart-log'],
  },
  next: 'counters',
});
