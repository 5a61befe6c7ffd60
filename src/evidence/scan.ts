/**
 * Clients that try one port after the other: what each RST of theirs belongs to. A made-up segment shows the tool that made it; a
 * kernel's own SYN shows a scan only by how many ports it tries in how short a time.
 */
import type { Scan } from '../model/evidence.ts';
import { ACK, FIN, SYN } from '../model/segment.ts';
import type { Base } from './base.ts';
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

interface Probe {
  readonly base: Base;
  readonly target: string;
  readonly isCrafted: boolean;
}

/** The scan that each RST belongs to; a RST that answers no probe, or too few of them, has none. */
export function scansOf(bases: readonly Base[]): ReadonlyMap<Base, Scan> {
  const byClient = new Map<string, Probe[]>();
  for (const base of bases) {
    if (base.event.copyOf !== null || !isProbe(base)) continue;
    const { space, client, server } = base.event;
    const key = `${space}|${client.address}`;
    const probe = { base, target: `${server.address}|${server.port}`, isCrafted: isCrafted(base) };
    const known = byClient.get(key);
    if (known === undefined) byClient.set(key, [probe]);
    else known.push(probe);
  }
  const found = new Map<Base, Scan>();
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

function note(found: Map<Base, Scan>, probes: readonly Probe[], fewest: number): void {
  const targets = new Set(probes.map(({ target }) => target)).size;
  if (targets < fewest) return;
  const frames = probes.slice(0, QUOTED).map(({ base }) => base.reset.frame);
  const drops = probes.some(({ base }) => base.shape === 'abort');
  for (const { base, isCrafted } of probes)
    found.set(base, { targets, frames, isCrafted, drops, isSure: isCrafted || drops });
}

/** Probes of one host that follow each other: a pause as long as the limit ends a burst, so does another host. */
function bursts(probes: readonly Probe[]): Probe[][] {
  const open = new Map<string, Probe[]>();
  const all: Probe[][] = [];
  for (const probe of probes) {
    const { address } = probe.base.event.server;
    const burst = open.get(address);
    const [first] = burst ?? [];
    if (burst === undefined || first === undefined || isLate(probe, first)) {
      const begun = [probe];
      open.set(address, begun);
      all.push(begun);
    } else burst.push(probe);
  }
  return all;
}

function isLate({ base }: Probe, first: Probe): boolean {
  return base.reset.timeUs - first.base.reset.timeUs > PLAIN_WITHIN_US;
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
