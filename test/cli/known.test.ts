/** `--baseline`, `.whyrstignore.yaml` and `--fail-on`: marks in every output, exit codes, errors with file and line. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withIgnoreFile } from '../../src/cli/known.ts';
import { analysisSchema } from '../../src/index.ts';
import { cli, demo, emptyFolder, sample } from './run-cli.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = emptyFolder());
});
afterEach(() => remove());

const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const other = sample('port-closed-syn-refused');

interface Told {
  readonly exitCode: number;
  readonly findings: readonly {
    readonly fingerprint: string;
    readonly baseline?: string;
    readonly suppressedBy?: number;
  }[];
  readonly baseline?: { readonly gone: readonly object[] };
  readonly suppressions?: { readonly name: string; readonly rules: readonly Readonly<Record<string, unknown>>[] };
}
const analyzed = async (...flags: readonly string[]): Promise<{ code: number; stderr: string; told: Told | null }> => {
  const { code, stdout, stderr } = await cli(['analyze', demo, ...flags]);
  return { code, stderr: stderr.replaceAll('\n', ' '), told: stdout === '' ? null : (JSON.parse(stdout) as Told) };
};
const baselineOf = async (capture: string, ...flags: readonly string[]): Promise<string> =>
  put('old.json', (await cli(['analyze', capture, ...flags])).stdout);
const rules = (text: string): readonly string[] => ['--ignore-file', put('rules.yaml', text)];
const known = 'reason: Known, see OPS-1\n  by: Ming\n  expires: 2099-12-31';

function errorsOf(told: unknown): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(analysisSchema);
  validate(told);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('--baseline', () => {
  it('finds everything unchanged in the same capture', async () => {
    const { code, told } = await analyzed('--baseline', await baselineOf(demo));
    expect(code).toBe(0);
    expect(told?.findings.map(({ baseline }) => baseline)).toEqual(['unchanged']);
    expect(told?.baseline?.gone).toEqual([]);
    expect(errorsOf(told)).toEqual([]);
  });

  it('exits with 11 when something is new, says what is gone, and repeats the code in the JSON', async () => {
    const { code, told } = await analyzed('--baseline', await baselineOf(other));
    expect([code, told?.exitCode]).toEqual([11, 11]);
    expect(told?.findings.map(({ baseline }) => baseline)).toEqual(['new']);
    expect(told?.baseline?.gone).toMatchObject([{ cause: 'port-closed' }]);
    expect(errorsOf(told)).toEqual([]);
  });

  it('is told in every document and in the terminal', async () => {
    const flags = ['--baseline', await baselineOf(other), '-o', folder, '--format', 'md,html,pdf,json'];
    const { code, stdout } = await cli(['report', demo, ...flags]);
    expect(code).toBe(11);
    expect(stdout).toContain('· new');
    expect(stdout).toContain('Gone: Nothing listened on the port');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect(read('capture.whyrst.en.md')).toContain('This finding is new: old.json does not have it.');
    expect(read('capture.whyrst.zh-CN.md')).toContain('这个问题是新出现的，old.json 中没有。');
    expect(read('capture.whyrst.html')).toContain('This finding is new');
    expect(JSON.parse(read('capture.whyrst.json'))).toMatchObject({ exitCode: 11, findings: [{ baseline: 'new' }] });
  });

  it('tells what is gone in a capture without a RST', async () => {
    const flags = ['--baseline', await baselineOf(demo), '-o', folder, '--format', 'md', '--lang', 'en'];
    expect((await cli(['report', sample('half-close-no-rst'), ...flags])).code).toBe(0);
    const report = readFileSync(join(folder, 'capture.whyrst.en.md'), 'utf8');
    expect(report).toContain('0 are new, 0 unchanged and 1 gone');
    expect(report).toContain('The client’s public address or port changed');
  });

  it('of another redaction key is refused, of the same key compared', async () => {
    const key = ['--redact-key', join(folder, 'my.key')];
    const redacted = await baselineOf(demo, ...key);
    const { code, told } = await analyzed('--baseline', redacted, ...key);
    expect([code, told?.findings[0]?.baseline]).toEqual([0, 'unchanged']);
    for (const flags of [[], ['--redact'], ['--redact-key', join(folder, 'other.key')]]) {
      const refused = await analyzed('--baseline', redacted, ...flags);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('under the same key');
    }
  });

  it.each([
    ['{}', 'schema'],
    ['', 'JSON?'],
  ])('that holds %j is refused with the reason', async (text, reason) => {
    const { code, stderr } = await analyzed('--baseline', put('bad.json', text));
    expect(code).toBe(2);
    expect(stderr).toContain('bad.json');
    expect(stderr).toContain(reason);
  });

  it('that is not there is refused', async () => {
    expect((await analyzed('--baseline', join(folder, 'none.json'))).code).toBe(2);
  });

  it('is for one capture', async () => {
    const flags = ['--baseline', await baselineOf(demo), '-o', folder];
    expect((await cli(['report', demo, other, ...flags])).code).toBe(2);
  });
});

describe('.whyrstignore.yaml', () => {
  it('suppresses by fingerprint, also one of digits only', async () => {
    const { told } = await analyzed();
    const fingerprint = told?.findings[0]?.fingerprint ?? '';
    const marked = await analyzed(
      ...rules(`- fingerprint: ${fingerprint}\n  ${known}\n- fingerprint: 0123456789012345\n  ${known}\n`),
    );
    expect(marked.told?.findings[0]?.suppressedBy).toBe(0);
    expect(marked.told?.suppressions?.rules).toMatchObject([
      { line: 1, reason: 'Known, see OPS-1', by: 'Ming', expires: '2099-12-31', state: 'applies', findings: ['f1'] },
      { line: 5, match: { fingerprint: '0123456789012345' }, state: 'idle' },
    ]);
    expect(errorsOf(marked.told)).toEqual([]);
  });

  it('lies in the working folder, unless another one is named', () => {
    put('.whyrstignore.yaml', '');
    expect(withIgnoreFile({}, folder)).toEqual({ ignoreFile: join(folder, '.whyrstignore.yaml') });
    expect(withIgnoreFile({ ignoreFile: 'x' }, folder)).toEqual({ ignoreFile: 'x' });
    expect(withIgnoreFile({}, join(folder, 'sub'))).toEqual({});
  });

  it('is listed in the report, with reason, author and last day', async () => {
    const flags = [...rules(`- cause: nat-rebind\n  ${known}\n`), '-o', folder, '--format', 'md'];
    const { stdout } = await cli(['report', demo, ...flags]);
    expect(stdout).toContain('· suppressed');
    const report = readFileSync(join(folder, 'capture.whyrst.en.md'), 'utf8');
    expect(report).toContain('| 1 | `cause: nat-rebind` | 1 | applies | Known, see OPS-1 | Ming | 2099-12-31 |');
    expect(readFileSync(join(folder, 'capture.whyrst.zh-CN.md'), 'utf8')).toContain('这个问题属于已忽略的问题。');
  });

  it('that has expired by the date of the report no longer counts, which is told', async () => {
    const flags = [
      ...rules('- cause: nat-rebind\n  reason: x\n  expires: 2026-12-31\n'),
      '-o',
      folder,
      '--format',
      'md',
    ];
    const at = async (date: string): Promise<string> => {
      await cli(['report', demo, ...flags, '--date', date]);
      return readFileSync(join(folder, 'capture.whyrst.en.md'), 'utf8');
    };
    expect(await at('2026-12-31')).toContain('This finding is suppressed.');
    const later = await at('2027-01-01');
    expect(later).not.toContain('This finding is suppressed.');
    expect(later).toContain('1 rule of rules.yaml has expired: what it matches counts again.');
    expect(later).toContain('| expired |');
  });

  it('speaks of hosts in their own addresses, and the redacted report shows neither them nor what people wrote', async () => {
    const flags = [
      ...rules(`- host: 198.51.100.20\n  ${known}\n- service: 198.51.100.20:8883\n  ${known}\n`),
      '--redact',
    ];
    const { stdout } = await cli(['analyze', demo, ...flags]);
    const told = JSON.parse(stdout) as Told;
    expect(told.suppressions?.rules.map(({ state }) => state)).toEqual(['applies', 'applies']);
    for (const secret of ['198.51.100.20', 'OPS-1', 'Ming', 'rules.yaml']) expect(stdout).not.toContain(secret);
    expect(errorsOf(told)).toEqual([]);
  });

  it.each([
    [`- host: 2001:DB8:0:0::7\n  ${known}`, { host: '2001:db8::7' }],
    [`- service: "[2001:DB8::0:7]:080"\n  ${known}`, { service: '[2001:db8::7]:80' }],
  ])('writes the address of %j as findings do', async (text, match) => {
    expect((await analyzed(...rules(text))).told?.suppressions?.rules).toMatchObject([{ match }]);
  });

  it('may be empty', async () => {
    expect((await analyzed(...rules('# none yet\n'))).told?.suppressions?.rules).toEqual([]);
  });

  it.each([
    ['cause: nat-rebind', 1, '- cause'],
    ['- cause: nat-rebind\n  reason: x', 1, 'expires'],
    ['# a comment\n- cause: nat-rebind\n  expires: 2027-01-01', 2, 'reason'],
    ['- reason: x\n  expires: 2027-01-01', 1, 'fingerprint, cause, service, host'],
    ['- cause: nat-rebind\n  reason: x\n  expires: 2027-02-30', 3, '2027-02-30'],
    ['- cause: nat\n  reason: x\n  expires: 2027-02-03', 1, 'nat'],
    ['- cause: nat-rebind\n  reason: ""\n  expires: 2027-02-03', 2, 'reason'],
    ['- cause: nat-rebind\n  reason: [x]\n  expires: 2027-02-03', 2, 'reason'],
    ['- host: example.com\n  reason: x\n  expires: 2027-02-03', 1, 'example.com'],
    ['- service: 192.0.2.7\n  reason: x\n  expires: 2027-02-03', 1, '192.0.2.7'],
    ['- service: 192.0.2.7:70000\n  reason: x\n  expires: 2027-02-03', 1, '70000'],
    ['- fingerprint: ABC\n  reason: x\n  expires: 2027-02-03', 1, 'ABC'],
    ['- cause: nat-rebind\n  reson: x\n  expires: 2027-02-03', 2, 'reason'],
    ['- cause: nat-rebind\n  reason: x\n  reason: y\n  expires: 2027-02-03', 3, 'unique'],
    ['- cause: "nat', 1, 'quote'],
    ['- nat-rebind', 1, '- cause'],
    ['- cause: port-closed\n  reason: x\n  expires: 2027-02-03\n- &a [*a]', 4, '- cause'],
  ])('with %j is refused with its line', async (text, line, word) => {
    const { code, stderr } = await analyzed(...rules(text));
    expect(code).toBe(2);
    expect(stderr).toContain(`rules.yaml, line ${line}:`);
    expect(stderr).toContain(word);
  });

  it('that cannot be read or is huge is refused', async () => {
    expect((await analyzed('--ignore-file', folder)).code).toBe(2);
    expect((await analyzed('--ignore-file', put('big.yaml', `# ${'x'.repeat(300_000)}`))).code).toBe(2);
  });
});

describe('--fail-on', () => {
  it('exits with 10 and still writes everything', async () => {
    const { code, told } = await analyzed('--fail-on', 'cause=nat-rebind');
    expect([code, told?.exitCode]).toEqual([10, 10]);
    expect((await analyzed('--fail-on', 'cause=port-closed')).code).toBe(0);
  });

  it('decides alone: without its condition nothing new fails', async () => {
    const baseline = await baselineOf(other);
    expect((await analyzed('--baseline', baseline, '--fail-on', 'new')).code).toBe(10);
    expect((await analyzed('--baseline', baseline, '--fail-on', 'benign')).code).toBe(0);
  });

  it('does not count what a rule suppresses', async () => {
    expect((await analyzed('--fail-on', 'any', ...rules(`- cause: nat-rebind\n  ${known}\n`))).code).toBe(0);
  });

  it('asks for a baseline, and refuses what it does not know', async () => {
    expect((await analyzed('--fail-on', 'new')).stderr).toContain('--baseline');
    expect((await analyzed('--fail-on', 'sure')).stderr).toContain('sure');
  });

  it('holds for each of several captures, also when their reports are up to date; what cannot be read weighs more', async () => {
    mkdirSync(join(folder, 'in'));
    cpSync(other, join(folder, 'in', 'a.pcap'));
    cpSync(demo, join(folder, 'in', 'b.pcap'));
    const run = () =>
      cli([
        'report',
        join(folder, 'in'),
        '-o',
        join(folder, 'out'),
        '--format',
        'json',
        '--fail-on',
        'cause=nat-rebind',
      ]);
    expect([(await run()).code, (await run()).code]).toEqual([10, 10]);
    const told = (name: string): Told =>
      JSON.parse(readFileSync(join(folder, 'out', `${name}.whyrst.json`), 'utf8')) as Told;
    expect([told('a').exitCode, told('b').exitCode]).toEqual([0, 10]);
    writeFileSync(join(folder, 'in', 'c.pcap'), 'no capture');
    expect((await run()).code).toBe(3);
  });
});
