/** The evidence capture: which packets are in it, what it says of itself, and which verdicts it still shows. */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.ts';
import { type Analysis, analyze, analyzeBothEnds, type Excerpt, excerptsOf, type Verdict } from '../../src/index.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { emptyFolder } from '../cli/run-cli.ts';
import { isInstalled, needing } from '../pdf/tools.ts';

const names = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const captureOf = (name: string): string => `samples/${name}/capture.pcap`;
const options = { languages: ['en'] };
const key = Buffer.from('5a'.repeat(32), 'hex');

/**
 * What an excerpt cannot show. The usual TTL of a host is learnt from many segments, of which no sentence cites each; in a capture with
 * gaps, a retransmission that is missing proves nothing.
 */
const needsAll = ({ signs, fields }: Verdict): boolean =>
  fields.some(({ facts }) => 'usual' in facts) ||
  signs.some(({ sign, outcome }) => outcome === 'seen' && sign === 'stoppedRepeating');

let judged = 0;
let open = 0;
afterAll(() => {
  // A few at most, however many samples there will be.
  expect(open / judged).toBeLessThan(0.04);
});

const CONFIDENCES = ['undetermined', 'possible', 'likely', 'proven'];
const rank = ({ confidence }: Pick<Verdict, 'confidence'>): number => CONFIDENCES.indexOf(confidence);

const readBytes = (bytes: Uint8Array): Promise<Analysis> =>
  analyze('-', { stdin: Readable.from([Buffer.from(bytes)], { objectMode: false }) });

describe.each(names)('the excerpt of samples/%s', (name) => {
  it('holds the RSTs and gives their verdicts, but for those that are known to need more', async () => {
    const whole = await analyze(captureOf(name));
    const [excerpt] = await excerptsOf(whole, [captureOf(name)], options);
    const alone = await readBytes(excerpt?.bytes ?? new Uint8Array());
    const frameOf = new Map(
      (excerpt?.runs ?? []).flatMap(({ first, own, count }) =>
        Array.from({ length: count }, (_, index): [number, number] => [own + index, first + index]),
      ),
    );
    expect(frameOf.size).toBe(excerpt?.packets);
    const found = new Map(alone.verdicts.map((verdict) => [frameOf.get(verdict.reset.frame), verdict]));
    for (const verdict of whole.verdicts) {
      const again = found.get(verdict.reset.frame);
      expect(again, `frame ${verdict.reset.frame}`).toBeDefined();
      // What is left out may make a verdict weaker, never stronger.
      expect(again === undefined ? -1 : rank(again)).toBeLessThanOrEqual(rank(verdict));
    }
    const needAll = whole.verdicts.filter(({ id }) => excerpt?.differs.includes(id));
    for (const verdict of needAll) expect(needsAll(verdict), `frame ${verdict.reset.frame}`).toBe(true);
    judged += whole.verdicts.length;
    open += needAll.length;
    expect(alone.diagnostics.map(({ code }) => code)).toContain('capture/excerpt');
  });
});

/** All that an excerpt says: comments lie in the file as they are. */
const commentsOf = (excerpt: Excerpt | undefined): string => Buffer.from(excerpt?.bytes ?? []).toString('utf8');

