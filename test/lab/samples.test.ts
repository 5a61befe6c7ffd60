import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listResets } from './pcap.ts';
import type { Sample } from './sample.ts';
import type { Scenario } from './scenario.ts';
import { SERVER6 } from './topology.ts';

const ids = readdirSync('samples', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The server's own addresses, and those of the same net that a balancer answers for. */
const isServer = (address: string): boolean => address === SERVER6 || address.startsWith('198.51.100.');

/** All samples together stay small enough to clone without thinking of it. */
const TOTAL_BYTES = 10_000_000;

function read(id: string): Sample {
  return JSON.parse(readFileSync(`samples/${id}/sample.json`, 'utf8')) as Sample;
}

describe.each(ids)('samples/%s', (id) => {
  const sample = read(id);

  it('names each RST of its capture with its sender, and no other', () => {
    const found = listResets(readFileSync(`samples/${id}/capture.pcap`)).map(({ frame, source }) => ({
      frame,
      sender: isServer(source) ? 'server' : 'client',
    }));
    expect(sample.resets.map(({ frame, sender }) => ({ frame, sender }))).toEqual(found);
    expect(sample.noReset).toBe(found.length === 0);
  });

  it('expects what is true, never more than the trace can tell', () => {
    for (const { truth, expect: expected, not } of sample.resets) {
      const trace = [truth.cause, ...truth.sameTrace];
      const answer = [expected.cause, ...expected.tied];
      if (expected.cause !== 'undetermined') expect([...answer].sort()).toEqual([...trace].sort());
      expect(not.filter((cause) => trace.includes(cause))).toEqual([]);
      expect(truth.why).not.toBe('');
    }
  });

  it('comes from a file that says how it was made and where', async () => {
    expect(existsSync(sample.made.scenario)).toBe(true);
    if (sample.made.how === 'built') return;
    const { scenario } = (await import(/* @vite-ignore */ resolve(sample.made.scenario))) as { scenario: Scenario };
    expect(scenario.samples[id]?.at).toBe(sample.vantage);
  });
});

describe('all samples', () => {
  it('stay small', () => {
    const files = readdirSync('samples', { recursive: true, encoding: 'utf8' }).map((name) =>
      statSync(`samples/${name}`),
    );
    const total = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(ids.length).toBeGreaterThan(0);
    expect(total).toBeLessThan(TOTAL_BYTES);
  });
});
