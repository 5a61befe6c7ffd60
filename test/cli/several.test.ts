/** `whyrst report` of several captures: all cores, one report each, an overview, and going on where a run was interrupted. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCaptures } from '../../src/cli/find-captures.ts';
import { cli, emptyFolder, root, sample } from './run-cli.ts';

const NAMES = ['linger-zero', 'port-closed-syn-refused', 'port-scan-half-open', 'half-close-no-rst'];
const built = join(root, 'dist/cli/main.js');

const { folder, remove } = emptyFolder();
const inbox = join(folder, 'inbox');

beforeAll(() => {
  // Threads need JavaScript.
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  mkdirSync(join(inbox, 'monday'), { recursive: true });
  for (const name of NAMES) copyFileSync(sample(name), join(inbox, 'monday', `${name}.pcap`));
  copyFileSync(sample('port-closed-syn-refused'), join(inbox, 'again.pcap'));
  writeFileSync(join(inbox, 'broken.pcap'), 'no capture');
  writeFileSync(join(inbox, 'notes.txt'), 'not named like a capture');
}, 180_000);
afterAll(remove);

const visibleFiles = (out: string): string[] => readdirSync(out).filter((name) => !name.startsWith('.'));
const contents = (out: string): Record<string, string> =>
  Object.fromEntries(visibleFiles(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
const report = (out: string, ...more: string[]) =>
  spawnSync(process.execPath, [built, 'report', 'inbox', '-o', out, '--format', 'md,json', ...more], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });

interface OverviewJson {
  readonly captures: readonly {
    readonly name: string;
    readonly report: string | null;
    readonly failure?: string;
    readonly resets?: number;
    readonly findings?: readonly { readonly cause: string; readonly resets: number }[];
  }[];
}

describe('what stands for captures', () => {
  const below = (...parts: string[]): string => join(inbox, ...parts);

  it('is a folder with all below it, by name', () => {
    expect(findCaptures([inbox])).toEqual([
      below('again.pcap'),
      below('broken.pcap'),
      ...[...NAMES].sort().map((name) => below('monday', `${name}.pcap`)),
    ]);
  });

  it.each([
    ['*.pcap', ['again.pcap', 'broken.pcap']],
    ['mon*/port-?losed-*.pcap', ['monday/port-closed-syn-refused.pcap']],
    ['**/port-c*.pcap', ['monday/port-closed-syn-refused.pcap']],
    ['**/again.pcap', ['again.pcap']],
  ])('is the pattern %s', (pattern, found) => {
    expect(findCaptures([`${inbox}/${pattern}`])).toEqual(found.map((path) => below(path)));
  });

  it('is each file once, and a word that stands for nothing is left to be told', () => {
    expect(findCaptures(['-', below('again.pcap'), `${inbox}/*.pcap`, 'gone.pcap', `${inbox}/*.zip`])).toEqual([
      '-',
      below('again.pcap'),
      below('broken.pcap'),
      'gone.pcap',
      `${inbox}/*.zip`,
    ]);
  });
});

