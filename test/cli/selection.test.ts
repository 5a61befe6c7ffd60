/** --filter, --from and --to: the same on every command that reads a capture, and said in what it prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

const demo = 'samples/demo/capture.pcap';

interface Printed {
  readonly captures: readonly { readonly packets: number; readonly tcpSegments: number }[];
  readonly resets: readonly { readonly frame: number; readonly time: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

async function analysis(...options: string[]): Promise<Printed> {
  const { stdout, code } = await cli(['analyze', demo, ...options]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Printed;
}

const whole = await analysis();
const first = whole.resets[0];
if (first === undefined) throw new Error('the demo has no RST');

describe('--filter', () => {
  it('leaves the numbers of frames and packets as they are', async () => {
    const found = await analysis('--filter', 'net 198.51.100.0/24 and tcp port 8883');
    expect(found.captures).toEqual(whole.captures);
    expect(found.resets).toEqual(whole.resets);
    const segments = whole.captures[0]?.tcpSegments;
    expect(found.diagnostics.slice(0, 2)).toMatchObject([
      { code: 'selection/filter', facts: { filter: 'net 198.51.100.0/24 and tcp port 8883' } },
      { code: 'selection/kept', facts: { kept: segments, segments } },
    ]);
  });

  it('that nothing matches gives a report without RST', async () => {
    const found = await analysis('--filter', 'port 1');
    expect(found.resets).toEqual([]);
    expect(found.diagnostics).toMatchObject([{}, { facts: { kept: 0 } }]);
  });

  it('that takes one direction is said to do so', async () => {
    const found = await analysis('--filter', 'src host 203.0.113.7');
    expect(found.diagnostics.map(({ code }) => code)).toContain('selection/one-direction');
  });

  it('that cannot be understood is a usage error with the column', async () => {
    for (const command of [
      [demo],
      ['analyze', demo],
      ['report', demo, '-o', folder],
      ['decode', demo, '--frame', '1'],
    ]) {
      const { code, stderr } = await cli([...command, '--filter', 'tcp and tcp[tcpflags]']);
      expect(code, command.join(' ')).toBe(2);
      expect(stderr).toContain('column 9');
    }
  });

  it('is said at the top of the report, in both languages', async () => {
    await cli(['report', demo, '-o', folder, '--format', 'md', '--filter', 'port 8883']);
    const top = (tag: string): string => readFileSync(join(folder, `capture.whyrst.${tag}.md`), 'utf8').slice(0, 900);
    expect(top('en')).toContain('match the filter “port 8883”');
    expect(top('zh-CN')).toContain('符合过滤条件“port 8883”');
  });
});

describe('--from and --to', () => {
  it('include what was captured at that very moment', async () => {
    const found = await analysis('--from', first.time, '--to', first.time);
    expect(found.resets.map(({ frame }) => frame)).toEqual([first.frame]);
  });

  it('leave out what came before and after', async () => {
    expect((await analysis('--to', '2026-11-22 16:47:21.9')).resets).toEqual([]);
    expect((await analysis('--from', '2100-01-01')).resets).toEqual([]);
  });

  it('take a time of day in the zone of --time-zone', async () => {
    const zone = ['--time-zone', 'Asia/Shanghai'];
    const clock = new Date(Date.parse(first.time) + 8 * 3_600_000).toISOString().slice(11, 19);
    const found = await analysis(...zone, '--from', clock);
    expect(found.resets[0]?.frame).toBe(first.frame);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(['selection/from', 'selection/kept']);
  });

  it('that cannot be read are usage errors', async () => {
    const { code, stderr } = await cli([demo, '--from', 'yesterday']);
    expect(code).toBe(2);
    expect(stderr).toContain('--from');
  });

  it('are printed in the terminal in the zone asked for', async () => {
    const { stdout } = await cli([demo, '--from', '2026-11-22 16:00', '--time-zone', 'UTC']);
    expect(stdout).toContain('2026-11-22 16:00:00');
  });
});
