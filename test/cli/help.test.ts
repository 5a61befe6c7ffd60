/** Help and version: both languages whole, one screen each, and nothing of commander's own English. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommonText } from '../../src/model/catalogue.ts';
import { cellWidth } from '../../src/narrative/text-width.ts';
import { version } from '../../src/version.ts';
import { flatten } from '../support/sentences.ts';
import { cli, root } from './run-cli.ts';

const commands = [
  'report',
  'watch',
  'analyze',
  'decode',
  'redact',
  'reveal',
  'explain',
  'cheatsheet',
  'pack',
  'verify',
  'attach',
  'schema',
];
const pages = [[], ...commands.map((name) => [name])];
const languages = ['en', 'zh-CN'];

/** A window of a usual size; the oldest terminals have 24 rows, too few for the options that captures take. */
const ROWS = 48;
const COLUMNS = 80;

describe.each(languages)('help in %s', (lang) => {
  it.each(pages)('of "%s" fits one screen and ends with two examples', async (...words) => {
    const { code, stdout, stderr } = await cli([...words, '--help', '--lang', lang]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(ROWS);
    for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(COLUMNS);
    const heading = lang === 'en' ? 'Examples:' : '示例：';
    expect(lines.at(-3)).toBe(heading);
    for (const line of lines.slice(-2)) expect(line).toMatch(/^ {2}((?:tcpdump|dumpcap) .*)?whyrst .* {2,}\S/);
  });

  it.each(pages)('of "%s" is the same by every way to ask for it', async (...words) => {
    const { stdout } = await cli([...words, '--help', '--lang', lang]);
    const locale = `${lang.replace('-', '_')}.UTF-8`;
    expect((await cli([...words, '-h'], { env: { WHYRST_LANG: lang } })).stdout).toBe(stdout);
    expect((await cli([...words, '-h'], { env: { LANG: locale } })).stdout).toBe(stdout);
    expect((await cli(['help', ...words, '--lang', lang])).stdout).toBe(stdout);
  });

  it('describes every option and command', async () => {
    for (const words of pages) {
      const { stdout } = await cli([...words, '--help', '--lang', lang]);
      const rows = stdout.split('\n').filter((line) => /^ {2}(-|whyrst )/.test(line) && !line.endsWith(']'));
      expect(rows.length).toBeGreaterThan(3);
      for (const row of rows) expect(row).toMatch(/^ {2}\S.*? {2,}\S/);
    }
  });
});

describe('help in Chinese', () => {
  it.each(pages)('of "%s" has no English sentence', async (...words) => {
    const { stdout } = await cli([...words, '--help', '--lang', 'zh']);
    expect(stdout.replace(/--[a-z-]+/g, '')).not.toMatch(
      /\b(the|display|for command|Usage|Options|Commands|Arguments|default|or|of|to)\b/,
    );
    expect(stdout).toMatch(/\p{Script=Han}/u);
  });
});

describe('without arguments', () => {
  it('prints the help on a terminal', async () => {
    const { code, stdout } = await cli([], { isTTY: true });
    expect(code).toBe(0);
    expect(stdout).toBe((await cli(['--help'])).stdout);
  });

  it('misses the capture elsewhere', async () => {
    const { code, stdout, stderr } = await cli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('<capture>');
  });
});

it.each(['-V', '--version'])('%s prints the version alone', async (flag) => {
  expect(await cli([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('the texts of the command line', () => {
  const code = ['src/cli/', 'src/cli/commands/', 'src/']
    .flatMap((folder) =>
      readdirSync(new URL(folder, `file://${root}`))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`${root}${folder}${name}`, 'utf8')),
    )
    .join('\n');
  const common = JSON.parse(readFileSync(`${root}locales/en/common.json`, 'utf8')) as { cli: CommonText };
  const keys = [...flatten(common.cli).keys()];

  it('are all asked for', () => {
    // Headings, examples and alerts are asked for by the last word of their key.
    const isAsked = (key: string): boolean =>
      code.includes(`'${key}'`) || code.includes(`'cli.${key}'`) || /^(headings|examples|alerts)\./.test(key);
    expect(keys.filter((key) => !isAsked(key))).toEqual([]);
    const lastWords = keys.filter((key) => /^(headings|examples|alerts)\./.test(key)).map((key) => key.split('.')[1]);
    expect(lastWords.filter((word) => !code.includes(`'${word}'`))).toEqual([]);
  });
});

describe('the start of the program', () => {
  it('loads nothing but commander, the command line and the model', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const source = readFileSync(path, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
      for (const [, from = ''] of source.matchAll(/^(?:import|export)[^;]*?from '([^']+)';/gm)) {
        if (from.startsWith('.')) visit(new URL(from, `file://${path}`).pathname);
        else packages.add(from);
      }
    };
    visit(`${root}src/cli/main.ts`);
    expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
    const folders = new Set([...seen].map((path) => path.slice(root.length).split('/').slice(0, 2).join('/')));
    expect([...folders].sort()).toEqual(['src/cli', 'src/model']);
    expect(seen.size).toBeLessThan(25);
  });
});
