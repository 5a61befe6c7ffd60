/**
 * Tells a short story in TCP segments and lets the tracker read it:
 *
 *     scenario().server({ rttMs: 20 }).handshake().data('client', 120).reject('server').event()
 *
 * Headers default to what Linux sends (timestamps, window scaling, DF, counting IP ids); each step takes overrides for any field.
 * Time passes by itself: a side that answers the other one takes its `rttMs` (capture point → side → capture point).
 */
import type { AddressBook } from '../../src/model/addresses.ts';
import { otherRole, type ResetEvent, type Role, type Tracking } from '../../src/model/connection.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { emptySegment } from '../../src/model/empty-segment.ts';
import {
  ACK,
  FIN,
  OPT_MSS,
  OPT_SACK_PERMITTED,
  OPT_TIMESTAMPS,
  OPT_WINDOW_SCALE,
  PSH,
  RST,
  type Segment,
  SYN,
} from '../../src/model/segment.ts';
import { advance, distance } from '../../src/model/sequence.ts';
import { Tracker } from '../../src/track/tracker.ts';

/** How one side of a connection looks on the wire. */
export interface Host {
  address: string;
  port: number;
  isn: number;
  ttl: number;
  dscp: number;
  /** Capture point → this side → capture point. */
  rttMs: number;
  /** Raw window field of everything but the SYN. */
  window: number;
  mss: number;
  /** −1: the option is not offered. */
  windowScale: number;
  timestamps: boolean;
  sack: boolean;
  /** IP id of the next packet that has one. */
  ipId: number;
  /** TSval at time 0; it counts milliseconds, as Linux does. */
  tsBase: number;
  flowLabel: number;
  sourceMac: number;
}

/** Overrides for one step: any field of the segment, and the payload as text. */
export type Override = Partial<Segment> & { readonly payload?: string };

interface Actor extends Host {
  nextSeq: number;
  received: number;
  peerTs: number;
  hasTimestamps: boolean;
}

const SEGMENT_GAP_US = 50;
/** MSS, SACK permitted, timestamps, NOP, window scale: the order of a Linux SYN. */
const LINUX_OPTION_ORDER = 0x31842;

/** Addresses as text on one side and small numbers on the other. */
export class TestAddresses implements AddressBook {
  readonly #texts: string[] = [];

  id(text: string): number {
    const known = this.#texts.indexOf(text);
    return known >= 0 ? known : this.#texts.push(text) - 1;
  }

  format(id: number): string {
    return this.#texts[id] ?? `unknown address ${id}`;
  }
}

export function scenario(options: { readonly startMs?: number } = {}): Scenario {
  return new Scenario(options.startMs ?? 0);
}

export class Scenario {
  readonly addresses = new TestAddresses();
  readonly segments: Segment[] = [];
  readonly #pairs: Record<Role, Actor>[] = [];
  #pair: Record<Role, Actor>;
  #timeUs: number;
  #waitedUs = 0;
  #lastFrom: Role | null = null;

  constructor(startMs: number) {
    this.#timeUs = startMs * 1000;
    this.#pair = { client: actor(0, 'client'), server: actor(0, 'server') };
    this.#pairs.push(this.#pair);
  }

  /** Describes the client of the current connection. */
  client(host: Partial<Host>): this {
    return this.#describe('client', host);
  }

  server(host: Partial<Host>): this {
    return this.#describe('server', host);
  }

  /** Starts another connection to the same server (new client port); later steps are about it. */
  connection(client: Partial<Host> = {}, server: Partial<Host> = {}): this {
    const count = this.#pairs.length;
    const { address, port, ttl, rttMs } = this.#pair.server;
    this.#pair = { client: actor(count, 'client'), server: { ...actor(count, 'server'), address, port, ttl, rttMs } };
    this.#pairs.push(this.#pair);
    this.#lastFrom = null;
    return this.client(client).server(server);
  }

  /** Returns to the n-th connection of the story, 0 being the first. */
  use(index: number): this {
    const pair = this.#pairs[index];
    if (pair === undefined) throw new RangeError(`No connection ${index}.`);
    this.#pair = pair;
    this.#lastFrom = null;
    return this;
  }

  /** The next number the side would send, and what it would acknowledge. */
  numbers(role: Role): { readonly nextSeq: number; readonly received: number } {
    return this.#pair[role];
  }

  /** Sets the numbers of both sides without any segment: the capture begins in the middle of the connection. */
  midstream(clientSeq: number, serverSeq: number): this {
    const { client, server } = this.#pair;
    client.nextSeq = server.received = clientSeq;
    server.nextSeq = client.received = serverSeq;
    client.hasTimestamps = server.hasTimestamps = client.timestamps && server.timestamps;
    return this;
  }

