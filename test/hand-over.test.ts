/** What a later run compares: the same report is the same, whatever key hid its addresses. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Analysis, analyze, type Post, type PostOptions, postOf } from '../src/index.ts';

const samples = readdirSync(new URL('../samples/', import.meta.url), { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name);

const analysisOf = (name: string, key?: number, options: object = {}): Promise<Analysis> =>
  analyze(new URL(`../samples/${name}/capture.pcap`, import.meta.url).pathname, {
    ...options,
    ...(key === undefined ? {} : { redactionKey: new Uint8Array(32).fill(key) }),
  });

const file = (name: string, byte: number) => ({ name, type: 'application/pdf', bytes: Uint8Array.of(byte) });

const told = (analysis: Analysis, options: Partial<PostOptions> = {}): Post =>
  postOf(analysis, { languages: ['zh-CN', 'en'], limit: 1500, files: [], ...options });

it.each(samples)('%s: what is hidden under another key has not changed', async (name) => {
  const [one, other] = await Promise.all([analysisOf(name, 1), analysisOf(name, 2)]);
  const [first, second] = [told(one, { isKeyForgotten: true }), told(other, { isKeyForgotten: true })];
  expect([second.key, second.findings, second.state]).toEqual([first.key, first.findings, first.state]);
  expect(told(one, { isKeyForgotten: true, languages: ['en'] }).state).not.toBe(first.state);
});

it('under a key that is kept, the addresses and the files count', async () => {
  const [one, other] = await Promise.all([analysisOf('demo', 1), analysisOf('demo', 2)]);
  const first = told(one, { files: [file('a.pdf', 1)] });
  expect(told(one, { files: [file('a.pdf', 1)] }).state).toBe(first.state);
  expect(told(one, { files: [file('a.pdf', 2)] }).state).not.toBe(first.state);
  expect(told(other, { files: [file('a.pdf', 1)] }).state).not.toBe(first.state);
});

it('a report that hides nothing differs from one that does', async () => {
  const [plain, hidden] = await Promise.all([analysisOf('demo'), analysisOf('demo', 1)]);
  expect(told(hidden, { isKeyForgotten: true }).state).not.toBe(told(plain).state);
  expect(told(hidden, { isKeyForgotten: true }).findings).toBe(told(plain).findings);
});

it('findings change with the RSTs they are about, and with how sure they are', async () => {
  const analysis = await analysisOf('port-scan-connect');
  const [finding] = analysis.findings;
  if (finding === undefined) throw new Error('no finding');
  const changed = (fields: Partial<typeof finding>): Post =>
    told({ ...analysis, findings: [{ ...finding, ...fields }, ...analysis.findings.slice(1)] });
  const digests = [
    told(analysis),
    changed({ confidence: 'undetermined' }),
    changed({ resets: finding.resets.slice(1) }),
  ];
  expect(new Set(digests.map(({ findings }) => findings)).size).toBe(3);
});
