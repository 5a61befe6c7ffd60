/** CSV, SARIF and JUnit: valid by the rules of others for every sample and for hostile names, and saying what the JSON says. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analyze, applyKnown, gateOf, toCsv, toJson, toJunit, toSarif } from '../../src/index.ts';
import { cli, demo, emptyFolder } from '../cli/run-cli.ts';
import { isInstalled, needing } from '../pdf/tools.ts';
import { analysis, finding, verdict } from '../support/verdict.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);
const names = readdirSync('samples', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** Fields of each line by RFC 4180 §2, read strictly. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error('no CSV');
    lines.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') lines.push([]);
  }
  expect(lines.pop()).toEqual([]);
  return lines;
}
const csvOf = (told: Analysis): readonly (readonly string[])[] => parseCsv([...toCsv(told)].join(''));

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats.default(ajv);
const sarifSchema = ajv.compile(JSON.parse(readFileSync('test/support/sarif-2.1.0.json', 'utf8')) as object);

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly exitCode: number }[];
    readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly baselineState?: string;
      readonly suppressions?: readonly { readonly justification: string }[];
      readonly fingerprints: object;
      readonly occurrenceCount?: number;
    }[];
  }[];
}
function sarifOf(told: Analysis, language = 'en'): Sarif['runs'][number] {
  const text = toSarif(told, { language, exitCode: 0 });
  const sarif = JSON.parse(text) as Sarif;
  sarifSchema(sarif);
  expect(sarifSchema.errors ?? []).toEqual([]);
  const [run] = sarif.runs;
  if (run === undefined) throw new Error('no run');
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  return run;
}
const junitOf = (told: Analysis, language = 'en'): string =>
  toJunit(told, { language, failing: gateOf(told, null).failing });

/** Validates XML against the schema that Jenkins holds reports of tests to. */
function validate(xml: string): void {
  const flags = ['--noout', '--nonet', '--schema', 'test/support/junit-10.xsd', '-'];
  const { status, stderr } = spawnSync('xmllint', flags, { input: xml, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

describe.each(names)('%s', (name) => {
  let told: Analysis;
  beforeAll(async () => {
    told = await analyze(`samples/${name}/capture.pcap`);
  });

  it('has a CSV line for each RST with the values of the JSON', () => {
    const [header = [], ...rows] = csvOf(told);
    const { resets } = JSON.parse([...toJson(told)].join('')) as { resets: Readonly<Record<string, unknown>>[] };
    expect(rows).toHaveLength(resets.length);
    for (const [index, row] of rows.entries()) {
      expect(row).toHaveLength(header.length);
      const line = Object.fromEntries(header.map((column, at) => [column, row[at]]));
      const at = (path: string): unknown =>
        path
          .split('.')
          .reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | null)?.[key], resets[index]);
      for (const column of header.filter(
        (each) => each.includes('.') || ['id', 'frame', 'time', 'cause'].includes(each),
      )) {
        const value = at(column) ?? '';
        expect(line[column], column).toBe(Array.isArray(value) ? value.join(' ') : String(value));
      }
    }
  });

  it.each(['en', 'zh-CN'])('has a SARIF result for each finding in %s', (language) => {
    const { results, artifacts } = sarifOf(told, language);
    expect(results.map(({ ruleId }) => ruleId)).toEqual(told.findings.map(({ cause }) => cause));
    expect(artifacts).toHaveLength(told.captures.length);
    for (const { message, occurrenceCount } of results) {
      expect(message.text).not.toMatch(/undefined|[{}]/);
      expect(occurrenceCount).toBeGreaterThan(0);
    }
  });
});

describe('JUnit', () => {
  it.skipIf(!isInstalled('xmllint'))(
    needing('xmllint', 'is valid for every sample'),
    async () => {
      for (const name of names) {
        const told = await analyze(`samples/${name}/capture.pcap`);
        const xml = junitOf(told, 'zh-CN');
        validate(xml);
        expect(xml.match(/<testcase /g)).toHaveLength(told.captures.length + told.findings.length);
        expect(xml.match(/<failure /g) ?? []).toHaveLength(gateOf(told, null).failing.size);
      }
    },
    120_000,
  );
});

describe('what was known before', () => {
  const gone = { ...finding({ cause: 'port-closed' }), fingerprint: 'b'.repeat(16) };
  const rule = { line: 3, cause: 'nat-rebind', reason: 'Known', by: 'Ming', expires: '2027-01-31' };
  const marked = applyKnown(
    analysis({
      verdicts: [verdict(), verdict({ id: 'r2', finding: 'f2', cause: 'nat-rebind' })],
      findings: [finding(), finding({ id: 'f2', cause: 'nat-rebind', resets: ['r2'], fingerprint: 'c'.repeat(16) })],
    }),
    {
      baseline: { name: 'old.json', captures: [], redactedUnder: null, findings: [gone] },
      ignoreFile: { name: 'rules.yaml', rules: [rule] },
      date: '2026-11-20',
    },
  );

  it('is told in the words of SARIF', () => {
    const { results } = sarifOf(marked);
    expect(results.map(({ ruleId, baselineState }) => [ruleId, baselineState])).toEqual([
      ['state-lost-listener-up', 'new'],
      ['nat-rebind', 'new'],
      ['port-closed', 'absent'],
    ]);
    expect(results.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      undefined,
      'Known (Ming, until 2027-01-31)',
      undefined,
    ]);
  });

  it('makes skipped and failed tests', () => {
    const xml = junitOf(marked);
    expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1"');
    expect(xml).toContain('<skipped message="Known (Ming, until 2027-01-31)"/>');
    expect(xml).toContain('<failure type="likely" message="');
  });

  it('has columns in the CSV', () => {
    const [header = [], ...rows] = csvOf(marked);
    const [standing, suppressed] = [header.indexOf('baseline'), header.indexOf('suppressed')];
    expect(rows.map((row) => [row[standing], row[suppressed]])).toEqual([
      ['new', 'no'],
      ['new', 'yes'],
    ]);
  });
});