  wait(ms: number): this {
    this.#waitedUs += ms * 1000;
    return this;
  }

  syn(override: Override = {}): this {
    const { isn } = this.#pair.client;
    this.#pair.client.nextSeq = isn;
    return this.send('client', SYN, { seq: isn, ...override });
  }

  synAck(override: Override = {}): this {
    const { server } = this.#pair;
    server.nextSeq = server.isn;
    return this.send('server', SYN | ACK, { seq: server.isn, ipId: 0, ...override });
  }

  handshake(): this {
    return this.syn().synAck().ack('client');
  }

  ack(role: Role, override: Override = {}): this {
    return this.send(role, ACK, override);
  }

  data(role: Role, length: number, override: Override = {}): this {
    return this.send(role, ACK | PSH, { payloadLength: length, ...override });
  }

  fin(role: Role, override: Override = {}): this {
    return this.send(role, ACK | FIN, override);
  }

  /** Sends the last `length` bytes again. */
  retransmit(role: Role, length: number, override: Override = {}): this {
    return this.data(role, length, { seq: advance(this.#pair[role].nextSeq, -length), ...override });
  }

  keepalive(role: Role, override: Override = {}): this {
    return this.ack(role, { seq: advance(this.#pair[role].nextSeq, -1), ...override });
  }

  /** A live socket gives up: tcp_send_active_reset(). */
  abort(role: Role, override: Override = {}): this {
    return this.send(role, RST | ACK, override);
  }

  /** The kernel rejects the last segment of the other side without a socket: tcp_v4_send_reset(). */
  reject(role: Role, override: Override = {}): this {
    const trigger = this.segments.findLast(
      (segment) => segment.source === this.addresses.id(this.#pair[otherRole(role)].address),
    );
    if (trigger === undefined) throw new Error('Nothing to reject.');
    const used = trigger.payloadLength + ((trigger.flags & SYN) !== 0 ? 1 : 0) + ((trigger.flags & FIN) !== 0 ? 1 : 0);
    const bare = {
      window: 0,
      options: 0,
      tsValue: -1,
      tsEcho: -1,
      ipId: this.#isV6(role) ? -1 : 0,
      dscp: trigger.dscp,
    };
    const answer =
      (trigger.flags & ACK) !== 0
        ? { flags: RST, seq: trigger.ack, ack: 0 }
        : { flags: RST | ACK, seq: 0, ack: advance(trigger.seq, used) };
    return this.send(role, answer.flags, { ...bare, ...answer, ...override });
  }

  /** The last packet is captured a second time, one hop further. */
  copy(override: Override = {}): this {
    const last = this.segments.at(-1);
    if (last === undefined) throw new Error('Nothing to copy.');
    this.#timeUs += SEGMENT_GAP_US;
    this.segments.push({ ...last, frame: last.frame + 1, timeUs: this.#timeUs, ttl: last.ttl - 1, ...override });
    return this;
  }

  /** Any segment: flags as given, numbers and headers of the side as they stand. */
  send(role: Role, flags: number, override: Override = {}): this {
    const segment = this.#build(role, flags, override);
    this.segments.push(segment);
    this.#advance(role, segment);
    return this;
  }

  /** Feeds the story to a tracker, through one reused object as a decoder would. */
  track(
    options: { readonly maxConnections?: number; readonly diagnostics?: Diagnostics } = {},
  ): Tracking & { readonly events: readonly ResetEvent[] } {
    const { diagnostics = new Diagnostics(), ...limits } = options;
    const tracker = new Tracker(this.addresses, diagnostics, limits);
    const reused = emptySegment();
    for (const segment of this.segments) tracker.feed(Object.assign(reused, segment));
    const tracking = tracker.finish();
    return { ...tracking, events: [...tracking.events] };
  }

  /** The event of the n-th RST of the story. */
  event(index = 0): ResetEvent {
    const event = this.track().events[index];
    if (event === undefined) throw new RangeError(`No RST ${index} in the story.`);
    return event;
  }

  #describe(role: Role, host: Partial<Host>): this {
    Object.assign(this.#pair[role], host);
    return this;
  }

  #isV6(role: Role): boolean {
    return this.#pair[role].address.includes(':');
  }

  /** Lets time pass until this side can speak. */
  #tick(role: Role): number {
    const answers = this.#lastFrom === otherRole(role);
    if (this.segments.length > 0) this.#timeUs += answers ? this.#pair[role].rttMs * 1000 : SEGMENT_GAP_US;
    this.#timeUs += this.#waitedUs;
    this.#waitedUs = 0;
    this.#lastFrom = role;
    return this.#timeUs;
  }

  #build(role: Role, flags: number, { payload, ...override }: Override): Segment {
    const own = this.#pair[role];
    const peer = this.#pair[otherRole(role)];
    const timeUs = override.timeUs ?? this.#tick(role);
    const isV6 = this.#isV6(role);
    const bytes = new TextEncoder().encode(payload ?? '');
    const length = override.payloadLength ?? bytes.length;
    return {
      ...emptySegment(),
      frame: this.segments.length + 1,
      timeUs,
      sourceMac: own.sourceMac,
      ipVersion: isV6 ? 6 : 4,
      source: this.addresses.id(own.address),
      destination: this.addresses.id(peer.address),
      sourcePort: own.port,
      destinationPort: peer.port,
      ttl: own.ttl,
      dscp: own.dscp,
      ipId: isV6 ? -1 : (override.ipId ?? own.ipId++ & 0xffff),
      dontFragment: isV6 ? -1 : 1,
      flowLabel: isV6 ? own.flowLabel : -1,
      flags,
      seq: own.nextSeq,
      ack: (flags & ACK) !== 0 ? own.received : 0,
      window: (flags & SYN) !== 0 ? 64_240 : own.window,
      payloadLength: length,
      payloadHead: length > 0 ? 0x64617461 : -1,
      ...options(own, flags, timeUs),
      view: new DataView(bytes.buffer),
      payloadCaptured: bytes.length,
      ...override,
    };
  }

  #advance(role: Role, segment: Segment): void {
    const own = this.#pair[role];
    const peer = this.#pair[otherRole(role)];
    if ((segment.flags & RST) !== 0) return;
    if ((segment.flags & SYN) !== 0) own.hasTimestamps = own.timestamps && (role === 'client' || peer.timestamps);
    if ((segment.flags & (SYN | ACK)) === (SYN | ACK)) peer.hasTimestamps = own.hasTimestamps;
    const used = segment.payloadLength + ((segment.flags & SYN) !== 0 ? 1 : 0) + ((segment.flags & FIN) !== 0 ? 1 : 0);
    const end = advance(segment.seq, used);
    const ahead = distance(end, own.nextSeq);
    if (ahead > 0 && ahead <= 2 ** 30) own.nextSeq = end;
    peer.received = own.nextSeq;
    if (segment.tsValue >= 0) peer.peerTs = segment.tsValue;
  }
}

function options(own: Actor, flags: number, timeUs: number): Partial<Segment> {
  const isSyn = (flags & SYN) !== 0;
  const stamps =
    own.timestamps && (isSyn || own.hasTimestamps)
      ? { tsValue: advance(own.tsBase, Math.floor(timeUs / 1000)), tsEcho: (flags & ACK) !== 0 ? own.peerTs : 0 }
      : {};
  let present = 'tsValue' in stamps ? OPT_TIMESTAMPS : 0;
  if (!isSyn) return { ...stamps, options: present };
  present |= OPT_MSS | (own.windowScale >= 0 ? OPT_WINDOW_SCALE : 0) | (own.sack ? OPT_SACK_PERMITTED : 0);
  return { ...stamps, options: present, mss: own.mss, windowScale: own.windowScale, optionOrder: LINUX_OPTION_ORDER };
}

function actor(index: number, role: Role): Actor {
  const isClient = role === 'client';
  const isn = advance(isClient ? 1_000_000 : 3_000_000_000, index * 50_000_000);
  return {
    address: isClient ? '192.0.2.10' : '198.51.100.20',
    port: isClient ? 40_000 + index : 443,
    isn,
    ttl: isClient ? 64 : 58,
    dscp: 0,
    rttMs: isClient ? 0.1 : 20,
    window: isClient ? 502 : 509,
    mss: 1460,
    windowScale: 7,
    timestamps: true,
    sack: true,
    ipId: isClient ? 1000 + index * 500 : 20_000 + index * 500,
    tsBase: isClient ? 100_000 + index * 7_000_000 : 900_000_000 + index * 11_000_000,
    flowLabel: isClient ? 0x12345 : 0x6789a,
    sourceMac: isClient ? 0x02_00_00_00_00_01 : 0x02_00_00_00_00_02,
    nextSeq: isn,
    received: 0,
    peerTs: 0,
    hasTimestamps: false,
  };
}
