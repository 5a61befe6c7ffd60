// Writes a large capture like that of a busy server: many connections at a time, both IP versions, most of them healthy.

import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { conversation } from './conversations.ts';
import { type Host, Link } from './link.ts';
import { Random } from './random.ts';
import { payloadBytes, RecordWriter } from './record-writer.ts';
import { type Conversation, Timeline } from './timeline.ts';

/** Changes whenever the generator writes something else, so that an older file is not taken for it. */
const EDITION = 1;
/** Connections in a gigabyte. */
const CONNECTIONS_PER_GB = 50_000;
/** New connections in a second: the capture grows in time, not in density. */
const ARRIVALS_PER_SECOND = 50;
const IPV6_SHARE = 0.3;
const SERVICES = 16;
/** Connections that a client opens, on average. */
const CONNECTIONS_PER_CLIENT = 6;

/** How large a capture is to be, and which of that size. */
export interface CaptureSize {
  readonly gigabytes: number;
  readonly seed: number;
}

/** A capture on disk. */
export interface BigCapture {
  readonly path: string;
  readonly bytes: number;
  readonly connections: number;
}

/** The capture of a size in a folder: written once, kept for later runs. */
export function bigCapture(folder: string, size: CaptureSize): BigCapture {
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/capture-${EDITION}-${size.seed}-${size.gigabytes}.pcap`;
  if (!existsSync(path)) {
    writeCapture(`${path}.part`, size);
    renameSync(`${path}.part`, path);
  }
  return { path, bytes: statSync(path).size, connections: connectionsOf(size) };
}

function connectionsOf({ gigabytes }: CaptureSize): number {
  return Math.round(gigabytes * CONNECTIONS_PER_GB);
}

/** Writes a capture; needs memory for the connections that are open at a time, not for those that there are. */
export function writeCapture(path: string, size: CaptureSize): RecordWriter {
  const random = new Random(size.seed);
  const writer = new RecordWriter(
    path,
    payloadBytes(() => random.word()),
  );
  const timeline = new Timeline();
  const connections = connectionsOf(size);
  timeline.add(arrivals(timeline, writer, random, connections), 0);
  timeline.run((connections / ARRIVALS_PER_SECOND) * 1e6);
  writer.close();
  return writer;
}

/** Begins one connection after the other. */
function* arrivals(timeline: Timeline, writer: RecordWriter, random: Random, connections: number): Conversation {
  const nowUs = (): number => timeline.nowUs;
  const clients = Math.ceil(connections / CONNECTIONS_PER_CLIENT);
  for (let n = 0; n < connections; n++) {
    const isIpv6 = random.fraction() < IPV6_SHARE;
    const link = new Link(writer, nowUs, clientOf(random, clients, n, isIpv6), serverOf(random, isIpv6), [
      random.word(),
      random.word(),
    ]);
    const roundTripUs = 2000 + random.around(40_000);
    timeline.add(conversation({ link, random, roundTripUs }), timeline.nowUs);
    yield random.around(1e6 / ARRIVALS_PER_SECOND);
  }
}

const CLIENT_MAC = Buffer.from('02000000000a', 'hex');
const SERVER_MAC = Buffer.from('02000000000b', 'hex');

/** A client of the networks that are set aside for benchmarks: 198.18.0.0/15 (RFC 2544), 2001:2::/48 (RFC 5180). */
function clientOf(random: Random, clients: number, n: number, isIpv6: boolean): Host {
  const number = random.between(1, clients);
  const address = isIpv6 ? Buffer.from('20010002000000000000000000000000', 'hex') : Buffer.from([198, 18, 0, 0]);
  address.writeUInt16BE(number & 0xffff, address.length - 2);
  const system = number % 3 === 0 ? 128 : 64;
  return { address, port: 32_768 + (n % 28_000), ttl: system - 5 - (number % 11), mac: CLIENT_MAC };
}

function serverOf(random: Random, isIpv6: boolean): Host {
  const service = random.between(1, SERVICES);
  const address = isIpv6 ? Buffer.from('20010002000000010000000000000000', 'hex') : Buffer.from([198, 19, 0, 0]);
  address[address.length - 1] = service;
  return { address, port: service % 4 === 0 ? 8080 : 443, ttl: 64, mac: SERVER_MAC };
}
