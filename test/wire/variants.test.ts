// The same segments in every container, link type, tag and tunnel. Each capture is written out in all variants and read back.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPackets, type Variant, variantsOf } from '../../scripts/write-variants.ts';
import { pcap } from '../support/pcap-writer.ts';
import { contentsOf, contentsOfFile, type KeptSegment } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));

/** The samples that variants can be made of: their name and bytes. */
const captures: [string, Uint8Array][] = [
  ['a capture with something of everything', pcap(smallCapture)],
  ...(existsSync(samples) ? readdirSync(samples) : [])
    .map((name): [string, string] => [name, join(samples, name, 'capture.pcap')])
    // A snap length that leaves other samples whole cuts into the inner headers of a tunnel.
    .filter(([name, path]) => existsSync(path) && name !== 'tunnel-copies')
    .map(([name, path]): [string, Uint8Array] => [name, readFileSync(path)])
    .filter(([, bytes]) => isPlain(bytes)),
];

/** A classic Ethernet capture in microseconds, of which no packet was cut. */
function isPlain(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0xa1b2c3d4 || view.getUint32(20, true) !== 1) return false;
  return readPackets(bytes).every((packet) => packet.bytes.length === packet.wireLength);
}

/** What a variant must keep. Frame numbers change when packets are cut up, MAC addresses and tags with the link type. */
function kept(segment: KeptSegment, { loses }: Pick<Variant, 'loses'>): Record<string, unknown> {
  const { frame, interfaceId, device, space, vlan, sourceMac, payloadCaptured, payloadHead, ...fields } = segment;
  const same = { ...fields, timeUs: Math.round(segment.timeUs) };
  if (loses === 'nothing') return { ...same, payloadHead };
  if (loses === 'payload') return same;
  const { options, tsValue, tsEcho, mss, windowScale, optionOrder, mptcpReason, sackLeft, sackRight, ...rest } = same;
  return rest;
}

/** 64 bytes of an Ethernet frame hold an IPv4 header and a TCP header, but not an IPv6 header and a TCP header. */
function survives(segment: KeptSegment, { loses }: Variant): boolean {
  return loses !== 'options' || segment.ipVersion === 4;
}

/** Times count from the first packet, and a variant may leave that one out. */
function fromFirst(segments: readonly KeptSegment[]): KeptSegment[] {
  const zero = segments[0]?.timeUs ?? 0;
  return segments.map((segment) => ({ ...segment, timeUs: segment.timeUs - zero }));
}

describe.each(captures)('%s', (_name, bytes) => {
  it('yields the same segments in every variant', async () => {
    const original = fromFirst((await contentsOfFile(bytes)).segments);
    expect(original.length).toBeGreaterThan(0);
    for (const variant of variantsOf(readPackets(bytes))) {
      const expected = fromFirst(original.filter((segment) => survives(segment, variant)));
      const read = fromFirst((await contentsOfFile(variant.bytes)).segments);
      expect(
        read.map((segment) => kept(segment, variant)),
        variant.name,
      ).toEqual(expected.map((segment) => kept(segment, variant)));
    }
  });
});

