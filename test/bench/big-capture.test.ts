import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/pipeline.ts';
import { bigCapture, writeCapture } from './big-capture.ts';
import { type Mass, massCapture } from './mass-resets.ts';
import { Random } from './random.ts';
import { Timeline } from './timeline.ts';

const SIZE = { gigabytes: 0.04, seed: 7 };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whyrst-bench-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function digestOf(seed: number, name: string): string {
  const path = join(folder, name);
  writeCapture(path, { ...SIZE, seed });
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe('the capture of the benchmark', () => {
  it('is the same for the same seed, and another one for another', () => {
    const first = digestOf(7, 'first');
    expect(digestOf(7, 'second')).toBe(first);
    expect(digestOf(8, 'third')).not.toBe(first);
  });

  it('is what it claims to be: whole packets of many healthy connections, some of which end in a RST', async () => {
    const { path, connections, bytes } = bigCapture(folder, SIZE);
    const analysis = await analyze(path);
    const [summary] = analysis.captures;
    expect(summary?.complete).toBe(true);
    expect(summary?.bytes).toBe(bytes);
    expect(summary?.tcpSegments).toBe(summary?.packets);
    expect(analysis.connections).toBe(connections);
    expect(analysis.endings.reset + analysis.endings.refused).toBeGreaterThan(connections * 0.01);
    expect(analysis.endings.closed).toBeGreaterThan(connections * 0.5);
    expect(analysis.diagnostics).toEqual([]);
  });
});

describe('captures of trouble in masses', () => {
  it.each<[Mass, number]>([
    ['one tuple, refused again and again', 60],
    ['many connections, each reset', 60],
    ['orphans', 60],
    ['healthy connections', 0],
  ])('%s: one RST each, or none', async (mass, resets) => {
    const { path } = massCapture(folder, mass, 60);
    const { verdicts, connections, diagnostics } = await analyze(path);
    expect([verdicts.length, connections, diagnostics]).toEqual([resets, 60, []]);
    const causes = new Set(verdicts.map(({ cause, phase }) => `${cause} ${phase}`));
    expect(causes.size).toBeLessThanOrEqual(1);
  });
});

describe('Timeline', () => {
  it('lets everything happen in the order of time', () => {
    const random = new Random(1);
    const timeline = new Timeline();
    const times: number[] = [];
    function* beat() {
      for (let n = 0; n < 20; n++) {
        times.push(timeline.nowUs);
        yield random.around(100);
      }
    }
    for (let n = 0; n < 50; n++) timeline.add(beat(), random.between(0, 1000));
    timeline.run(Number.POSITIVE_INFINITY);
    expect(times).toHaveLength(1000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
