// Every capture of a folder is read to an answer or a clear error, and each RST has exactly the fields that tshark gives it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { WhyrstError } from '../../src/model/errors.ts';
import * as seg from '../../src/model/segment.ts';
import { nanosecondsOf } from '../../src/model/time.ts';
import { AddressTable } from '../../src/wire/address-table.ts';
import { type DecodedCounts, Decoder } from '../../src/wire/decoder.ts';

type Row = Record<string, string>;
/** The columns that are compared; the files have more. */
type TsharkRow = Record<
  | 'frame'
  | 'time_epoch'
  | 'quoted_in_icmp'
  | 'ip_version'
  | 'src'
  | 'sport'
  | 'dst'
  | 'dport'
  | 'ttl'
  | 'ip_id'
  | 'df'
  | 'dscp_ecn'
  | 'flow_label'
  | 'flags'
  | 'seq_raw'
  | 'ack_raw'
  | 'window'
  | 'tcp_len'
  | 'option_kinds'
  | 'tsval'
  | 'tsecr',
  string
>;
type SummaryRow = Record<'file' | 'tcp_frames' | 'tshark_exit', string>;

const { WHYRST_CAPTURES: folder } = process.env;
const title = 'captures that nobody here made';

function table<Columns>(file: string): Columns[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) as Columns;
  });
}

const OPTION_BITS: Record<string, number> = {
  0: 0,
  1: 0,
  2: seg.OPT_MSS,
  3: seg.OPT_WINDOW_SCALE,
  4: seg.OPT_SACK_PERMITTED,
  5: seg.OPT_SACK,
  8: seg.OPT_TIMESTAMPS,
  19: seg.OPT_MD5,
  29: seg.OPT_AO,
  30: seg.OPT_MPTCP,
};

function optionBits(kinds = ''): number {
  let options = 0;
  for (const kind of kinds.split(',')) if (kind !== '') options |= OPTION_BITS[kind] ?? seg.OPT_OTHER;
  return options;
}

/** A number that tshark may write in base 16; −1 when the packet has no such field. */
function number(text = ''): string {
  return text === '' ? '-1' : String(Number(text));
}

/** The fields of one RST as tshark writes them. */
function fromTshark(row: TsharkRow): Row {
  return {
    frame: row.frame,
    time: row.time_epoch,
    source: `${row.src}:${row.sport}`,
    destination: `${row.dst}:${row.dport}`,
    ttl: row.ttl,
    ipId: number(row.ip_id),
    df: row.ip_version === '6' ? '-1' : number(row.df),
    dscp: row.ip_version === '6' ? 'not told' : String(Number(row.dscp_ecn) >>> 2),
    flowLabel: number(row.flow_label),
    flags: number(row.flags),
    seq: row.seq_raw,
    ack: row.ack_raw,
    window: row.window,
    payloadLength: row.tcp_len,
    options: String(optionBits(row.option_kinds)),
    tsValue: row.tsval,
    tsEcho: row.tsecr,
  };
}

function epoch(zeroNs: bigint, timeUs: number): string {
  const ns = zeroNs + nanosecondsOf(timeUs);
  return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
}

/** The same fields as we read them; `timeUs` becomes an absolute time once the capture is read. */
function fromSegment(segment: seg.Segment, addresses: AddressTable): Row & { timeUs: string } {
  const hasTimestamps = (segment.options & seg.OPT_TIMESTAMPS) !== 0;
  return {
    frame: String(segment.frame),
    timeUs: String(segment.timeUs),
    source: `${addresses.format(segment.source)}:${segment.sourcePort}`,
    destination: `${addresses.format(segment.destination)}:${segment.destinationPort}`,
    ttl: String(segment.ttl),
    ipId: String(segment.ipId),
    df: String(segment.dontFragment),
    // tshark's export has no traffic class for IPv6.
    dscp: segment.ipVersion === 6 ? 'not told' : String(segment.dscp),
    flowLabel: String(segment.flowLabel),
    flags: String(segment.flags),
    seq: String(segment.seq),
    ack: String(segment.ack),
    window: String(segment.window),
    payloadLength: String(segment.payloadLength),
    options: String(segment.options),
    tsValue: hasTimestamps ? String(segment.tsValue) : '',
    tsEcho: hasTimestamps ? String(segment.tsEcho) : '',
  };
}

async function resetsOf(path: string): Promise<{ resets: Row[]; counts: DecodedCounts }> {
  const diagnostics = new Diagnostics();
  const addresses = new AddressTable();
  const decoder = new Decoder(addresses, diagnostics);
  const found: (Row & { timeUs: string })[] = [];
  const reader = await openCapture(path, { diagnostics });
  const { zeroNs } = await reader.read((packet) => {
    const segment = decoder.decode(packet);
    if (segment !== null && (segment.flags & seg.RST) !== 0) {
      found.push(fromSegment(segment, addresses));
    }
  });
  decoder.finish();
  const resets = found.map(({ timeUs, ...row }) => ({ ...row, time: epoch(zeroNs ?? 0n, Number(timeUs)) }));
  return { resets, counts: decoder.counts };
}

if (folder === undefined || !existsSync(folder)) {
  it.skip(`${title} (skipped: WHYRST_CAPTURES does not name a folder)`, () => undefined);
} else {
  const facts = join(folder, 'facts');
  const files = readdirSync(folder).filter((name) => existsSync(join(facts, `${name}.tsv`)));
  const summary = new Map(table<SummaryRow>(join(facts, 'SUMMARY.tsv')).map((row) => [row.file, row]));

  describe(title, () => {
    it('are there', () => {
      expect(files.length).toBeGreaterThan(0);
    });

    it.each(files)('%s has the RSTs that tshark lists, field by field', async (name) => {
      const expected = table<TsharkRow>(join(facts, `${name}.tsv`))
        .filter((row) => row.quoted_in_icmp === '0')
        .map(fromTshark);
      const row = summary.get(name);
      try {
        const { resets, counts } = await resetsOf(join(folder, name));
        expect(resets).toEqual(expected);
        if (row?.tshark_exit !== '0') return;
        // tshark also counts headers that are quoted in ICMP errors, or that it gives up reading.
        expect(counts.tcp).toBeLessThanOrEqual(Number(row.tcp_frames));
        expect(counts.tcp + counts.icmpErrors.count + counts.undecoded).toBeGreaterThanOrEqual(Number(row.tcp_frames));
      } catch (error) {
        if (!(error instanceof WhyrstError)) throw error;
        expect({ code: error.code, exit: row?.tshark_exit, resets: expected.length }).toEqual({
          code: 'capture/bad-header',
          exit: '2',
          resets: 0,
        });
      }
    });
  });
}