describe('the excerpt of a capture', () => {
  it('says which finding and RST cite a packet, why, and where it was', async () => {
    const [excerpt] = await excerptsOf(await analyze(captureOf('demo')), [captureOf('demo')], options);
    const text = commentsOf(excerpt);
    expect(text).toContain('10 of 37 packets of capture.pcap (SHA-256 ff5cbad497b1');
    expect(text).toContain('Frames here = frames of the original: 1-2 = 1-2, 3-10 = 16-23');
    expect(text).toMatch(/Frame 21 of the original\.\nf1 r1: the RST\b/);
    expect(text).toMatch(/Frame 20 of the original\.\nf1 r1: the segment that the RST answers, evidence/);
  });

  it('has comments in each language', async () => {
    const analysis = await analyze(captureOf('demo'));
    const [excerpt] = await excerptsOf(analysis, [captureOf('demo')], { languages: ['zh-CN', 'en'] });
    const text = commentsOf(excerpt);
    expect(text).toContain('原抓包第 21 帧。\nf1 r1：RST 本身\nFrame 21 of the original.');
  });

  it('has the same bytes every time', async () => {
    const analysis = await analyze(captureOf('process-killed'));
    const make = () => excerptsOf(analysis, [captureOf('process-killed')], options);
    expect(await make()).toEqual(await make());
  });

  it('keeps every packet as it was: bytes, length, time', async () => {
    const source = captureOf('truncated-headers');
    const [excerpt] = await excerptsOf(await analyze(source), [source], options);
    const original = await packetsOf(source);
    const copied = await packetsOf('-', excerpt?.bytes);
    for (const { first, own, count } of excerpt?.runs ?? []) {
      for (let index = 0; index < count; index++) {
        const [there, here] = [original[first - 1 + index], copied[own - 1 + index]];
        expect(here?.bytes).toBe(there?.bytes);
        expect(here?.wireLength).toBe(there?.wireLength);
        expect((here?.timeUs ?? 0) - (copied[0]?.timeUs ?? 0)).toBeCloseTo(
          (there?.timeUs ?? 0) - (original[(excerpt?.runs[0]?.first ?? 1) - 1]?.timeUs ?? 0),
          3,
        );
      }
    }
    expect(copied).toHaveLength(excerpt?.packets ?? -1);
  });

  it('without payload has none, keeps the addresses, and gives the same verdicts', async () => {
    const source = captureOf('shutdown-then-unread');
    const analysis = await analyze(source);
    const [full] = await excerptsOf(analysis, [source], options);
    const [bare] = await excerptsOf(analysis, [source], { ...options, withoutPayload: true });
    expect(bare?.differs).toEqual(full?.differs);
    const [whole, wiped] = [await packetsOf('-', full?.bytes), await packetsOf('-', bare?.bytes)];
    expect(wiped.map(({ wireLength }) => wireLength)).toEqual(whole.map(({ wireLength }) => wireLength));
    const payload = wiped.filter(({ bytes }) => bytes.length > 200).map(({ bytes }) => bytes.slice(200));
    expect(payload.length).toBeGreaterThan(0);
    for (const rest of payload) expect(rest).toMatch(/^0*$/);
    const alone = await readBytes(bare?.bytes ?? new Uint8Array());
    expect(alone.verdicts[0]?.server).toEqual(analysis.verdicts[0]?.server);
  });

  it('redacted holds the addresses of the redacted report', async () => {
    const source = captureOf('demo');
    const analysis = await analyze(source, { redactionKey: key });
    const [excerpt] = await excerptsOf(analysis, [source], { ...options, redactionKey: key });
    const alone = await readBytes(excerpt?.bytes ?? new Uint8Array());
    expect(alone.verdicts[0]?.client).toEqual(analysis.verdicts[0]?.client);
    expect(excerpt?.differs).toEqual([]);
  });

  it('of a capture that was changed meanwhile is refused', async () => {
    const analysis = await analyze(captureOf('demo'));
    await expect(excerptsOf(analysis, [captureOf('linger-zero')], options)).rejects.toMatchObject({
      code: 'capture/changed',
    });
  });

  it.each(['abort', 'injection', 'rebind', 'rehash', 'reject'])(
    'of two ends (%s) is one of each, and both together give the verdicts',
    async (name) => {
      const ends = ['client', 'server'].map((end) => `test/crossing/captures/${name}.${end}.pcap`);
      const [client = '', server = ''] = ends;
      const analysis = await analyzeBothEnds(client, server);
      const excerpts = await excerptsOf(analysis, ends, options);
      expect(analysis.verdicts.length).toBeGreaterThan(0);
      expect(excerpts.map(({ capture, differs }) => [capture, differs])).toEqual([
        [0, []],
        [1, []],
      ]);
    },
  );

  it('without anything to cite is an empty capture', async () => {
    const source = captureOf('half-close-no-rst');
    const analysis = await analyze(source);
    const [excerpt] = await excerptsOf({ ...analysis, examples: [], diagnostics: [] }, [source], options);
    expect(excerpt?.packets).toBe(0);
    expect((await readBytes(excerpt?.bytes ?? new Uint8Array())).captures[0]?.packets).toBe(0);
  });
});

describe.skipIf(!isInstalled('tshark'))(needing('tshark', 'an excerpt'), () => {
  it('opens without complaint, and its comments are where they belong', async () => {
    const source = captureOf('on-path-injection-burst');
    const analysis = await analyze(source);
    const [excerpt] = await excerptsOf(analysis, [source], options);
    const { folder, remove } = emptyFolder();
    const path = join(folder, 'x.pcapng');
    writeFileSync(path, excerpt?.bytes ?? '');
    const fields = ['-T', 'fields', '-e', 'tcp.flags.reset', '-e', 'frame.comment'];
    const rows = execFileSync('tshark', ['-r', path, ...fields], { encoding: 'utf8', stdio: 'pipe' });
    remove();
    const resets = rows.split('\n').filter((row) => row.startsWith('1\t'));
    expect(resets).toHaveLength(analysis.verdicts.length);
    for (const row of resets) expect(row).toContain('the RST');
  });
});

interface Copied {
  readonly bytes: string;
  readonly wireLength: number;
  readonly timeUs: number;
}

async function packetsOf(path: string, bytes: Uint8Array = new Uint8Array()): Promise<readonly Copied[]> {
  const packets: Copied[] = [];
  const stdin = Readable.from([Buffer.from(bytes)], { objectMode: false });
  const reader = await openCapture(path, { diagnostics: new Diagnostics(), stdin });
  await reader.read(({ view, start, capturedLength, wireLength, timeUs }) => {
    const hex = Buffer.from(view.buffer, view.byteOffset + start, capturedLength).toString('hex');
    packets.push({ bytes: hex, wireLength, timeUs });
  });
  return packets;
}
