/** The contract whyrst.analysis/1: every sample keeps to its schema, and says what the analysis says. */
import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analysisSchema, analyze, toJson, type Verdict } from '../../src/index.ts';
import { causeIds } from '../../src/model/cause-ids.ts';
import { toJson as print } from '../../src/output/json.ts';

const samples = new URL('../../samples/', import.meta.url);
const names = readdirSync(samples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const captureOf = (name: string): string => new URL(`${name}/capture.pcap`, samples).pathname;

interface ResetJson {
  readonly id: string;
  readonly frame: number;
  readonly sameAs: string | null;
  readonly alternatives: readonly { readonly decides: string }[];
  readonly evidence: readonly { readonly at: readonly { readonly frame: number }[]; readonly facts: object }[];
  readonly finding: string;
}
interface Contract {
  readonly captures: readonly { readonly packets: number }[];
  readonly resets: readonly ResetJson[];
  readonly findings: readonly { readonly id: string; readonly resets: readonly string[] }[];
  readonly diagnostics: readonly { readonly facts: object }[];
}
const contractOf = (analysis: Analysis): Contract => JSON.parse([...toJson(analysis)].join('')) as Contract;

/** The schema as shipped lets readers meet fields that are added later; ours must all be in it. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

function validator(schema: object): (data: unknown) => readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (data) =>
    validate(data) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe.each(names)('%s', (name) => {
  let analysis: Analysis;
  let contract: Contract;

  beforeAll(async () => {
    analysis = await analyze(captureOf(name));
    contract = contractOf(analysis);
  });

  it('keeps to the schema, with no field that it does not name', () => {
    expect(validator(analysisSchema)(contract)).toEqual([]);
    expect(validator(closed(analysisSchema) as object)(contract)).toEqual([]);
  });

  it('lists the RSTs in frame order, and refers only to what there is', () => {
    const { resets, findings, captures } = contract;
    const frames = resets.map(({ frame }) => frame);
    expect(frames).toEqual([...frames].sort((a, b) => a - b));
    const ids = resets.map(({ id }) => id);
    expect(ids).toEqual(resets.map((_, index) => `r${index + 1}`));
    expect(findings.map(({ id }) => id)).toEqual(findings.map((_, index) => `f${index + 1}`));
    for (const { sameAs, finding, id } of resets) {
      if (sameAs !== null) expect(ids).toContain(sameAs);
      expect(findings.find((each) => each.id === finding)?.resets).toContain(id);
    }
    const packets = captures[0]?.packets ?? 0;
    for (const { evidence } of resets) {
      const frame = evidence.flatMap(({ at }) => at.map((each) => each.frame));
      expect(frame.filter((one) => one < 1 || one > packets)).toEqual([]);
    }
  });

  it('loses no value on its way through JSON', () => {
    for (const { evidence } of contract.resets) {
      for (const { facts } of evidence) expect(Object.values(facts)).not.toContain(null);
    }
    for (const { facts } of contract.diagnostics) expect(Object.values(facts)).not.toContain(null);
  });

  it('says what settles each alternative, in English', () => {
    const decides = contract.resets.flatMap(({ alternatives }) => alternatives);
    for (const { decides: sentence } of decides) expect(sentence).toMatch(/^[A-Z][^{}]*\.$/);
    expect(JSON.stringify(decides)).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('the demo', () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(captureOf('demo'));
  });

  it('has the fields of the contract in their order', () => {
    expect(Object.keys(contractOf(analysis))).toEqual([
      ...['schema', 'tool', 'exitCode', 'captures', 'resets', 'findings', 'diagnostics'],
    ]);
    expect(Object.keys(contractOf(analysis).resets[0] ?? {})).toEqual([
      ...[
        'id',
        'capture',
        'frame',
        'time',
        'sameAs',
        'follows',
        'connection',
        'vantage',
        'sender',
        'receiver',
        'segment',
        'trigger',
      ],
      ...['phase', 'builder', 'stack', 'origin', 'kernelReasons', 'cause', 'confidence', 'impact', 'tied', 'stated'],
      ...['alternatives', 'evidence', 'prevention', 'next', 'finding'],
    ]);
  });

  it('has the values of its RST, read off with tshark', () => {
    expect(contractOf(analysis).resets[0]).toMatchObject({
      frame: 21,
      time: '2026-11-22T16:47:32.123384Z',
      sender: { address: '198.51.100.20', port: 8883, role: 'server' },
      receiver: { address: '203.0.113.8', port: 54012, role: 'client' },
      segment: { flags: ['RST'], seq: 1591133496, ack: 0, window: 0, ttl: 64, ipId: 0, payloadBytes: 0, options: [] },
      trigger: { frame: 20 },
    });
  });

  it('names the packets that a sign quotes, each once and in order', () => {
    const { resets } = contractOf(analysis);
    const evidence = resets[0]?.evidence ?? [];
    const quoting = evidence.filter(({ at }) => at.length > 0);
    expect(quoting.length).toBeGreaterThan(0);
    for (const { at, facts } of quoting) {
      const frames = at.map(({ frame }) => frame);
      expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
      expect(frames.filter((frame) => !Object.values(facts).flat().includes(frame))).toEqual([]);
    }
  });

  it('is printed with each RST on a line of its own, whatever an address or a name contains', () => {
    const [verdict] = analysis.verdicts;
    const many: Analysis = { ...analysis, verdicts: Array.from({ length: 500 }, () => verdict as Verdict) };
    const pieces = [...toJson(many)];
    expect(pieces.length).toBeGreaterThan(500);
    expect(pieces.join('').match(/^\{"id":"r1",.*\},?\]?,?$/gm)).toHaveLength(500);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000);
  });

  it('says unknown where roles are, null where IPv6 has no field, and the exit code it is given', () => {
    const [verdict] = analysis.verdicts;
    if (verdict === undefined) throw new Error('the demo holds a RST');
    const changed: Verdict = { ...verdict, roles: 'unknown', reset: { ...verdict.reset, ipId: -1 }, trigger: null };
    const text = [...print({ ...analysis, verdicts: [changed] }, { decides: () => 'x', exitCode: 10 })].join('');
    expect(JSON.parse(text)).toMatchObject({
      exitCode: 10,
      resets: [{ sender: { role: 'unknown' }, receiver: { role: 'unknown' }, segment: { ipId: null }, trigger: null }],
    });
  });
});

describe('the schema', () => {
  it('is a schema of 2020-12 and names every cause', () => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(analysisSchema)).toBe(true);
    const text = JSON.stringify(analysisSchema);
    for (const id of causeIds) expect(text).toContain(`"${id}"`);
  });

  it.each([
    ['a word that is none', (contract: Contract) => ({ ...contract.resets[0], phase: 'asleep' })],
    ['a missing field', (contract: Contract) => ({ ...contract.resets[0], stack: undefined })],
    ['a number beyond its field', (contract: Contract) => ({ ...contract.resets[0], frame: 0 })],
    ['a time without a zone', (contract: Contract) => ({ ...contract.resets[0], time: '2026-11-22T16:47:32' })],
  ])('refuses %s', async (_, change) => {
    const contract = contractOf(await analyze(captureOf('demo')));
    const changed: unknown = JSON.parse(JSON.stringify({ ...contract, resets: [change(contract)] }));
    expect(validator(analysisSchema)(contract)).toEqual([]);
    expect(validator(analysisSchema)(changed)).not.toEqual([]);
  });
});