describe('how much it hurts', () => {
  it.each([
    ['disruptive', 'likely', 'error'],
    ['disruptive', 'possible', 'warning'],
    ['unknown', 'proven', 'warning'],
    ['benign', 'proven', 'note'],
    ['probe', 'likely', 'note'],
  ] as const)('%s and %s is a SARIF %s', (impact, confidence, level) => {
    const told = analysis({ findings: [finding({ impact, confidence })] });
    expect(sarifOf(told).results[0]?.level).toBe(level);
  });
});

const HOSTILE = [
  '=HYPERLINK("https://e.example","x")',
  '+1',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '\r\n=1',
  '＝1',
  ' =1',
  'a,"b"\r\nc',
  ']]><x/>&amp;<!--',
  '"/><failure message="',
  '\u202e\u0000\u001b[31m\ufffe\ud800',
  '../../etc/passwd?#% \\',
];

describe.each(HOSTILE)('the name %j', (evil) => {
  const [capture] = analysis().captures;
  if (capture === undefined) throw new Error('no capture');
  const common = { ...verdict().common, client: evil, server: evil, sender: evil, receiver: evil };
  const lead = verdict({ common, client: { address: evil, port: 1 }, server: { address: evil, port: 2 } });
  const told = analysis({
    captures: [{ ...capture, name: evil }],
    verdicts: [lead],
    findings: [finding({ service: evil })],
  });

  it('starts no formula and no new field in CSV', () => {
    const [header = [], ...rows] = csvOf(told);
    expect(rows.map((row) => row.length)).toEqual([header.length]);
    for (const value of rows[0] ?? []) {
      expect(value).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
      expect(value).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('acts on nothing in SARIF, and its URI is relative and has one part', () => {
    expect(toSarif(told, { language: 'en', exitCode: 0 }).trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const { results, artifacts } = sarifOf(told);
    expect(results[0]?.message.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(artifacts[0]?.location.uri).toMatch(/^(?:[\w.~-]|%[0-9A-F]{2})*$/);
  });

  it.skipIf(!isInstalled('xmllint'))(needing('xmllint', 'changes no structure of the XML'), () => {
    const xml = junitOf(told);
    validate(xml);
    const shape = (text: string): readonly string[] => text.match(/<[/\w-]+/g) ?? [];
    expect(shape(xml)).toEqual(shape(junitOf(analysis())));
    expect(xml.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('on the command line', () => {
  it('analyze prints one of them, in the language of its messages', async () => {
    expect((await cli(['analyze', demo, '--format', 'csv'])).stdout).toMatch(/^id,capture,frame,.*\r\nr1,/);
    expect((await cli(['analyze', demo, '--format', 'sarif', '--lang', 'zh'])).stdout).toContain('"language":"zh-CN"');
    const junit = await cli(['analyze', demo, '--format', 'junit', '--fail-on', 'cause=nat-rebind']);
    expect(junit.code).toBe(10);
    expect(junit.stdout).toContain('<failure ');
    const sarif = JSON.parse((await cli(['analyze', demo, '--format', 'sarif', '--fail-on', 'any'])).stdout) as Sarif;
    expect(sarif.runs[0]?.invocations[0]?.exitCode).toBe(10);
  });

  it.each([['csv,json'], ['pdf'], ['xml'], ['csv', '--json']])('analyze refuses --format %s %s', async (...flags) => {
    expect((await cli(['analyze', demo, '--format', ...flags.filter((flag) => flag !== undefined)])).code).toBe(2);
  });

  it('report writes one file each beside the others', async () => {
    const { code } = await cli(['report', demo, '-o', folder, '--format', 'csv,sarif,junit', '--lang', 'zh,en']);
    expect(code).toBe(0);
    const written = ['capture.whyrst.csv', 'capture.whyrst.junit.xml', 'capture.whyrst.sarif'];
    expect(readdirSync(folder).sort()).toEqual(written);
    expect(readFileSync(join(folder, 'capture.whyrst.sarif'), 'utf8')).toContain('"language":"zh-CN"');
  });
});