describe('where a variant differs', () => {
  const variants = new Map(variantsOf(smallCapture).map((variant) => [variant.name, variant.bytes]));
  const read = async (name: string): Promise<readonly KeptSegment[]> => {
    return (await contentsOfFile(variants.get(name) ?? new Uint8Array(0))).segments;
  };

  it.each(['ipip', 'ip-in-ipv6', 'gre', 'erspan', 'erspan-3', 'vxlan', 'vxlan-old-port', 'geneve', 'gtpu'])(
    '%s gives the inner packets one space of their own',
    async (name) => {
      expect(new Set((await read(`${name}.pcap`)).map((segment) => segment.space))).toEqual(new Set([1]));
    },
  );

  it.each([
    ['802.1q', 100],
    ['qinq', 200],
    ['mpls', -1],
  ])('%s gives the outer VLAN id', async (name, vlan) => {
    expect(new Set((await read(`${name}.pcap`)).map((segment) => segment.vlan))).toEqual(new Set([vlan]));
  });

  it.each(['sll', 'sll2', 'qinq', 'vxlan', 'wifi'])('%s gives the MAC address of the sender', async (name) => {
    expect(new Set((await read(`${name}.pcap`)).map((segment) => segment.sourceMac))).toEqual(
      new Set([0x02000000000a]),
    );
  });

  it.each([
    ['sll', 4],
    ['sll2', 0o34],
    ['802.1q', 0],
  ])('%s tells devices apart: outgoing, and number 3 where there are numbers', async (name, device) => {
    expect(new Set((await read(`${name}.pcap`)).map((segment) => segment.device))).toEqual(new Set([device]));
  });

  it.each(['raw', 'null', 'loop', 'ppp', 'nflog', 'ipoib'])('%s has no MAC address', async (name) => {
    expect(new Set((await read(`${name}.pcap`)).map((segment) => segment.sourceMac))).toEqual(new Set([-1]));
  });

  it('fragments are listed at the frame that completes them', async () => {
    expect((await read('fragments.pcap')).map((segment) => segment.frame).slice(0, 2)).toEqual([3, 6]);
  });

  it('clocks gives each packet its interface', async () => {
    expect((await read('clocks.pcapng')).map((segment) => segment.interfaceId).slice(0, 4)).toEqual([0, 1, 2, 0]);
  });
});

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

if (!hasTshark) {
  it.skip('tshark reads the same from each variant (skipped: tshark is not installed)', () => undefined);
} else {
  describe('tshark reads the same from each variant', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it.each(variantsOf(smallCapture))('$name', async ({ name, bytes, loses }) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const { segments } = await contentsOf(path);
      // tshark also shows half an option, and ports without the rest of their header.
      const columns = loses === 'options' ? OPTION_COLUMN : FIELDS.length;
      const cut = (line: string): string => line.split(' ').slice(0, columns).join(' ');
      const expected = tsharkLines(path).filter((line) => line.split(' ')[FLAGS_COLUMN] !== '');
      expect(segments.map(asTshark).map(cut)).toEqual(expected.map(cut));
    });
  });
}

const FIELDS = [
  'frame.number',
  'ip.src',
  'ipv6.src',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.flags',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.window_size_value',
  'tcp.len',
  'tcp.options.timestamp.tsval',
  'tcp.options.sack_le',
];

/** Places in a line, in which one column holds the source of either version. */
const FLAGS_COLUMN = 4;
const OPTION_COLUMN = 9;

/** One line per TCP segment; of headers that occur twice the inner one. */
function tsharkLines(path: string): string[] {
  const options = [
    '-n',
    '-r',
    path,
    '-o',
    'ip.defragment:TRUE',
    '-o',
    'tcp.relative_sequence_numbers:FALSE',
    '-o',
    'tcp.desegment_tcp_streams:FALSE',
    '-d',
    'udp.port==8472,vxlan',
  ];
  const fields = ['-Y', 'tcp', '-T', 'fields', '-E', 'occurrence=l', ...FIELDS.flatMap((field) => ['-e', field])];
  const output = execFileSync('tshark', [...options, ...fields], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output.replace(/\n$/, '').split('\n').map(innerAddress);
}

/** Columns 1 and 2 are the IPv4 and the IPv6 source; with one version inside the other both are filled, and the port tells nothing. */
function innerAddress(line: string): string {
  const [frame = '', ipv4 = '', ipv6 = '', ...rest] = line.split('\t');
  const source = ipv6 === '' || (ipv4 !== '' && !ipv4.startsWith('198.51.100.')) ? ipv4 : ipv6;
  return [frame, source, ...rest].join(' ');
}

function asTshark(segment: KeptSegment): string {
  const hasTimestamps = (segment.options & 0x10) !== 0;
  return [
    segment.frame,
    segment.source,
    segment.sourcePort,
    segment.destinationPort,
    `0x${segment.flags.toString(16).padStart(4, '0')}`,
    segment.seq,
    segment.ack,
    segment.window,
    segment.payloadLength,
    hasTimestamps ? segment.tsValue : '',
    segment.sackLeft === -1 ? '' : segment.sackLeft,
  ].join(' ');
}
