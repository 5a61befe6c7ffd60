/** `whyrst decode`: one RST, field by field, the segment that it answers beside it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/narrative/text-width.ts';
import { type CliOptions, cli, sample } from './run-cli.ts';

/** Frame 9 is the server's stateless reply to the data of frame 8. */
const reply = sample('nat-rebind-new-port');
/** Frame 20 is the abort of a live socket: it answers nothing. */
const abort = sample('close-with-unread-data-large');

const text = async (path: string, frame: number, ...more: string[]): Promise<string> =>
  (await cli(['decode', path, '--frame', String(frame), ...more])).stdout;

async function resets(path: string, frame: number, options: CliOptions = {}, ...more: string[]): Promise<Told[]> {
  const { stdout, code } = await cli(['decode', path, '--frame', String(frame), '--json', ...more], options);
  expect(code).toBe(0);
  const told = JSON.parse(stdout) as { readonly schema: string; readonly resets: Told[] };
  expect(told.schema).toBe('whyrst.decode/1');
  return told.resets;
}

interface Told {
  readonly frame: number;
  readonly segment: { readonly seq: number };
  readonly trigger: { readonly frame: number; readonly answered: boolean; readonly segment: { ack: number } } | null;
  readonly fields: readonly {
    readonly field: string;
    readonly value: string;
    readonly trigger: string | null;
    readonly name: string;
    readonly meaning: string;
    readonly expected: string;
    readonly judged: string;
    readonly judgement: string;
  }[];
}

describe('decode', () => {
  it('puts the fields of the trigger in a column beside those of the RST', async () => {
    const lines = (await text(reply, 9)).split('\n');
    const table = lines.slice(lines.findIndex((line) => /^Field/.test(line)));
    expect(table[0]).toMatch(/^Field +Frame 9 +Frame 8 +Judgement$/);
    expect(table[1]).toMatch(/^✓ Flags +RST +PSH, ACK +fits$/);
    expect(table[2]).toMatch(/^✓ Sequence number +3544336910 +2025976224 +fits$/);
    expect(table[3]).toMatch(/^✓ Acknowledgement number +0 +3544336910 +fits$/);
    expect(table[12]).toMatch(/^– Timing +8 → 9 +46 µs earlier +neutral$/);
    expect(table[13]).toBe('');
  });

  it('says of each field what it means, what was to be expected and what follows', async () => {
    for (const [lang, parts] of [
      ['en', ['meaning: ', 'expected: ', 'judgement: ']],
      ['zh', ['含义：', '应有：', '判断：']],
    ] as const) {
      const told = await text(reply, 9, '--lang', lang);
      for (const part of parts) expect(told.split(`    ${part}`), part).toHaveLength(13);
    }
  });

  it('has no second column where the RST answers nothing', async () => {
    const told = await text(abort, 20, '--lang', 'zh');
    expect(told).toMatch(/^字段 +第 20 帧 +判断$/m);
    expect(told).toMatch(/^✓ TCP 选项 +timestamps +相符$/m);
  });

  it('keeps within the width of the terminal', async () => {
    for (const lang of ['en', 'zh']) {
      const { stdout } = await cli(['decode', reply, '--frame', '9', '--lang', lang, '--no-color'], { isTTY: true });
      for (const line of stdout.split('\n')) expect(cellWidth(line), line).toBeLessThanOrEqual(80);
    }
  });

  it('refuses a frame that holds no RST', async () => {
    expect((await cli(['decode', reply, '--frame', '8', '--json'])).code).toBe(2);
  });
});

describe('decode --json', () => {
  it('holds raw numbers of both segments, and every field with its sentences', async () => {
    const [reset] = await resets(reply, 9);
    expect(reset?.trigger).toMatchObject({ frame: 8, kind: 'data', answered: true, delaySeconds: 46e-6 });
    expect(reset?.segment.seq).toBe(reset?.trigger?.segment.ack);
    expect(reset?.fields).toHaveLength(12);
    for (const { meaning, expected, judged, name } of reset?.fields ?? [])
      for (const said of [meaning, expected, judged, name]) expect(said).not.toBe('');
    expect(reset?.fields.find(({ field }) => field === 'window')).toMatchObject({
      value: '0',
      trigger: '63',
      judgement: 'fits',
      name: 'Window',
    });
    expect(reset?.fields.find(({ field }) => field === 'timing')?.trigger).toBeNull();
  });

  it('differs between languages in its sentences alone', async () => {
    const bare = ([reset]: Told[]): object[] =>
      (reset?.fields ?? []).map(({ name, meaning, expected, judged, ...rest }) => rest);
    const english = await resets(reply, 9);
    const chinese = await resets(reply, 9, {}, '--lang', 'zh');
    expect(bare(chinese)).toEqual(bare(english));
    expect(chinese[0]?.fields[0]?.name).toBe('标志位');
  });

  it('has no trigger where a socket aborted', async () => {
    const [reset] = await resets(abort, 20);
    expect(reset?.frame).toBe(20);
    expect(reset?.trigger).toBeNull();
    expect(reset?.fields.every(({ trigger }) => trigger === null)).toBe(true);
  });

  it('is read from a pipe as from a file', async () => {
    const piped = await resets('-', 9, { stdin: readFileSync(reply) });
    expect(piped).toEqual(await resets(reply, 9));
  });
});
