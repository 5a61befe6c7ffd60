/**
 * Clients that try one port after the other: what each RST of theirs belongs to. A made-up segment shows the tool that made it; a
 * kernel's own SYN shows a scan only by how many ports it tries in how short a time.
 */
import type { Scan } from '../model/evidence.ts';
import { ACK, FIN, SYN } from '../model/segment.ts';
import type { Base } from './base.ts';
import type { Neighbour, Probe } from './neighbour.ts';
import { hasFlag } from './segments.ts';

/** A SYN with nothing but an MSS (or no option at all) and a tiny window comes from no operating system's connect(). */
const MSS_ONLY = 0x2;
const SCANNER_WINDOW = 1024;
/** So many targets of made-up segments are no accident … */
const CRAFTED_TARGETS = 3;
/** … and so many ports of one host within this time are no program's, with ordinary SYNs. Microseconds. */
const PLAIN_PORTS = 8;
const PLAIN_WITHIN_US = 3e6;
/** A connection that is dropped within this time after the SYN-ACK, without a byte, was opened only to see whether it opens. */
const DROPPED_WITHIN_US = 1e6;
const QUOTED = 20;

/** What one RST tells a client that may be trying port after port. */
export function probeOf(base: Base): Probe | null {
  if (!isProbe(base)) return null;
  const { space, client, server } = base.event;
  return {
    client: `${space}|${client.address}`,
    host: server.address,
    port: server.port,
    isCrafted: isCrafted(base),
  };
}

interface Told extends Probe {
  readonly one: Neighbour;
}

/** The scan that each RST belongs to, by its frame; a RST that answers no probe, or too few of them, has none. */
export function scansOf(all: readonly Neighbour[]): ReadonlyMap<number, Scan> {
  const byClient = new Map<string, Told[]>();
  for (const one of all) {
    if (one.probe === null) continue;
    const told = { ...one.probe, one };
    const known = byClient.get(told.client);
    if (known === undefined) byClient.set(told.client, [told]);
    else known.push(told);
  }
  const found = new Map<number, Scan>();
  for (const probes of byClient.values()) {
    note(
      found,
      probes.filter(({ isCrafted }) => isCrafted),
      CRAFTED_TARGETS,
    );
    for (const burst of bursts(probes.filter(({ isCrafted }) => !isCrafted))) note(found, burst, PLAIN_PORTS);
  }
  return found;
}

/** Takes note of probes of one kind, if they are many. */
function note(found: Map<number, Scan>, probes: readonly Told[], fewest: number): void {
  const targets = new Set(probes.map(({ host, port }) => `${host}|${port}`)).size;
  if (targets < fewest) return;
  const frames = probes.slice(0, QUOTED).map(({ one }) => one.frame);
  const drops = probes.some(({ one }) => one.shape === 'abort');
  const isCrafted = probes.some((probe) => probe.isCrafted);
  const scan = { targets, frames, isCrafted, drops, isSure: isCrafted || drops };
  for (const { one } of probes) found.set(one.frame, scan);
}

/** Probes of one host that follow each other: a pause as long as the limit ends a burst, so does another host. */
function bursts(probes: readonly Told[]): Told[][] {
  const open = new Map<string, Told[]>();
  const all: Told[][] = [];
  for (const probe of probes) {
    const burst = open.get(probe.host);
    const [first] = burst ?? [];
    if (burst === undefined || first === undefined || isLate(probe, first)) {
      const begun = [probe];
      open.set(probe.host, begun);
      all.push(begun);
    } else burst.push(probe);
  }
  return all;
}

function isLate({ one }: Told, first: Told): boolean {
  return one.timeUs - first.one.timeUs > PLAIN_WITHIN_US;
}

/** The client asked whether the port is open, and nobody said anything else. */
function isProbe(base: Base): boolean {
  const { event, senderRole, shape, acceptance, trigger } = base;
  if (event.client.bytes > 0 || event.server.bytes > 0) return false;
  if (senderRole === 'server') return shape === 'stateless-no-ack' && trigger !== null;
  if (trigger?.kind === 'syn-ack') return shape === 'stateless-ack' && event.client.syn !== null;
  return shape === 'abort' && acceptance.onlySynAck && acceptance.sinceSynAckUs <= DROPPED_WITHIN_US;
}

/** Made by a tool: a SYN that no kernel sends, or a segment that begins no connection and carries no ACK (RFC 9293 §3.10.7). */
export function isCrafted({ event, trigger, senderRole }: Pick<Base, 'event' | 'trigger' | 'senderRole'>): boolean {
  const { syn, synOptionOrder } = event.client;
  if (syn !== null) return synOptionOrder === 0 || (synOptionOrder <= MSS_ONLY && syn.window <= SCANNER_WINDOW);
  if (senderRole !== 'server' || trigger === null || hasFlag(trigger.segment, ACK)) return false;
  return !hasFlag(trigger.segment, SYN) || hasFlag(trigger.segment, FIN);
}
