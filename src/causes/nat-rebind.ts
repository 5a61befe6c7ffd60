import { defineCause } from '../model/cause.ts';
import type { Predecessor } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Largest distance that still counts as "goes on": one retransmitted or lost full-sized segment. */
const ONE_SEGMENT = 1460;
/** A device that sends little else moves its IP id by less than this between two packets. */
const IP_ID_REACH = 1000;

/** A device echoes the last time stamp it received; lost segments make it older, by a minute of ticks at most. */
const OLDEST_ECHO = 60_000;

interface Continuity {
  readonly seqContinues: Reading<{ oldClient: 'text'; oldFrame: 'frame'; delta: 'field' }>;
  readonly ackContinues: Reading<{ oldFrame: 'frame'; delta: 'field' }>;
  readonly oldSilent: Reading<{ oldClient: 'text'; oldFrame: 'frame' }>;
  readonly echoContinues: Reading<{ delta: 'field' }>;
  readonly echoBreaks: Reading<{ delta: 'field' }>;
  readonly ipIdContinues: Reading<{ delta: 'field' }>;
  readonly sameTtl: Reading<{ ttl: 'field' }>;
  readonly twin: Reading<{ twinFrame: 'frame' }>;
}

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
    ipIdContinues: { bearing: 'weak', facts: { delta: 'field' } },
    sameTtl: { bearing: 'weak', facts: { ttl: 'field' } },
    twin: { bearing: 'excludes', facts: { twinFrame: 'frame' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderFin: { bearing: 'excludes', facts: { finFrame: 'frame', ago: 'duration' } },
    resetBefore: { bearing: 'excludes', facts: { firstFrame: 'frame', ago: 'duration' } },
  },
  read: (evidence) => ({
    ...continuity(evidence),
    answersAck: evidence.ready.answersAck,
    filterMark: evidence.ready.filterMark,
    senderFin: evidence.ready.senderFin,
    resetBefore: evidence.ready.resetBefore,
  }),
  proof: { pattern: 'a', signs: ['answersAck', 'seqContinues', 'ackContinues', 'oldSilent'] },
  sameTrace: ({ event }) =>
    event.predecessor === null ? ['state-lost-listener-up', 'lb-rehash', 'failover-vip-move'] : [],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: ({ steps, event, receiver }) => {
    const old = event.predecessor;
    return [
      ...steps.arrived,
      ...(old === null
        ? []
        : [
            step('addressChanged', 'passed', {
              oldClient: clientText(old),
              newClient: clientText({ client: receiver }),
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
  next: 'natBothSides',
});

/** How the orphan's numbers lie to the older connection's. */
function continuity({ event, trigger, senderRole, vantage, shape }: Evidence): Continuity {
  if (event.predecessor !== null) return compare(event.predecessor, trigger?.segment.ttl ?? -1);
  // From the device's own side the tuple never changes: the proof lies behind the NAT.
  const mayHide = senderRole === 'server' && !vantage.atSender && shape === 'stateless-ack';
  return hidden(mayHide ? unseen : absent);
}

function compare(old: Predecessor, ttl: number): Continuity {
  const oldClient = clientText(old);
  const oldFrame = old.lastClientFrame;
  const { seqDelta, ackDelta, echoDelta, ipIdDelta } = old;
  const acks = ackDelta <= 0 && ackDelta >= -ONE_SEGMENT;
  return {
    seqContinues: Math.abs(seqDelta) <= ONE_SEGMENT ? { oldClient, oldFrame, delta: seqDelta } : absent,
    ackContinues: acks ? { oldFrame: old.lastServerFrame, delta: ackDelta } : absent,
    oldSilent: old.spokeAgainFrame === null ? { oldClient, oldFrame } : absent,
    echoContinues: within(echoDelta, 0, 1),
    echoBreaks: echoDelta === null ? unseen : echoDelta > 0 || echoDelta < -OLDEST_ECHO ? { delta: echoDelta } : absent,
    ipIdContinues: within(ipIdDelta, 1, IP_ID_REACH),
    sameTtl: ttl === old.clientTtl ? { ttl } : absent,
    twin: old.twinFrame === null ? absent : { twinFrame: old.twinFrame },
  };
}

/** A difference in [low, high); null where the packets have no such field. */
function within(delta: number | null, low: number, high: number): Reading<{ delta: 'field' }> {
  if (delta === null) return unseen;
  return delta >= low && delta < high ? { delta } : absent;
}

function hidden(reading: typeof absent | typeof unseen): Continuity {
  return {
    seqContinues: reading,
    ackContinues: reading,
    oldSilent: reading,
    echoContinues: reading,
    echoBreaks: absent,
    ipIdContinues: reading,
    sameTtl: reading,
    twin: absent,
  };
}

function clientText({ client }: Pick<Predecessor, 'client'>): string {
  return client.address.includes(':') ? `[${client.address}]:${client.port}` : `${client.address}:${client.port}`;
}
