/** Each sample cut anywhere: the packets before the cut, and one diagnostic. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentsOfFile } from '../support/segments-of.ts';
import { random } from './mutations.ts';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Cuts of each sample in CI; `npm run fuzz` cuts at every byte. */
const CUTS = 20;
const { FUZZ_RUNS } = process.env;

const samples = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readFileSync(`samples/${name}/capture.pcap`).readUInt32LE(0) === 0xa1b2c3d4);

/** Where the records of a little-endian classic capture end. */
function recordEnds(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = FILE_HEADER; at < bytes.length; ) {
    at += RECORD_HEADER + bytes.readUInt32LE(at + 8);
    ends.push(at);
  }
  return ends;
}

describe.each(samples)('samples/%s', (name) => {
  const bytes = readFileSync(`samples/${name}/capture.pcap`);
  const room = bytes.length - FILE_HEADER;
  const next = random(bytes.length);
  const cuts =
    FUZZ_RUNS === undefined
      ? Array.from({ length: CUTS }, () => FILE_HEADER + Math.floor(next() * room))
      : Array.from({ length: room }, (_, index) => FILE_HEADER + index);

  it(`cut at ${cuts.length} places`, async () => {
    const ends = recordEnds(bytes);
    const whole = await contentsOfFile(bytes);
    expect(whole.packets).toHaveLength(ends.length);
    for (const cut of cuts) {
      const { packets, diagnostics, summary } = await contentsOfFile(bytes.subarray(0, cut));
      const isBetween = cut === FILE_HEADER || ends.includes(cut);
      expect(packets, `cut at ${cut}`).toEqual(whole.packets.slice(0, ends.filter((end) => end <= cut).length));
      expect(summary.complete).toBe(isBetween);
      expect(diagnostics.filter(({ code }) => code === 'capture/truncated')).toHaveLength(isBetween ? 0 : 1);
    }
  }, 300_000);
});
