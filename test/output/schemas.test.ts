/** Each JSON output keeps to the schema that `whyrst schema` prints, and holds no field that it does not name. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { type Analysis, analyze, toDecodeJson } from '../../src/index.ts';
import { cli, demo, emptyFolder, sample } from '../cli/run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);
const names = readdirSync('samples', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** A schema without leave for fields that are added later. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

async function errorsOf(name: string): Promise<(data: unknown) => readonly string[]> {
  const { code, stdout } = await cli(['schema', name]);
  expect(code).toBe(0);
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(closed(JSON.parse(stdout)) as object);
  return (data) => {
    validate(data);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

describe('whyrst schema', () => {
  it('is that of analyze unless another one is named', async () => {
    expect((await cli(['schema'])).stdout).toBe((await cli(['schema', 'analysis'])).stdout);
    const titles = await Promise.all(
      ['analysis', 'decode', 'overview', 'pack'].map(async (name) => (await cli(['schema', name])).stdout),
    );
    expect(titles.map((text) => (JSON.parse(text) as { title: string }).title)).toEqual([
      'whyrst.analysis/1',
      'whyrst.decode/1',
      'whyrst.overview/1',
      'whyrst.pack/1',
    ]);
  });

  it('refuses a name that there is not', async () => {
    const { code, stderr } = await cli(['schema', 'report']);
    expect(code).toBe(2);
    expect(stderr.replaceAll('\n', ' ')).toContain('analysis, decode, overview, pack');
  });
});

it('decode --json keeps to its schema for every RST of every sample', async () => {
  const errors = await errorsOf('decode');
  for (const name of names) {
    const told: Analysis = await analyze(`samples/${name}/capture.pcap`);
    if (told.verdicts.length > 0)
      expect(errors(JSON.parse(toDecodeJson(told.verdicts, told, 'zh-CN'))), name).toEqual([]);
  }
  expect(errors({ schema: 'whyrst.decode/1', tool: { name: 'whyrst', version: '1' }, resets: [{}] })).not.toEqual([]);
}, 60_000);

it('an overview in two languages is one document with both texts', async () => {
  const out = join(folder, 'both');
  const flags = ['-o', out, '--format', 'md,html,pdf', '--bilingual'];
  expect((await cli(['report', demo, sample('linger-zero'), ...flags])).code).toBe(0);
  const written = readdirSync(out).filter((name) => name.startsWith('overview'));
  expect(written.sort()).toEqual(['html', 'md', 'pdf'].map((ending) => `overview.whyrst.zh-CN+en.${ending}`));
  const [title = '', ...lines] = readFileSync(join(out, 'overview.whyrst.zh-CN+en.md'), 'utf8').split('\n');
  expect(title).toMatch(/^# .*\p{Script=Han} · TCP resets in 2 captures$/u);
  expect(lines.filter((line) => line.startsWith('## ')).every((line) => /\p{Script=Han}.*[a-z]/u.test(line))).toBe(
    true,
  );
}, 60_000);

it('the overview keeps to its schema, with a capture that cannot be read and one without RST', async () => {
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'broken.pcap'), 'no capture');
  const captures = [demo, sample('half-close-no-rst'), join(folder, 'in', 'broken.pcap')];
  expect((await cli(['report', ...captures, '-o', folder, '--format', 'json'])).code).toBe(3);
  const overview = JSON.parse(readFileSync(join(folder, 'overview.whyrst.json'), 'utf8')) as { captures: object[] };
  const errors = await errorsOf('overview');
  expect(overview.captures).toHaveLength(3);
  expect(errors(overview)).toEqual([]);
  expect(errors({ ...overview, captures: [{ name: 'x' }] })).not.toEqual([]);
});
