import { endpointOf } from '../model/addresses.ts';
import { defineCause } from '../model/cause.ts';
import { step } from '../model/story-keys.ts';

/**
 * The client's public address or port changed under a live connection. The new tuple goes on in the sequence space of the
 * old one, including numbers that only the server could have chosen; the server does not know the new tuple.
 */
export default defineCause({
  id: 'nat-rebind',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'RFC 5382 REQ-5', 'Linux tcp_rcv_state_process(), case TCP_LISTEN'],
  caps: { client: 'low', server: 'high', middle: 'high' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    seqContinues: { bearing: 'required', facts: { oldClient: 'text', oldFrame: 'frame', delta: 'field' } },
    ackContinues: { bearing: 'required', facts: { oldFrame: 'frame', delta: 'field' } },
    oldSilent: { bearing: 'required', facts: { oldClient: 'text', oldFrame: 'frame' } },
    echoContinues: { bearing: 'strong', facts: { delta: 'field' } },
    echoBreaks: { bearing: 'excludes', facts: { delta: 'field' } },
    clockContinues: { bearing: 'strong', facts: { ticks: 'count', silence: 'duration' } },
    clockBreaks: { bearing: 'excludes', facts: { ticks: 'field', silence: 'duration' } },
    ipIdContinues: { bearing: 'weak', facts: { delta: 'field' } },
    sameTtl: { bearing: 'weak', facts: { ttl: 'field' } },
    twin: { bearing: 'excludes', facts: { twinFrame: 'frame' } },
    untranslated: { bearing: 'excludes', facts: { inside: 'text', outside: 'text' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
  },
  read: (evidence) => ({
    ...evidence.continuity,
    answersAck: evidence.ready.answersAck,
    filterMark: evidence.ready.filterMark,
    senderFin: evidence.ready.senderFin,
    resetBefore: evidence.ready.resetBefore,
  }),
  proof: { pattern: 'a', signs: ['answersAck', 'seqContinues', 'ackContinues', 'oldSilent'] },
  sameTrace: ({ event }) =>
    event.predecessor === null ? ['state-lost-listener-up', 'conntrack-leak', 'lb-rehash', 'failover-vip-move'] : [],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: ({ steps, event, receiver }) => {
    const old = event.predecessor;
    return [
      ...steps.arrived,
      ...(old === null
        ? []
        : [
            step('addressChanged', 'passed', {
              oldClient: endpointOf(old.client),
              newClient: endpointOf(receiver),
              oldFrame: old.lastClientFrame,
            }),
          ]),
      ...steps.lookupMissed,
      ...steps.listener,
      ...steps.rejectedByListener,
      ...steps.reply,
    ];
  },
  checks: {
    device: ['device-address-change', 'device-heartbeat', 'device-log'],
    network: ['net-nat-timers', 'net-carrier-ticket'],
    serverOs: ['os-established', 'os-trace-reason'],
    serverApplication: ['app-duplicate-session', 'app-keepalive-settings'],
  },
  preventedBy: 'heartbeat',
  next: 'conntrack',
});
