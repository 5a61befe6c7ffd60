/** `whyrst pack` and `whyrst verify`: one zip with everything, and whether it still holds. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/model/pack.ts';
import { readZip } from '../../src/pack/zip-reader.ts';
import { ZipWriter } from '../../src/pack/zip-writer.ts';
import { isInstalled, needing } from '../pdf/tools.ts';
import { cli, demo, emptyFolder, sample } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

const BOUNDS = { files: 100, file: 1e9, total: 1e9 };
const packed = join(folder, 'capture.whyrst.zip');

/** The files of a pack by name. */
const filesIn = (path: string): Map<string, Buffer> =>
  new Map(
    (readZip(readFileSync(path), BOUNDS) ?? []).map((file): [string, Buffer] => {
      if ('fault' in file) throw new Error(`${file.name}: ${file.fault}`);
      return [file.name, Buffer.from(file.content)];
    }),
  );
const manifestIn = (path: string): Manifest =>
  JSON.parse(filesIn(path).get('manifest.json')?.toString('utf8') ?? '') as Manifest;

/** The pack with other files: what `change` gives for each, null to leave it out. */
function altered(name: string, change: (name: string, content: Buffer) => Buffer | string | null): string {
  const path = join(folder, name);
  const pieces: Uint8Array[] = [];
  const zip = new ZipWriter((bytes) => pieces.push(bytes));
  for (const [file, content] of filesIn(packed)) {
    const other = change(file, content);
    if (other !== null) zip.add(file, Buffer.from(other));
  }
  zip.finish();
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

beforeAll(async () => {
  const { code, stdout, stderr } = await cli(['pack', demo, '-o', folder]);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('(7 files and a manifest)');
  expect(stderr).toContain('gives the same verdict on its RST by itself');
}, 60_000);

describe('whyrst pack', () => {
  it('writes one file, and the same bytes every time', async () => {
    expect(readdirSync(folder)).toEqual(['capture.whyrst.zip']);
    const again = join(folder, 'again');
    await cli(['pack', demo, '-o', again]);
    expect(readFileSync(join(again, 'capture.whyrst.zip')).equals(readFileSync(packed))).toBe(true);
  }, 60_000);

  it('holds the files that report writes, and the evidence', async () => {
    const out = join(folder, 'report');
    await cli(['report', demo, '-o', out, '--format', 'md,pdf,html,json', '--evidence-pcap']);
    const files = filesIn(packed);
    expect([...files.keys()].sort()).toEqual([...readdirSync(out), 'manifest.json'].sort());
    for (const name of readdirSync(out))
      expect(files.get(name)?.equals(readFileSync(join(out, name))), name).toBe(true);
  }, 60_000);

  it('has a manifest that keeps to its schema, with no field that this does not name', async () => {
    const { stdout } = await cli(['schema', 'pack']);
    const ajv = new Ajv2020({ allErrors: true, strict: true });
    addFormats.default(ajv);
    const schema = JSON.parse(
      stdout.replaceAll('"type": "object"', '"type": "object", "additionalProperties": false'),
    ) as object;
    const validate = ajv.compile(schema);
    validate(manifestIn(packed));
    expect(validate.errors).toBeNull();
  });

  it('tells in the manifest what it was made of and how', async () => {
    const out = join(folder, 'told');
    const flags = ['--vantage', 'server', '--time-zone', 'Asia/Shanghai', '--from', '2026-11-22', '--lang', 'en'];
    await cli(['pack', demo, '-o', out, ...flags, '--filter', 'tcp', '--date', '2026-12-01']);
    const { sources, options, redaction } = manifestIn(join(out, 'capture.whyrst.zip'));
    expect(sources).toMatchObject([{ name: 'capture.pcap', role: 'server', packets: 37, files: 1 }]);
    expect(options).toEqual({
      ...{ vantage: 'server', filter: 'tcp', from: '2026-11-22', to: null },
      ...{ timeZone: 'Asia/Shanghai', date: '2026-12-01' },
    });
    expect(redaction).toEqual({ redacted: false, filterHidden: false });
    expect((await cli(['verify', join(out, 'capture.whyrst.zip'), demo])).code).toBe(0);
  }, 60_000);

  it('takes no pipe and not several captures, and leaves nothing behind', async () => {
    const out = join(folder, 'none');
    expect((await cli(['pack', '-', '-o', out], { stdin: readFileSync(demo) })).code).toBe(2);
    expect((await cli(['pack', demo, sample('linger-zero'), '-o', out])).code).toBe(2);
    expect((await cli(['pack', demo, '-o', out, '--frame', '3'])).code).toBe(2);
    expect(readdirSync(out)).toEqual([]);
  });

  it('of both ends holds the evidence of each, and is verified with both', async () => {
    const [client = '', server = ''] = ['client', 'server'].map(
      (end) => `test/crossing/captures/injection.${end}.pcap`,
    );
    const out = join(folder, 'ends');
    await cli(['pack', '--client', client, '--server', server, '-o', out, '--lang', 'en']);
    const path = join(out, 'injection.client.whyrst.zip');
    expect(manifestIn(path).files.filter(({ kind }) => kind === 'evidence')).toHaveLength(2);
    expect((await cli(['verify', path])).code).toBe(0);
    expect((await cli(['verify', path, client, server])).code).toBe(0);
    expect((await cli(['verify', path, server, client])).code).toBe(12);
    expect((await cli(['verify', path, client])).code).toBe(2);
  }, 60_000);
});

describe.skipIf(!isInstalled('unzip'))(needing('unzip', 'a pack'), () => {
  it('is unpacked without complaint', () => {
    const said = execFileSync('unzip', ['-t', packed], { encoding: 'utf8' });
    expect(said).toContain('No errors detected');
  });
});

describe('whyrst verify', () => {
  it('finds a pack sound, by itself and beside its capture', async () => {
    const alone = await cli(['verify', packed]);
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    expect(alone.stdout).toContain('by itself gives the same verdict on 1 of 1 RST');
    const beside = await cli(['verify', packed, demo]);
    expect(beside.code).toBe(0);
    expect(beside.stdout).toContain('The capture gives the same verdict on 1 of 1 RST');
    expect((await cli(['verify', packed, '-q'])).stdout).toBe('The pack is sound.\n');
  });

  it('tells another capture from the one that it was made of', async () => {
    const { code, stdout } = await cli(['verify', packed, sample('linger-zero')]);
    expect(code).toBe(12);
    expect(stdout).toContain('is not the capture that the pack was made of');
  });

  it('names the file that was changed, left out or added', async () => {
    const path = altered('altered.zip', (name, content) => {
      if (name.endsWith('.en.md')) return `${content.toString('utf8')} `;
      return name.endsWith('.html') ? null : content;
    });
    const { code, stdout } = await cli(['verify', path]);
    expect(code).toBe(12);
    expect(stdout).toContain('! capture.whyrst.en.md: was changed since the pack was made');
    expect(stdout).toContain('! capture.whyrst.html: is in the manifest and not in the pack');
    expect(stdout).toContain('2 things are wrong');
    const more = altered('more.zip', (name, content) =>
      name === 'manifest.json'
        ? content.toString('utf8').replaceAll('capture.whyrst.html', 'capture.whyrst.xhtml')
        : content,
    );
    expect((await cli(['verify', more])).stdout).toContain(
      'capture.whyrst.html: is in the pack and not in the manifest',
    );
  });

  it('does not believe a verdict that the evidence does not give, though all hashes are right', async () => {
    const { createHash } = await import('node:crypto');
    const json = filesIn(packed).get('capture.whyrst.json')?.toString('utf8') ?? '';
    const forged = json.replace('"cause":"nat-rebind"', '"cause":"port-closed"');
    expect(forged).not.toBe(json);
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const path = altered('forged.zip', (name, content) => {
      if (name === 'capture.whyrst.json') return forged;
      if (name !== 'manifest.json') return content;
      const lengths = (text: string): string => `"bytes":${Buffer.byteLength(text)},"sha256":"${hash(text)}"`;
      return content.toString('utf8').replace(lengths(json), lengths(forged));
    });
    const { code, stdout } = await cli(['verify', path]);
    expect(code).toBe(12);
    expect(stdout).toContain('capture.whyrst.json: as the manifest lists it');
    expect(stdout).toMatch(/! r1 \(frame 21\): the pack says port-closed.*its evidence capture nat-rebind \(proven\)/);
    expect((await cli(['verify', path, demo])).stdout).toMatch(/! r1 .*the capture nat-rebind \(proven\)/);
  });

  it('says when other rules made it', async () => {
    const path = altered('rules.zip', (name, content) =>
      name === 'manifest.json'
        ? content.toString('utf8').replace(/"rules":\{[^}]*\}/, `"rules":{"causes":3,"sha256":"${'0'.repeat(64)}"}`)
        : content,
    );
    const { code, stdout } = await cli(['verify', path]);
    expect(code).toBe(0);
    expect(stdout).toContain('other rules');
  });

  it.each([
    ['no zip', () => Buffer.from('PK')],
    ['a capture', () => readFileSync(demo)],
    ['a pack that was cut', () => readFileSync(packed).subarray(0, -1)],
  ])('refuses %s', async (_, bytes) => {
    const path = join(folder, 'other.zip');
    writeFileSync(path, bytes());
    const { code, stderr } = await cli(['verify', path]);
    expect(code).toBe(3);
    expect(stderr).toContain('no pack');
  });

  it('refuses a pack whose manifest is missing or says what cannot be', async () => {
    const without = altered('without.zip', (name, content) => (name === 'manifest.json' ? null : content));
    expect((await cli(['verify', without])).code).toBe(3);
    for (const [from, to] of [
      ['"whyrst.pack/1"', '"whyrst.pack/2"'],
      ['"files":[', '"files":[{},'],
      ['"vantage":null', '"vantage":"moon"'],
      ['{"schema"', '[{"schema"'],
    ] as const) {
      const path = altered('odd.zip', (name, content) =>
        name === 'manifest.json' ? content.toString('utf8').replace(from, to) : content,
      );
      expect((await cli(['verify', path])).code, to).toBe(3);
    }
  });
});

