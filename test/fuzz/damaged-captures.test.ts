import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readPackets, variantsOf } from '../../scripts/write-variants.ts';
import { analyze, toJson, toMarkdown, WhyrstError } from '../../src/index.ts';
import { mutate, PLAIN, random } from './mutations.ts';
import { STRUCTURED } from './structure.ts';

/** A fixed number in CI; `npm run fuzz` does 100 000, `FUZZ_RUNS=… FUZZ_SEED=… npx vitest run test/fuzz` any other. */
const { FUZZ_RUNS = '2000', FUZZ_SEED = '9293' } = process.env;
const RUNS = Number(FUZZ_RUNS);
const SEED = Number(FUZZ_SEED);
/** A capture of a few kilobytes takes milliseconds; one that takes this long, in milliseconds, hangs on something it was told. */
const LONGEST_RUN = 20_000;
/** What all runs together may leave allocated outside of the heap, in bytes; a claimed length is up to 4 GiB. */
const MOST_MEMORY = 256 * 1024 * 1024;
const MUTATIONS = [...PLAIN, ...STRUCTURED];

/** Every sample, and each in one other container, link type or tunnel: all of them in turn. */
const captures = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(`samples/${name}/capture.pcap`))
  .flatMap((bytes, index) => {
    if (bytes.readUInt32LE(0) !== 0xa1b2c3d4 || bytes.readUInt32LE(20) !== 1) return [bytes];
    const variants = variantsOf(readPackets(bytes));
    const variant = variants[index % variants.length];
    return variant === undefined ? [bytes] : [bytes, Buffer.from(variant.bytes)];
  });
const folder = mkdtempSync(join(tmpdir(), 'whyrst-fuzz-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it(
  `${RUNS} damaged captures give a report or a typed error, seed ${SEED}`,
  async () => {
    const next = random(SEED);
    const pick = (): Buffer => captures[Math.floor(next() * captures.length)] ?? Buffer.alloc(0);
    const path = join(folder, 'damaged.pcap');
    let reports = 0;
    let slowest = 0;
    for (let run = 0; run < RUNS; run++) {
      writeFileSync(path, mutate(MUTATIONS, pick(), pick(), next));
      const start = performance.now();
      try {
        const analysis = await analyze(path);
        for (const part of toJson(analysis)) expect(part).not.toContain('NaN');
        // Two languages share all code: one report each in turn is enough.
        expect(toMarkdown(analysis, { language: run % 2 === 0 ? 'zh-CN' : 'en' })).not.toMatch(/\bundefined\b|\bNaN\b/);
        reports++;
      } catch (error) {
        if (!(error instanceof WhyrstError)) throw new Error(`run ${run} of seed ${SEED}`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - start);
    }
    expect(reports).toBeGreaterThan(RUNS / 2);
    expect(slowest).toBeLessThan(LONGEST_RUN);
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(MOST_MEMORY);
  },
  Math.max(600_000, RUNS * 200),
);
