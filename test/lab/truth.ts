/** Joins the RSTs of a capture with what the kernel, the packet filters and the middlebox say of them. */
import type { WireReset } from './pcap.ts';
import type { Injected } from './relay.ts';
import type { TracedReset } from './trace.ts';

/** Who built one RST, as established by the lab and not by looking at the packet. */
export interface Truth {
  readonly builder: 'stateless-reply' | 'live-socket' | 'packet-filter' | 'foreign' | 'unknown';
  readonly origin: 'endpoint' | 'endpoint-firewall' | 'middlebox' | 'unknown';
  /** The reason that tcp:tcp_send_reset printed, or null when the kernel's TCP did not send it. */
  readonly kernelReason: string | null;
}

/** Everything that can have made a RST while a scenario played. */
export interface Sources {
  readonly traced: readonly TracedReset[];
  readonly injected: readonly Injected[];
  /** RSTs that reject rules made, by where the rule stands. */
  readonly rejected: { readonly endpoint: number; readonly path: number };
}

/** One packet passes two capture points of one file within this time; the RSTs of two events never do here. */
const COPY_WITHIN_SECONDS = 0.005;

function isCopy(a: WireReset, b: WireReset): boolean {
  const moved = a.ttl !== b.ttl || a.source !== b.source || a.destination !== b.destination;
  return moved && a.seq === b.seq && a.ack === b.ack && b.time - a.time < COPY_WITHIN_SECONDS;
}

/** Takes the first element that fits out of a list. */
function take<T>(list: T[], fits: (item: T) => boolean): T | undefined {
  const at = list.findIndex(fits);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

/** An address translator may have changed one end between kernel and capture: the other end must be the same. */
function sameConnection(reset: WireReset, traced: TracedReset): boolean {
  const source = reset.source === traced.source && reset.sourcePort === traced.sourcePort;
  const destination = reset.destination === traced.destination && reset.destinationPort === traced.destinationPort;
  return source || destination;
}

/** Of a listener that rejects a segment the kernel prints no peer, and its own address as it is behind a translator. */
function sameListener(reset: WireReset, traced: TracedReset): boolean {
  return traced.destinationPort === 0 && traced.answersPacket && reset.sourcePort === traced.sourcePort;
}

/** Routers between the box and any capture point. */
const HOPS = 3;

/** A host's own reply to the same trigger can have the same numbers: the box's TTL must fit as well. */
function sameSegment(reset: WireReset, injected: Injected): boolean {
  const ports = reset.sourcePort === injected.source_port && reset.destinationPort === injected.destination_port;
  const numbers = reset.seq === injected.seq >>> 0 && reset.ack === injected.ack >>> 0;
  const hops = injected.ttl - reset.ttl;
  return ports && numbers && hops >= 0 && hops <= HOPS;
}

/** The truth of each RST of a capture, in order. */
export function settle(resets: readonly WireReset[], sources: Sources): Truth[] {
  const traced = [...sources.traced];
  const injected = [...sources.injected];
  const truths: Truth[] = [];
  for (const [index, reset] of resets.entries()) {
    const original = resets.findIndex((earlier, at) => at < index && isCopy(earlier, reset));
    truths.push(truths[original] ?? truthOf(reset, traced, injected, sources.rejected));
  }
  return truths;
}

function truthOf(reset: WireReset, traced: TracedReset[], injected: Injected[], rejected: Sources['rejected']): Truth {
  if (take(injected, (each) => sameSegment(reset, each)) !== undefined) {
    return { builder: 'foreign', origin: 'middlebox', kernelReason: null };
  }
  const event =
    take(traced, (each) => sameConnection(reset, each)) ?? take(traced, (each) => sameListener(reset, each));
  if (event !== undefined) {
    const builder = event.answersPacket ? 'stateless-reply' : 'live-socket';
    return { builder, origin: 'endpoint', kernelReason: event.reason };
  }
  if (rejected.endpoint > 0 && rejected.path > 0)
    throw new Error('reject rules on host and path: the truth is not known');
  if (rejected.endpoint > 0) return { builder: 'packet-filter', origin: 'endpoint-firewall', kernelReason: null };
  if (rejected.path > 0) return { builder: 'packet-filter', origin: 'middlebox', kernelReason: null };
  return { builder: 'unknown', origin: 'unknown', kernelReason: null };
}
