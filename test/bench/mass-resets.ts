// Captures that are nothing but trouble: as many RSTs or connections as a bad day brings, in few bytes.

import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import type { BigCapture } from './big-capture.ts';
import { ACK, FIN, type Host, Link, PSH, RST, SYN } from './link.ts';
import { Random } from './random.ts';
import { payloadBytes, RecordWriter } from './record-writer.ts';

/** Changes whenever the generator writes something else. */
const EDITION = 1;
/** Clients have this many ports each before the next address is taken. */
const PORTS = 25_000;
/** Between two packets, microseconds. */
const GAP_US = 20;

const CLIENT_MAC = Buffer.from('02000000000a', 'hex');
const SERVER_MAC = Buffer.from('02000000000b', 'hex');
const SERVER = Buffer.from([198, 19, 0, 1]);

/** A plot that is repeated; `n` counts from 0. */
type Plot = (stage: Stage, n: number) => void;

/** Where packets come from: a clock, and connections to one server. */
class Stage {
  readonly #writer: RecordWriter;
  readonly #random: Random;
  #nowUs = 0;

  constructor(writer: RecordWriter, random: Random) {
    this.#writer = writer;
    this.#random = random;
  }

  /** A connection of the n-th client port. */
  link(n: number): Link {
    const address = Buffer.from([198, 18, 0, 0]);
    address.writeUInt16BE(1 + Math.floor(n / PORTS), 2);
    const client: Host = { address, port: 32_768 + (n % PORTS), ttl: 57, mac: CLIENT_MAC };
    const server: Host = { address: SERVER, port: 443, ttl: 64, mac: SERVER_MAC };
    const nowUs = (): number => (this.#nowUs += GAP_US);
    return new Link(this.#writer, nowUs, client, server, [this.#random.word(), this.#random.word()]);
  }
}

function open(link: Link): void {
  link.send(link.client, SYN);
  link.send(link.server, SYN | ACK);
  link.send(link.client, ACK);
}

/** The kinds of trouble, by name. */
const plots = {
  /** One client hammers a closed port from one port of its own. */
  'one tuple, refused again and again': (stage: Stage) => {
    const link = stage.link(0);
    link.send(link.client, SYN);
    link.send(link.server, RST | ACK, 0, { seq: 0, ack: link.client.next, isBare: true });
  },
  'many connections, each reset': (stage: Stage, n: number) => {
    const link = stage.link(n);
    open(link);
    link.send(link.client, PSH | ACK, 120);
    link.send(link.server, RST | ACK, 0, { window: 501 });
  },
  orphans: (stage: Stage, n: number) => {
    const link = stage.link(n);
    link.client.received = link.server.next;
    link.send(link.client, PSH | ACK, 80);
    link.send(link.server, RST, 0, { ack: 0, isBare: true });
  },
  'healthy connections': (stage: Stage, n: number) => {
    const link = stage.link(n);
    open(link);
    link.send(link.client, PSH | ACK, 120);
    link.send(link.server, PSH | ACK, 300);
    link.send(link.client, FIN | ACK);
    link.send(link.server, FIN | ACK);
    link.send(link.client, ACK);
  },
} satisfies Record<string, Plot>;

/** The name of a kind of trouble. */
export type Mass = keyof typeof plots;

/** All kinds. */
export const MASSES = Object.keys(plots) as readonly Mass[];

/** A capture in which a plot happens `count` times: written once, kept for later runs. */
export function massCapture(folder: string, mass: Mass, count: number): BigCapture {
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/mass-${EDITION}-${mass.replaceAll(/\W+/gu, '-')}-${count}.pcap`;
  if (!existsSync(path)) {
    writeMass(`${path}.part`, mass, count);
    renameSync(`${path}.part`, path);
  }
  return { path, bytes: statSync(path).size, connections: count };
}

function writeMass(path: string, mass: Mass, count: number): void {
  const random = new Random(count);
  const writer = new RecordWriter(
    path,
    payloadBytes(() => random.word()),
  );
  const stage = new Stage(writer, random);
  for (let n = 0; n < count; n++) plots[mass](stage, n);
  writer.close();
}