describe('several captures', () => {
  const out = join(folder, 'threads');
  let outcome: ReturnType<typeof report>;
  beforeAll(() => {
    outcome = report(out);
  }, 120_000);

  it('get a report each and an overview; the broken one is told, and gives the exit code', () => {
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/^whyrst: .*broken\.pcap/m);
    const expected = ['again', 'overview', ...NAMES].flatMap((stem) =>
      ['en.md', 'json', 'zh-CN.md'].map((end) => `${stem}.whyrst.${end}`),
    );
    expect(visibleFiles(out).sort()).toEqual(expected.sort());
  });

  it('are counted in the overview as in their own reports', () => {
    const { captures } = JSON.parse(readFileSync(join(out, 'overview.whyrst.json'), 'utf8')) as OverviewJson;
    expect(captures.map(({ name, failure }) => [name, failure])).toEqual([
      ['inbox/again.pcap', undefined],
      ['inbox/broken.pcap', 'capture/unknown-format'],
      ...[...NAMES].sort().map((name) => [`inbox/monday/${name}.pcap`, undefined]),
    ]);
    for (const { report: base, findings } of captures) {
      if (base === null) continue;
      const own = JSON.parse(readFileSync(join(out, `${base}.json`), 'utf8')) as {
        findings: { cause: string; resets: string[] }[];
      };
      expect(findings?.map(({ cause, resets }) => [cause, resets])).toEqual(
        own.findings.map(({ cause, resets }) => [cause, resets.length]),
      );
    }
  });

  it('are told cause by cause in both languages', () => {
    const english = readFileSync(join(out, 'overview.whyrst.en.md'), 'utf8');
    expect(english).toMatch(/^\| Nothing listened on the port \| 2 \|/m);
    expect(english).toContain('inbox/broken.pcap');
    expect(readFileSync(join(out, 'overview.whyrst.zh-CN.md'), 'utf8')).toMatch(/^\| 端口上没有程序在监听 \| 2 \|/m);
    expect(outcome.stdout).toContain('Nothing listened on the port');
  });

  it('give the same bytes with one thread, with two and within the program', async () => {
    const one = join(folder, 'one');
    expect(report(one, '--jobs', '1').stdout).toBe(outcome.stdout);
    const two = join(folder, 'two');
    expect(report(two, '--jobs', '2').stdout).toBe(outcome.stdout);
    expect(contents(one)).toEqual(contents(out));
    expect(contents(two)).toEqual(contents(out));
  }, 120_000);

  it('have an overview as a page and as PDF when asked', async () => {
    const page = join(folder, 'page');
    const flags = ['-o', page, '--format', 'html,pdf', '--lang', 'en'];
    expect((await cli(['report', sample('port-closed-syn-refused'), sample('linger-zero'), ...flags])).code).toBe(0);
    expect(readFileSync(join(page, 'overview.whyrst.en.html'), 'utf8')).toContain('<table');
    expect(readFileSync(join(page, 'overview.whyrst.en.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  }, 60_000);

  it('are refused with a number of jobs that is none', async () => {
    const { code, stderr } = await cli([
      'report',
      sample('port-closed-syn-refused'),
      sample('linger-zero'),
      '--jobs',
      '0',
      '-o',
      out,
    ]);
    expect([code, stderr.includes('--jobs')]).toEqual([2, true]);
  });
});

describe('a second run', () => {
  const out = join(folder, 'resumed');
  const inodes = (): Map<string, number> =>
    new Map(visibleFiles(out).map((name) => [name, statSync(join(out, name)).ino]));
  const rewritten = (before: Map<string, number>): string[] =>
    [...inodes()].filter(([name, inode]) => before.get(name) !== inode).map(([name]) => name);
  beforeAll(() => {
    report(out);
  }, 60_000);

  it('leaves reports that are right, and writes those that are gone or changed', () => {
    const whole = contents(out);
    writeFileSync(join(out, 'again.whyrst.en.md'), 'changed');
    const before = inodes();
    const { stderr } = report(out);
    expect(stderr.match(/is up to date/g)).toHaveLength(NAMES.length);
    expect(
      rewritten(before)
        .filter((name) => !name.startsWith('overview'))
        .every((name) => name.startsWith('again')),
    ).toBe(true);
    expect(contents(out)).toEqual(whole);
  }, 60_000);

  it.each([
    ['an option', ['--time-zone', 'Asia/Shanghai']],
    ['the wish for it', ['--fresh']],
  ])(
    'writes all again for %s',
    (_, flags) => {
      expect(report(out, ...flags).stderr).not.toContain('is up to date');
    },
    60_000,
  );

  it('writes again what another capture of the same name says', () => {
    const path = join(inbox, 'again.pcap');
    copyFileSync(sample('linger-zero'), path);
    const { stderr } = report(out);
    expect(stderr).toContain(`wrote ${join(out, 'again.whyrst.json')}`);
    copyFileSync(sample('port-closed-syn-refused'), path);
  }, 60_000);
});

describe('a run that is interrupted', () => {
  it('leaves nothing unfinished, and the next one goes on', async () => {
    const out = join(folder, 'interrupted');
    const argv = [built, 'report', 'inbox', '-o', out, '--format', 'md,json,pdf', '--jobs', '2'];
    const child = spawn(process.execPath, argv, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    // With the first line that is told, others are still being written.
    child.stderr.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(visibleFiles(out)).not.toContain('overview.whyrst.json');
    const { stderr, status } = report(out, '--format', 'md,json,pdf', '--jobs', '2');
    expect(status).toBe(3);
    expect(stderr).toContain('again.whyrst is up to date');
    expect(visibleFiles(out)).toHaveLength(5 * (NAMES.length + 2));
  }, 120_000);
});
