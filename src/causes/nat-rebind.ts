import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Largest distance that still counts as "goes on": one retransmitted or lost full-sized segment. */
const ONE_SEGMENT = 1460;

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
    ipIdContinues: { bearing: 'weak', facts: { delta: 'field' } },
    sameTtl: { bearing: 'weak', facts: { ttl: 'field' } },
    twin: { bearing: 'excludes', facts: { twinFrame: 'frame' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
  },
  read: ({ ready, event, visibility, trigger }) => {
    const old = event.predecessor;
    // From the device's own side the tuple never changes: the proof lies behind the NAT.
    const missing = old === null && event.opened === 'midstream' && !visibility.sender ? unseen : absent;
    const hidden = event.opened === 'syn' ? unseen : missing;
    if (old === null) {
      return {
        answersAck: ready.answersAck,
        seqContinues: hidden,
        ackContinues: hidden,
        oldSilent: hidden,
        echoContinues: hidden,
        ipIdContinues: hidden,
        sameTtl: hidden,
        twin: absent,
        filterMark: ready.filterMark,
      };
    }
    const oldClient = `${old.client.address}:${old.client.port}`;
    const oldFrame = old.lastClientFrame;
    return {
      answersAck: ready.answersAck,
      seqContinues: Math.abs(old.seqDelta) <= ONE_SEGMENT ? { oldClient, oldFrame, delta: old.seqDelta } : absent,
      ackContinues:
        old.ackDelta <= 0 && old.ackDelta >= -ONE_SEGMENT
          ? { oldFrame: old.lastServerFrame, delta: old.ackDelta }
          : absent,
      oldSilent: old.spokeAgainFrame === null ? { oldClient, oldFrame } : absent,
      echoContinues: old.echoDelta === null ? unseen : old.echoDelta === 0 ? { delta: 0 } : absent,
      ipIdContinues:
        old.ipIdDelta === null ? unseen : old.ipIdDelta > 0 && old.ipIdDelta < 1000 ? { delta: old.ipIdDelta } : absent,
      sameTtl: trigger !== null && trigger.segment.ttl === old.clientTtl ? { ttl: old.clientTtl } : absent,
      twin: old.twinFrame === null ? absent : { twinFrame: old.twinFrame },
      filterMark: ready.filterMark,
    };
  },
  proof: { pattern: 'a', signs: ['answersAck', 'seqContinues', 'ackContinues', 'oldSilent'] },
  sameTrace: ({ event }) =>
    event.predecessor === null ? ['state-lost-listener-up', 'lb-rehash', 'failover-vip-move'] : [],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: ({ steps, event, trigger, receiver }) => {
    const old = event.predecessor;
    return [
      ...steps.arrived,
      ...(old === null
        ? []
        : [
            step('addressChanged', 'passed', {
              oldClient: `${old.client.address}:${old.client.port}`,
              newClient: `${receiver.address}:${receiver.port}`,
              oldFrame: old.lastClientFrame,
            }),
          ]),
      ...steps.lookupMissed,
      ...steps.listener,
      ...(trigger === null
        ? []
        : [step('listenerRejectsAck', 'failed', { frame: trigger.segment.frame, ack: trigger.segment.ack })]),
      ...steps.reply,
    ];
  },
  checks: {
    device: ['device-address-change', 'device-heartbeat', 'device-log'],
    network: ['net-nat-timers', 'net-carrier-ticket'],
    serverOs: ['os-established', 'os-trace-reason'],
    serverApplication: ['app-duplicate-session', 'app-keepalive-settings'],
  },
  next: 'natBothSides',
});