describe('a redacted pack', () => {
  const secret = join(folder, 'customer-site.pcap');
  const keyFile = join(folder, 'own.key');
  const out = join(folder, 'redacted');
  let path = '';
  beforeAll(async () => {
    copyFileSync(demo, secret);
    const filter = ['--filter', 'host 198.51.100.20'];
    expect((await cli(['pack', secret, '-o', out, '--redact-key', keyFile, ...filter])).code).toBe(0);
    path = join(out, readdirSync(out)[0] ?? '');
  }, 60_000);

  it('names neither the capture nor the filter', () => {
    const { sources, options, redaction } = manifestIn(path);
    expect(path).not.toContain('customer');
    expect(sources[0]?.name).toMatch(/^capture-[0-9a-f]{8}$/);
    expect(options.filter).toBeNull();
    expect(redaction).toEqual({ redacted: true, filterHidden: true });
  });

  it('is verified by itself, with the capture, and with the key', async () => {
    expect((await cli(['verify', path])).code).toBe(0);
    const beside = await cli(['verify', path, secret]);
    expect([beside.code, beside.stdout]).toEqual([0, expect.stringContaining('--filter')]);
    const filter = ['--filter', 'host 198.51.100.20'];
    expect((await cli(['verify', path, secret, '--redact-key', keyFile, ...filter])).code).toBe(0);
  });
});
