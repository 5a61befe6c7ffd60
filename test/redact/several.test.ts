/** Redaction of several captures: one key, and an overview that names nobody. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/index.ts';
import { cli, emptyFolder, sample } from '../cli/run-cli.ts';
import { originalsIn } from '../support/originals.ts';
import { bytesOf } from '../support/searchable.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);
const inbox = join(folder, 'inbox');
const out = join(folder, 'out');
const keyFile = join(folder, 'own.key');
const SAMPLES = ['linger-zero', 'port-closed-ipv6', 'port-scan-connect'];

const run = (...more: readonly string[]) =>
  cli(['report', inbox, '-o', out, '--redact-key', keyFile, '--format', 'md,html,pdf,json', '--lang', 'en', ...more]);

const filesBelow = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(() => {
  mkdirSync(join(inbox, 'acme'), { recursive: true });
  for (const name of SAMPLES) copyFileSync(sample(name), join(inbox, 'acme', `customer-${name}.pcap`));
  copyFileSync(sample('linger-zero'), join(inbox, 'customer-linger-zero.pcap'));
  writeFileSync(join(inbox, 'customer-broken.pcap'), 'no capture');
});

describe('a folder that is redacted', () => {
  it('leaves no original value in any file, in what a run remembers or in a name', async () => {
    const { code, stdout, stderr } = await run();
    expect(code).toBe(3);
    const originals = new Set(['customer', 'acme', 'inbox']);
    for (const name of SAMPLES) for (const value of originalsIn(await analyze(sample(name)))) originals.add(value);
    const files = filesBelow(out);
    // Four documents of each of four captures, four of the overview, and what the run remembers of each capture.
    expect(files).toHaveLength(4 * 4 + 4 + 4);
    for (const value of originals) {
      for (const path of files) {
        expect(bytesOf(path).includes(value), `${value} in ${path}`).toBe(false);
        expect(path.slice(out.length)).not.toContain(value);
      }
      expect(stdout.includes(value), value).toBe(false);
    }
    // The owner is told which is which.
    expect(stderr).toMatch(/customer-port-closed-ipv6\.pcap is capture-[0-9a-f]{8} in the redacted reports/);
  });

  it('has one replacement for one address in all reports and in the overview', async () => {
    await run();
    const services = new Set<string>();
    const reports = readdirSync(out).filter((name) => /^capture-.*\.json$/.test(name));
    for (const name of reports) {
      const { findings } = JSON.parse(readFileSync(join(out, name), 'utf8')) as { findings: { service: string }[] };
      for (const { service } of findings) services.add(service);
    }
    const overview = readFileSync(join(out, 'overview.whyrst.json'), 'utf8');
    expect(services.size).toBeGreaterThan(1);
    for (const service of services) expect(overview).toContain(JSON.stringify(service));
  });

  it('is up to date under the same key, and written anew under one that is forgotten', async () => {
    await run();
    expect((await run()).stderr.match(/is up to date/g)).toHaveLength(4);
    const { stderr } = await cli(['report', inbox, '-o', join(folder, 'forgotten'), '--redact', '--format', 'json']);
    expect(stderr).toContain('wrote');
    expect(readdirSync(join(folder, 'forgotten')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
