import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listResets } from './pcap.ts';
import {
  losing,
  mirrored,
  type Rewrite,
  readFrames,
  taggedCopies,
  tunnelCopies,
  withoutFirst,
  writeFrames,
} from './rewrite.ts';

const recording = readFileSync('samples/linger-zero/capture.pcap');
const frames = readFrames(recording);
const [reset] = listResets(recording);

function resetsAfter(rewrite: Rewrite): ReturnType<typeof listResets> {
  return listResets(writeFrames(recording, rewrite(frames)));
}

describe('readFrames and writeFrames', () => {
  it('give back the recording, byte by byte', () => {
    expect(Buffer.compare(writeFrames(recording, frames), recording)).toBe(0);
  });
});

describe.each([
  ['mirrored', mirrored(15)],
  ['taggedCopies', taggedCopies(42, 15)],
  ['tunnelCopies', tunnelCopies(5001, 15)],
] as const)('%s', (_, rewrite) => {
  it('shows each packet twice, in time order, with the same TCP header', () => {
    const both = resetsAfter(rewrite);
    expect(both).toHaveLength(2);
    for (const sight of both) expect(sight).toMatchObject({ seq: reset?.seq, ack: reset?.ack, ttl: reset?.ttl });
    const times = rewrite(frames).map(({ timeUs }) => timeUs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('says which recorded frame each sight was made of', () => {
    const from = rewrite(frames).map((frame) => frame.from);
    expect([...from].sort((a, b) => a - b)).toEqual(frames.flatMap((frame) => [frame.from, frame.from]));
  });
});

describe('captures that miss frames', () => {
  it('begin later', () => {
    expect(withoutFirst(3)(frames).map(({ from }) => from)).toEqual(frames.slice(3).map(({ from }) => from));
  });

  it('lose every nth frame', () => {
    expect(losing(2)(frames).map(({ from }) => from % 2)).not.toContain(0);
  });
});
