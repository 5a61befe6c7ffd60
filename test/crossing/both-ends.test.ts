/** Two captures of the same connections, recorded at both ends by the lab: what became of each RST between them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Analysis, analyzeBothEnds, type FigureData, tellReport } from '../../src/index.ts';
import type { LadderFigure } from '../../src/model/figure.ts';
import { cli } from '../cli/run-cli.ts';

const recorded = (name: string): string => join(import.meta.dirname, 'captures', `${name}.pcap`);
const folder = mkdtempSync(join(tmpdir(), 'whyrst-ends-'));
afterAll(() => rmSync(folder, { recursive: true }));

const both = (name: string, changed: { client?: string; server?: string } = {}): Promise<Analysis> =>
  analyzeBothEnds(changed.client ?? recorded(`${name}.client`), changed.server ?? recorded(`${name}.server`));

/** A capture in the little-endian form of tcpdump, record by record. */
function recordsOf(path: string): { readonly head: Buffer; readonly records: Buffer[] } {
  const bytes = readFileSync(path);
  const records: Buffer[] = [];
  for (let at = 24; at < bytes.length; ) {
    const end = at + 16 + bytes.readUInt32LE(at + 8);
    records.push(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
  return { head: bytes.subarray(0, 24), records };
}

/** The same capture without some frames, or with other bytes in them. */
function rewritten(path: string, change: (record: Buffer, frame: number) => Buffer | null): string {
  const { head, records } = recordsOf(path);
  const kept = records.flatMap((record, index) => change(record, index + 1) ?? []);
  const target = join(folder, `${Math.random()}.pcap`);
  writeFileSync(target, Buffer.concat([head, ...kept]));
  return target;
}

const without = (path: string, ...frames: readonly number[]): string =>
  rewritten(path, (record, frame) => (frames.includes(frame) ? null : record));

it('says of a forged RST that it came in between', async () => {
  const { verdicts, clock } = await both('injection');
  expect(verdicts[0]).toMatchObject({
    capture: 0,
    crossing: { fate: 'inserted' },
    origin: { value: 'middlebox', confidence: 'proven', tied: [] },
  });
  for (const { cause } of verdicts[0]?.alternatives ?? []) expect(cause).not.toMatch(/state-lost|port-closed|linger/);
  // The client's answers to what came afterwards are in both captures, and count once.
  expect(verdicts.filter(({ sameAs }) => sameAs !== null).map(({ sameAs, id }) => [id, sameAs])).toEqual([
    ['r4', 'r2'],
    ['r5', 'r3'],
  ]);
  expect(clock?.uncertaintyUs).toBeLessThan(50_000);
  expect(Math.abs(clock?.offsetUs ?? Number.NaN)).toBeLessThan(clock?.uncertaintyUs ?? 0);
});

it('says of the RST of a firewall on the path that the server never sent it', async () => {
  const [first] = (await both('reject')).verdicts;
  expect(first).toMatchObject({
    cause: 'path-firewall-reject',
    crossing: { fate: 'inserted' },
    origin: { value: 'middlebox', confidence: 'proven' },
  });
});

describe('the ladders of a pair', () => {
  const told = async (name: string, language = 'en'): Promise<readonly FigureData[]> =>
    tellReport(await both(name), { language }).figures.filter(({ kind }) => kind === 'ladder');
  const rowsOf = (figure: FigureData | undefined): LadderFigure['rows'] => (figure as LadderFigure).rows;
  const labels = (figure: FigureData | undefined): readonly string[] => rowsOf(figure).map(({ label }) => label);

  it('show the RST in one capture, and in the other its place with what both hold around it', async () => {
    const [here, there] = await told('reject');
    expect(here?.title).toBe('Time-sequence diagram around the RST in frame 15 of reject.client.pcap');
    expect(there?.title).toBe('The same moment in reject.server.pcap, which does not hold the RST');
    expect(labels(here)).toContain('RST seq=3178031235');
    const rows = rowsOf(there);
    const place = rows.findIndex(({ kind }) => kind === 'absence');
    const frames = rows.flatMap((row) => (row.kind === 'segment' ? [row.frame] : []));
    expect(frames).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(rows[place - 1]).toMatchObject({ frame: 13, from: 0 });
    expect(rows[place + 1]).toMatchObject({ frame: 14, from: 1 });
    expect(labels(there).some((label) => label.includes('RST seq'))).toBe(false);
  });

  it('show the same RST twice where both captures hold it, each with its own frames and addresses', async () => {
    const [server, client] = await told('rebind');
    expect([server, client].map((figure) => (figure as LadderFigure).lifelines.at(-2)?.address)).toEqual([
      '203.0.113.39:57084',
      '192.0.2.42:57084',
    ]);
    for (const figure of [server, client])
      expect(rowsOf(figure).filter((row) => 'look' in row && row.look === 'reset')).toHaveLength(1);
  });

  it('are drawn in every document, and told in characters', async () => {
    const flags = ['--client', recorded('reject.client'), '--server', recorded('reject.server')];
    const { code } = await cli(['report', ...flags, '-o', folder, '--format', 'md,html', '--lang', 'zh']);
    expect(code).toBe(0);
    const read = (ending: string): string => readFileSync(join(folder, `reject.client.whyrst.zh-CN.${ending}`), 'utf8');
    expect(read('md')).toMatch(/^ +: +: {2}此处没有该 RST$/m);
    expect(read('html').match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
    expect(read('html')).toContain('同一时刻的 reject.server.pcap');
  });
});

it('does not blame a device where a balancer led the segment to another host', async () => {
  const { verdicts } = await both('rehash');
  const refused = verdicts.filter(({ crossing }) => crossing?.fate === 'inserted');
  expect(refused.map(({ crossing }) => crossing?.diverted)).toEqual([true]);
  for (const { origin } of refused) expect(origin).not.toMatchObject({ value: 'middlebox', confidence: 'proven' });
});

it('takes the same RST at both ends for one, and judges it where it was sent', async () => {
  const { verdicts, findings } = await both('abort');
  expect(verdicts.map(({ capture, sameAs, crossing }) => [capture, sameAs, crossing?.fate])).toEqual([
    [0, 'r2', 'passed'],
    [1, null, 'passed'],
  ]);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.connections).toBe(1);
});

it('follows a RST through an address translation', async () => {
  const { verdicts } = await both('rebind');
  expect(verdicts.map(({ cause, confidence, sameAs }) => [cause, confidence, sameAs])).toEqual([
    ['nat-rebind', 'proven', 'r2'],
    ['nat-rebind', 'proven', null],
  ]);
});

it('says of a RST that left and never arrived that it was dropped', async () => {
  // The client's capture goes on for two seconds with a copy of the last segment before the RST.
  const goesOn = rewritten(recorded('abort.client'), (record, frame) => {
    if (frame !== 8) return record;
    const later = Buffer.from(recordsOf(recorded('abort.client')).records[6] ?? record);
    later.writeUInt32LE(record.readUInt32LE(0) + 2, 0);
    return later;
  });
  const { verdicts } = await both('abort', { client: goesOn });
  expect(verdicts.map(({ capture, crossing }) => [capture, crossing?.fate])).toEqual([[1, 'dropped']]);
});

it('says which numbers were rewritten on the way', async () => {
  const seq = 16 + 14 + 20 + 4;
  const other = rewritten(recorded('abort.client'), (record, frame) => {
    if (frame === 8) record.writeUInt32BE((record.readUInt32BE(seq) + 1000) >>> 0, seq);
    return record;
  });
  const { verdicts } = await both('abort', { client: other });
  const [arrived, sent] = verdicts;
  expect([arrived?.crossing?.fate, sent?.crossing?.fate]).toEqual(['rewritten', 'rewritten']);
  expect(sent?.crossing?.changed).toEqual([
    { field: 'seq', here: sent?.reset.seq, there: ((sent?.reset.seq ?? 0) + 1000) >>> 0 },
  ]);
});

it.each([
  ['it lacks other segments as well', 'lost', () => without(recorded('injection.server'), 2, 4)],
  [
    'it ends before',
    'notCovered',
    () => rewritten(recorded('injection.server'), (record, frame) => (frame < 5 ? record : null)),
  ],
  ['it is of another connection', 'notFound', () => recorded('abort.server')],
])('does not call a RST missing where the other capture cannot tell: %s', async (_, because, server) => {
  const [first] = (await both('injection', { server: server() })).verdicts;
  expect(first?.crossing).toMatchObject({ fate: 'open', because });
  expect(first?.origin.confidence).not.toBe('proven');
});

it('tells it in both languages and in JSON', async () => {
  const ends = ['--client', recorded('injection.client'), '--server', recorded('injection.server')];
  const english = await cli([...ends, '--lang', 'en']);
  expect(english.stdout.replace(/\s+/g, ' ')).toContain('did not send it: a device between the two capture points did');
  const chinese = await cli([...ends, '--lang', 'zh']);
  expect(chinese.stdout.replace(/\s+/g, '')).toContain('两个抓包点之间的设备');
  const json = JSON.parse((await cli(['analyze', ...ends])).stdout) as {
    readonly captures: readonly { readonly role: string }[];
    readonly resets: readonly { readonly crossing: object }[];
  };
  expect(json.captures.map(({ role }) => role)).toEqual(['client', 'server']);
  expect(json.resets[0]?.crossing).toMatchObject({ fate: 'inserted', other: null });
});

it.each([
  [['--client', 'a.pcap'], '--server'],
  [['--client', 'a.pcap', '--server', 'b.pcap', 'c.pcap'], 'c.pcap'],
  [['--client', '-', '--server', 'b.pcap'], '-'],
])('refuses %j', async (argv, named) => {
  const { code, stderr } = await cli(argv);
  expect(code).toBe(2);
  expect(stderr).toContain(named);
});
