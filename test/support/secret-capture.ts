/** A capture that tells in every way a pcapng can: names, comments, a filter, keys, and payload of several protocols. */
import { ethernetBytes, frameBytes, ipv4Bytes, udpBytes } from './packet-bytes.ts';

const client = '203.0.113.77';
const server = '198.51.100.123';
const ACK = 0x10;
const PUSH_ACK = 0x18;

const ascii = (text: string): number[] => [...Buffer.from(text)];

/** What must be in no redacted output. */
export const secrets: readonly string[] = [
  ...[client, server, 'intranet.acme.example', 'www.secret-shop.example', 'topsecretcookie', 'Jane-Doe'],
  ...['uplink-berlin-7', 'CLIENT_RANDOM', 'ticket 4711 of ACME', 'first packet of Jane', '/private/path'],
  ...['02:5e:c2:37:00:0a', '02:5e:c2:37:00:0b'],
];
/** The same in binary. */
export const binarySecrets: readonly Buffer[] = [
  Buffer.from([203, 0, 113, 77]),
  Buffer.from([198, 51, 100, 123]),
  Buffer.from('025ec237000a', 'hex'),
  Buffer.from('025ec237000b', 'hex'),
];

/** A TLS handshake record with a ClientHello whose server name is given (RFC 8446 §4.1.2, RFC 6066 §3). */
function clientHello(name: string): number[] {
  const word = (value: number): number[] => [value >>> 8, value & 0xff];
  const host = ascii(name);
  const entry = [0, ...word(host.length), ...host];
  const extension = [0, 0, ...word(entry.length + 2), ...word(entry.length), ...entry];
  const random = Array.from({ length: 32 }, (_, index) => 200 - index);
  const body = [3, 3, ...random, 0, 0, 2, 0x13, 0x01, 1, 0, ...word(extension.length), ...extension];
  const handshake = [1, 0, ...word(body.length), ...body];
  return [22, 3, 1, ...word(handshake.length), ...handshake];
}

/** A query for a name (RFC 1035 §4). */
function dnsQuery(name: string): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...ascii(label)]);
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1]);
}

const request = ascii(
  'GET /private/path HTTP/1.1\r\nHost: intranet.acme.example\r\nCookie: topsecretcookie=Jane-Doe\r\n\r\n',
);
const there = { source: client, destination: server, sourcePort: 40_000, destinationPort: 443 };
const back = { source: server, destination: client, sourcePort: 443, destinationPort: 40_000 };
const hello = clientHello('www.secret-shop.example');
const afterHello = 1001 + hello.length;

/** ARP: who has the server's address (RFC 826). */
const arp = ethernetBytes(
  0x0806,
  Uint8Array.from([
    ...[0, 1, 8, 0, 6, 4, 0, 1, 0x02, 0x5e, 0xc2, 0x37, 0, 0x0a, 203, 0, 113, 77],
    ...[0, 0, 0, 0, 0, 0, 198, 51, 100, 123],
  ]),
);

const frames: readonly Uint8Array[] = [
  arp,
  ethernetBytes(0x0800, ipv4Bytes(17, udpBytes(5353, 53, dnsQuery('intranet.acme.example')), there)),
  frameBytes({ ...there, flags: 0x02, seq: 1000 }),
  frameBytes({ ...back, flags: 0x12, seq: 7000, ack: 1001 }),
  frameBytes({ ...there, flags: ACK, seq: 1001, ack: 7001 }),
  frameBytes({ ...there, flags: PUSH_ACK, seq: 1001, ack: 7001, payload: hello }),
  frameBytes({ ...back, flags: ACK, seq: 7001, ack: afterHello }),
  frameBytes({ ...there, flags: PUSH_ACK, seq: afterHello, ack: 7001, payload: request }),
  frameBytes({ ...back, flags: 0x04, seq: 7001, window: 0 }),
].map(ownMacs);

/** Puts MAC addresses of this capture alone into an Ethernet frame. */
function ownMacs(frame: Uint8Array): Uint8Array {
  const own = Uint8Array.from(frame);
  own.set([0x02, 0x5e, 0xc2, 0x37, 0, 0x0b, 0x02, 0x5e, 0xc2, 0x37, 0, 0x0a]);
  return own;
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function block(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(body.length + 12, 4);
  return Buffer.concat([head, body, head.subarray(4)]);
}

function option(code: number, text: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(Buffer.byteLength(text), 2);
  return Buffer.concat([head, padded(Buffer.from(text))]);
}

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
};

function packet(frame: Uint8Array, index: number): Buffer {
  const us = 1_700_000_000_000_000n + BigInt(index * 250_000);
  const head = words(0, Number(us >> 32n), Number(us & 0xffff_ffffn), frame.length, frame.length);
  return block(6, head, padded(frame), ...(index === 0 ? [option(1, 'first packet of Jane'), option(0, '')] : []));
}

/** Section, interface with name and filter, name resolution and decryption secrets (draft-ietf-opsawg-pcapng §4). */
export const secretCapture: Buffer = Buffer.concat([
  block(0x0a0d0d0a, words(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff), option(1, 'ticket 4711 of ACME'), option(0, '')),
  block(1, words(1, 0), option(2, 'uplink-berlin-7'), option(11, `\u0000host ${server}`), option(0, '')),
  block(
    4,
    Buffer.from([1, 0, 26, 0]),
    padded(Buffer.from([198, 51, 100, 123, ...ascii('intranet.acme.example'), 0])),
    words(0),
  ),
  block(10, words(0x544c534b, 13), padded(Buffer.from('CLIENT_RANDOM'))),
  ...frames.map(packet),
]);
