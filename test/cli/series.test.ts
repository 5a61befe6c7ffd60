/** --join, and files whose names say that they are one capture. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../scripts/write-variants.ts';
import { groupsOf, mayBeSeries } from '../../src/cli/series.ts';
import { pcap } from '../support/pcap-writer.ts';
import { cli, emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

describe('the names of a rotated capture', () => {
  it.each([
    ['tcpdump -C', ['x.pcap', 'x.pcap1', 'x.pcap2'], 'x.pcap'],
    ['tcpdump -C -W', ['d/x.pcap01', 'd/x.pcap02', 'd/x.pcap00'], 'd/x.pcap'],
    ['the same, compressed', ['x.pcap0.gz', 'x.pcap1.gz'], 'x.pcap.gz'],
    ['dumpcap -b', ['x_00003_20261120031205.pcapng', 'x_00002_20261120031105.pcapng'], 'x.pcapng'],
  ])('of %s are one group', (_name, paths, name) => {
    expect(groupsOf(paths)).toEqual([{ paths, name }]);
  });

  it.each([
    ['a gap', ['x.pcap1', 'x.pcap3']],
    ['another folder', ['a/x.pcap1', 'b/x.pcap2']],
    ['another ending', ['x.pcap', 'x.pcapng1']],
    ['times', ['x-0300.pcap', 'x-0400.pcap']],
    ['the same number twice', ['x.pcap0', 'x.pcap']],
  ])('with %s are several', (_name, paths) => {
    expect(groupsOf(paths)).toEqual(paths.map((path) => ({ paths: [path], name: path })));
  });

  it('may be meant when nothing but digits differs', () => {
    expect(mayBeSeries(['x-0300.pcap', 'x-0400.pcap'])).toBe(true);
    expect(mayBeSeries(['client.pcap', 'server.pcap'])).toBe(false);
    expect(mayBeSeries(['x-0300.pcap'])).toBe(false);
  });
});

const demo = 'samples/demo/capture.pcap';
const packets = readPackets(readFileSync(demo));
const half = Math.floor(packets.length / 2);
const write = (name: string, from: number, to?: number): string => {
  const path = join(folder, name);
  writeFileSync(path, pcap(packets.slice(from, to)));
  return path;
};
const ring = [write('ring.pcap0', 0, half), write('ring.pcap1', half)];
const named = [write('at-0300.pcap', 0, half), write('at-0400.pcap', half)];

interface Resets {
  readonly resets: readonly {
    readonly frame: number;
    readonly cause: string;
    readonly own?: { file: string; frame: number };
  }[];
}

describe('captures in several files', () => {
  it('are one with --join, on every command', async () => {
    const whole = JSON.parse((await cli(['analyze', demo])).stdout) as Resets;
    const joined = JSON.parse((await cli(['analyze', '--join', ...named])).stdout) as Resets;
    expect(joined.resets.map(({ frame, cause }) => [frame, cause])).toEqual(
      whole.resets.map(({ frame, cause }) => [frame, cause]),
    );
    const frame = whole.resets[0]?.frame ?? 0;
    expect(joined.resets[0]?.own).toEqual({ file: 'at-0400.pcap', frame: frame - half });
    for (const argv of [
      ['--join', ...named],
      ['decode', '--frame', String(frame), '--join', ...named],
    ]) {
      expect((await cli(argv)).code, argv.join(' ')).toBe(0);
    }
  });

  it('are refused without it where one is expected', async () => {
    for (const argv of [named, ['analyze', ...named], ['decode', '--frame', '1', ...named]]) {
      const { code, stderr } = await cli(argv);
      expect([code, stderr.includes('at-0400.pcap')], argv.join(' ')).toEqual([2, true]);
    }
  });

  it('get one report when their names leave no doubt, and several with --no-join', async () => {
    const reports = async (...options: string[]): Promise<string[]> => {
      const { folder: out, remove: clear } = emptyFolder();
      const { stderr } = await cli(['report', ...ring, '-o', out, '--format', 'md', '--lang', 'en', ...options]);
      const names = readdirSync(out)
        .filter((name) => /^ring/.test(name))
        .sort();
      const [first = ''] = names;
      const text = readFileSync(join(out, first), 'utf8');
      clear();
      expect(stderr.includes('--no-join')).toBe(options.length === 0);
      expect(text.includes('2 files were read as one capture')).toBe(options.length === 0);
      return names;
    };
    expect(await reports()).toEqual(['ring.whyrst.en.md']);
    expect(await reports('--no-join')).toEqual(['ring.pcap0.whyrst.en.md', 'ring.pcap1.whyrst.en.md']);
  });

  it('are kept apart where their names leave a doubt, and --join is named', async () => {
    const { folder: out, remove: clear } = emptyFolder();
    const { stderr } = await cli(['report', ...named, '-o', out, '--format', 'md', '--lang', 'en']);
    expect(readdirSync(out).filter((name) => name.startsWith('at-'))).toHaveLength(2);
    expect(stderr).toContain('--join');
    clear();
  });
});
