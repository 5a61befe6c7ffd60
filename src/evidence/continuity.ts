/** How the numbers of an orphan lie to those of an older connection to the same service: the same endpoint under another address. */
import { endpointOf, isInside } from '../model/addresses.ts';
import type { Predecessor, ResetEvent, Role, SideFacts } from '../model/connection.ts';
import type { Continuity, Shape, Trigger, VantageFacts } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';

/** Largest distance that still counts as "goes on": one retransmitted or lost full-sized segment. */
const ONE_SEGMENT = 1460;
/** A device that sends little else moves its IP id by less than this between two packets. */
const IP_ID_REACH = 1000;
/** A device echoes the last time stamp it received; lost segments make it older, by a minute of ticks at most. */
const OLDEST_ECHO = 60_000;
/** Ticks per second of clocks in use: Linux, Windows and macOS count milliseconds, older kernels jiffies (RFC 7323 §5.4: 1 to 1000). */
const RATES = [1000, 250, 100];
/** How far the ticks may be off the silence: queues delay packets. The larger of this time and this share. */
const CLOCK_SLACK_US = 100_000;
const CLOCK_SHARE = 0.05;
/** No clock in use is faster than Linux with tcp_usec_ts: a million ticks per second. */
const FASTEST_RATE = 1.1e6;

interface ContinuityInput {
  readonly event: ResetEvent;
  readonly trigger: Trigger | null;
  readonly senderRole: Role;
  readonly receiver: SideFacts;
  readonly sender: SideFacts;
  readonly vantage: VantageFacts;
  readonly shape: Shape;
}

export function continuityOf(input: ContinuityInput): Continuity {
  const { event, trigger, senderRole, vantage, shape, sender, receiver } = input;
  if (event.predecessor !== null) return compare(event.predecessor, receiver, trigger?.segment.ttl ?? -1);
  // From the device's own side the tuple never changes: the proof lies behind the NAT.
  const hasTalked = senderRole === 'server' || sender.lastAck !== null;
  const mayHide = hasTalked && !vantage.atSender && shape === 'stateless-ack';
  return hidden(mayHide ? unseen : absent, input);
}

function compare(old: Predecessor, client: SideFacts, ttl: number): Continuity {
  const oldClient = endpointOf(old.client);
  const oldFrame = old.lastClientFrame;
  const { seqDelta, ackDelta, echoDelta, ipIdDelta } = old;
  const acks = ackDelta <= 0 && ackDelta >= -ONE_SEGMENT;
  return {
    seqContinues: Math.abs(seqDelta) <= ONE_SEGMENT ? { oldClient, oldFrame, delta: seqDelta } : absent,
    ackContinues: acks ? { oldFrame: old.lastServerFrame, delta: ackDelta } : absent,
    oldSilent: old.spokeAgainFrame === null ? { oldClient, oldFrame } : absent,
    echoContinues: within(echoDelta, 0, 1),
    echoBreaks: echoDelta === null ? unseen : echoDelta > 0 || echoDelta < -OLDEST_ECHO ? { delta: echoDelta } : absent,
    ...clockOf(old, client),
    ipIdContinues: within(ipIdDelta, 1, IP_ID_REACH),
    sameTtl: ttl === old.clientTtl ? { ttl } : absent,
    twin: old.twinFrame === null ? absent : { twinFrame: old.twinFrame },
    untranslated:
      isInside(client.address) && !isInside(old.client.address)
        ? { inside: endpointOf(client), outside: oldClient }
        : absent,
  };
}

/** The device's time stamps, held against the time that passed between its last segment there and its first one here. */
function clockOf(old: Predecessor, { first }: SideFacts): Pick<Continuity, 'clockContinues' | 'clockBreaks'> {
  const ticks = old.tsDelta;
  const silence = first === null ? -1 : first.timeUs - old.lastClientTimeUs;
  if (ticks === null || silence < 0) return { clockContinues: unseen, clockBreaks: unseen };
  const slackUs = Math.max(CLOCK_SLACK_US, CLOCK_SHARE * silence);
  const isClock = ticks >= 0 && RATES.some((rate) => Math.abs((ticks / rate) * 1e6 - silence) <= slackUs);
  const isNone = ticks < 0 || ticks > (FASTEST_RATE * (silence + slackUs)) / 1e6;
  return { clockContinues: isClock ? { ticks, silence } : absent, clockBreaks: isNone ? { ticks, silence } : absent };
}

/** A difference in [low, high); null where the packets have no such field. */
function within(delta: number | null, low: number, high: number): Reading<{ delta: 'field' }> {
  if (delta === null) return unseen;
  return delta >= low && delta < high ? { delta } : absent;
}

function hidden(reading: typeof absent | typeof unseen, { receiver, sender }: ContinuityInput): Continuity {
  // What arrives from an inside address is answered there only by a host that has a way to it.
  const isAnswerable = isInside(receiver.address) === isInside(sender.address);
  return {
    seqContinues: reading,
    ackContinues: reading,
    oldSilent: reading,
    echoContinues: reading,
    echoBreaks: absent,
    clockContinues: reading,
    clockBreaks: absent,
    ipIdContinues: reading,
    sameTtl: reading,
    twin: absent,
    untranslated: isAnswerable ? reading : absent,
  };
}
