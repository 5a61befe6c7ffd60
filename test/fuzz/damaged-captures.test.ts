import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { analyze, toJson, toMarkdown, WhyrstError } from '../../src/index.ts';
import { mutate, random } from './mutations.ts';

/** A fixed number in CI; `FUZZ_RUNS=100000 npx vitest run test/fuzz` by hand. */
const { FUZZ_RUNS = '2000', FUZZ_SEED = '9293' } = process.env;
const RUNS = Number(FUZZ_RUNS);
const SEED = Number(FUZZ_SEED);

const samples = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(`samples/${name}/capture.pcap`));
const folder = mkdtempSync(join(tmpdir(), 'whyrst-fuzz-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it(`${RUNS} damaged captures give a report or a typed error, seed ${SEED}`, async () => {
  const next = random(SEED);
  const pick = (): Buffer => samples[Math.floor(next() * samples.length)] ?? Buffer.alloc(0);
  const path = join(folder, 'damaged.pcap');
  let reports = 0;
  for (let run = 0; run < RUNS; run++) {
    writeFileSync(path, mutate(pick(), pick(), next));
    try {
      const analysis = await analyze(path);
      for (const part of toJson(analysis)) expect(part).not.toContain('NaN');
      // Two languages share all code: one report each in turn is enough.
      expect(toMarkdown(analysis, { language: run % 2 === 0 ? 'zh-CN' : 'en' })).not.toMatch(/\bundefined\b|\bNaN\b/);
      reports++;
    } catch (error) {
      if (!(error instanceof WhyrstError)) throw new Error(`run ${run} of seed ${SEED}`, { cause: error });
    }
  }
  expect(reports).toBeGreaterThan(RUNS / 2);
}, 600_000);
