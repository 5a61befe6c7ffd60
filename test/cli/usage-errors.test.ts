/** Whatever the user gets wrong: one message that names the word, one hint, exit code 2, nothing on standard output. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, demo, emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);
const out = join(folder, 'out');
const report = ['report', demo, '-o', out];

const mistakes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['an unknown option', ['report', demo, '--langg', 'zh'], ['--langg', '--lang']],
  ['an unknown option of the program', ['--verbos', demo], ['--verbos', '--verbose']],
  ['an unknown short option', ['analyze', '-x', demo], ['-x']],
  ['an unknown option with quotes in it', ['analyze', "--it's", demo], ["--it's"]],
  ['an unknown command', ['reprot', demo], ['reprot', 'report']],
  ['an unknown command alone', ['analyse'], ['analyse', 'analyze']],
  ['help for an unknown command', ['help', 'decoed'], ['decoed', 'decode']],
  ['an unknown language', [...report, '--lang', 'fr'], ['fr', 'en, zh-CN']],
  ['an empty language', [...report, '--lang', ''], ['en, zh-CN']],
  ['an unknown language for messages', [demo, '--lang=xx'], ['xx', 'en, zh-CN']],
  ['an unknown format', [...report, '--format', 'md,docx'], ['docx', 'md, pdf, html, json']],
  ['an unknown format of the analysis', ['analyze', demo, '--format', 'pdf'], ['pdf', 'json']],
  ['an unknown vantage', [demo, '--vantage', 'moon'], ['moon', 'client, server, middle, auto']],
  ['an unknown vantage of a report', [...report, '--vantage', 'unknown'], ['unknown', 'client, server, middle, auto']],
  ['an unknown time zone', [...report, '--time-zone', 'Mars/Olympus'], ['Mars/Olympus']],
  ['a date that is none', [...report, '--date', 'tomorrow'], ['tomorrow']],
  ['a day that the calendar lacks', [...report, '--date', '2026-02-30'], ['2026-02-30']],
  ['a month that the calendar lacks', [...report, '--date', '2026-13-01'], ['2026-13-01']],
  ['a frame that is no number', ['decode', demo, '--frame', 'last'], ['--frame', 'last']],
  ['frame 0', ['decode', demo, '--frame', '0'], ['--frame', '0']],
  ['a frame that the capture lacks', ['decode', demo, '--frame', '99999'], ['99999', '21']],
  ['a frame that is no RST', ['decode', demo, '--frame', '1'], ['1', '21']],
  ['a subject that is no RST', [...report, '--frame', '2'], ['2', '21']],
  ['an unknown cause', ['explain', 'nat-rebnd'], ['nat-rebnd', 'nat-rebind']],
  ['a missing capture', ['report'], ['<captures>']],
  ['a missing capture of decode', ['decode', '--frame', '1'], ['<capture>']],
  ['a missing frame', ['decode', demo], ['--frame']],
  ['a missing value', ['report', demo, '-o'], ['--output']],
  ['one argument too many', ['analyze', demo, 'second.pcap'], ['second.pcap']],
  ['one capture too many', [demo, 'second.pcap'], ['second.pcap']],
  ['standard input twice', ['report', '-', '-', '-o', out], ['-']],
];

describe.each(['en', 'zh-CN'])('a usage error in %s', (lang) => {
  it.each(mistakes)('names %s', async (_, argv, words) => {
    const { code, stdout, stderr } = await cli(argv, { env: { LANG: `${lang.replace('-', '_')}.UTF-8` } });
    expect([code, stdout]).toEqual([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^whyrst: /);
    expect(lines[1]).toMatch(lang === 'en' ? /^Hint: ./ : /^建议：./);
    for (const word of words) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/\berror:|\n\s+at |Error\b/);
    if (lang === 'zh-CN') expect(stderr).not.toMatch(/\b(the|is|not|no|there)\b/i);
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  });
});

it('refuses an unknown language among known ones, in a known one', async () => {
  const { code, stderr } = await cli([...report, '--lang', 'zh,klingon']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/klingon.*\n建议：.*en, zh-CN/)]);
});

it('refuses an unknown language in WHYRST_LANG, and ignores one in the locale', async () => {
  const own = await cli(['explain'], { env: { WHYRST_LANG: 'tlh' } });
  expect([own.code, own.stderr]).toEqual([2, expect.stringContaining('"tlh"')]);
  const locale = await cli(['explain'], { env: { LANG: 'tlh_QO.UTF-8' } });
  expect([locale.code, locale.stderr]).toEqual([0, '']);
});

it('takes LC_ALL before LC_MESSAGES before LANG, and the flag before all', async () => {
  const chinese = (await cli(['explain', '--lang', 'zh'])).stdout;
  const english = (await cli(['explain', '--lang', 'en'])).stdout;
  const said = async (env: Record<string, string>, ...more: string[]): Promise<string> =>
    (await cli(['explain', ...more], { env })).stdout;
  expect(chinese).not.toBe(english);
  expect(await said({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8' })).toBe(chinese);
  expect(await said({ LC_MESSAGES: 'zh_CN', LC_ALL: 'C' })).toBe(english);
  expect(await said({ LC_ALL: '', LANG: 'zh_CN.GB18030' })).toBe(chinese);
  expect(await said({ LANG: 'zh_CN', WHYRST_LANG: 'en-US' })).toBe(english);
  expect(await said({ WHYRST_LANG: 'en' }, '--lang', 'zh-Hans')).toBe(chinese);
  expect(await said({})).toBe(english);
});
