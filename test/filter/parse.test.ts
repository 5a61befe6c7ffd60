// Filters: what they select beside tcpdump itself, and where they are refused.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../scripts/write-variants.ts';
import { openCapture } from '../../src/capture/open-capture.ts';
import { parseFilter } from '../../src/filter/parse.ts';
import { segmentFilter } from '../../src/filter/segment-filter.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { AddressTable } from '../../src/wire/address-table.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { pcap } from '../support/pcap-writer.ts';
import { smallCapture } from '../support/small-capture.ts';

/** Addresses and ports of the samples; each filter takes some of their packets and leaves some. */
const filters = [
  'host 192.0.2.1',
  'src 192.0.2.1',
  'dst host 203.0.113.7',
  'src or dst host 203.0.113.7',
  'net 192.0.2.0/24',
  'net 192.0.2',
  'net 198.51.100.0 mask 255.255.255.0',
  'src net 192.0.2.0/25',
  'ip6',
  'ip and not port 443',
  'ip6 host 2001:db8::1',
  'ip6 net 2001:db8::/32',
  'net 2001:db8:1::/48',
  'port 443',
  'tcp port 443 or 8883',
  'tcp src port 443',
  'dst portrange 1-1023',
  'portrange 8000-9000',
  'src port 443 or dst port 80',
  'not host 203.0.113.7',
  '!(host 203.0.113.7 or net 192.0.2.0/24)',
  'host 203.0.113.7 and port 8883 or port 80',
  'port 80 or host 203.0.113.7 && port 8883',
  'port 80 or (host 203.0.113.7 and port 8883)',
  'src and dst net 192.0.2.0/24',
  'tcp and ip',
  'tcp',
];

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
const path = join(folder, 'many.pcap');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

beforeAll(() => {
  // Of a tunnel tcpdump's filter sees the outer header, and of a cut one nothing.
  const others = ['tunnel-copies', 'truncated-headers'];
  const samples = readdirSync('samples', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !others.includes(entry.name),
  );
  const recorded = samples.flatMap(({ name }) => {
    const bytes = readFileSync(`samples/${name}/capture.pcap`);
    return bytes.readUInt32LE(0) === 0xa1b2c3d4 && bytes.readUInt32LE(20) === 1 ? readPackets(bytes) : [];
  });
  writeFileSync(path, pcap([...smallCapture, ...recorded]));
});

async function framesOf(filter: string): Promise<number[]> {
  const diagnostics = new Diagnostics();
  const addresses = new AddressTable();
  const decoder = new Decoder(addresses, diagnostics);
  const { matches } = segmentFilter(parseFilter(filter), addresses);
  const frames: number[] = [];
  const reader = await openCapture(path, { diagnostics });
  await reader.read((packet) => {
    const segment = decoder.decode(packet);
    if (segment !== null && matches(segment)) frames.push(segment.frame);
  });
  return frames;
}

/** The times of the packets are unlike, so that they stand for the packets. */
function tcpdumpCount(filter: string): number {
  const output = execFileSync('tcpdump', ['-nn', '-q', '-r', path, `tcp and (${filter})`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  return output.split('\n').filter((line) => /^\d/.test(line)).length;
}

describe('a filter', () => {
  it('without parentheses joins from left to right', async () => {
    const [joined, left, right] = await Promise.all(
      ['port 80 or ip6 and port 443', '(port 80 or ip6) and port 443', 'port 80 or (ip6 and port 443)'].map(framesOf),
    );
    expect(joined).toEqual(left);
    expect(joined).not.toEqual(right);
  });

  if (spawnSync('tcpdump', ['--version']).status === 0) {
    it.each(filters)('%s takes as many segments as tcpdump does', async (filter) => {
      const frames = await framesOf(filter);
      expect(frames.length).toBe(tcpdumpCount(filter));
    });

    it('takes something and leaves something', async () => {
      const all = (await framesOf('tcp')).length;
      const counts = await Promise.all(filters.slice(0, -2).map(async (each) => (await framesOf(each)).length));
      expect(counts.filter((count) => count === 0 || count === all).length).toBeLessThan(filters.length / 3);
    });
  } else {
    it.skip('takes as many segments as tcpdump does (skipped: tcpdump is not installed)', () => undefined);
  }

  it.each([
    ['host', 5, ''],
    ['host example.com', 6, 'example.com'],
    ['port http', 6, 'http'],
    ['port 65536', 6, '65536'],
    ['portrange 9-1', 11, '9-1'],
    ['udp port 53', 1, 'udp'],
    ['host 10.0.0.1 and', 18, ''],
    ['(host 10.0.0.1', 15, ''],
    ['host 10.0.0.1)', 14, ')'],
    ['host 10.0.0.1 host 10.0.0.2', 15, 'host'],
    ['10.0.0.0/8', 1, '10.0.0.0/8'],
    ['net 10.0.0.1/8', 5, '10.0.0.1/8'],
    ['net 10.0.0.0/33', 5, '10.0.0.0/33'],
    ['net 10.0.0.0 mask 255.0.255.0', 19, '255.0.255.0'],
    ['host 1:2:3', 6, '1:2:3'],
    ['host 2001:db8::1::2', 6, '2001:db8::1::2'],
    ['ip host 2001:db8::1', 9, '2001:db8::1'],
    ['tcp[13] & 4 != 0', 1, 'tcp[13]'],
    ['vlan 5', 1, 'vlan'],
    ['', 1, ''],
    [`${'('.repeat(5000)}tcp${')'.repeat(5000)}`, 1001, '('],
    [Array.from({ length: 2000 }, () => 'tcp').join(' or '), 3501, 'tcp'],
  ])('%j is refused at column %i', (filter, column, word) => {
    expect(() => parseFilter(filter)).toThrow(
      expect.objectContaining({ code: 'usage/bad-filter', facts: { filter, column, word } }),
    );
  });
});
