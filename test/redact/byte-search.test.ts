/** No original value in any byte of any redacted output: every sample, and a capture made of secrets. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.ts';
import { analyze, excerptsOf, rewriteCapture, toJson } from '../../src/index.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { readZip } from '../../src/pack/zip-reader.ts';
import { cli, emptyFolder } from '../cli/run-cli.ts';
import { inspect, isInstalled } from '../pdf/tools.ts';
import { originalsIn } from '../support/originals.ts';
import { addressBytes } from '../support/packet-bytes.ts';
import { inflated } from '../support/searchable.ts';
import { binarySecrets, secretCapture, secrets } from '../support/secret-capture.ts';

const names = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const captureOf = (name: string): string => `samples/${name}/capture.pcap`;
const key = Buffer.from('5a'.repeat(32), 'hex');
const { folder, remove } = emptyFolder();
afterAll(remove);

/** What to look for: text, and bytes as packets hold them. */
interface Originals {
  readonly texts: readonly string[];
  readonly bytes: readonly Buffer[];
}

const ETHERNET = 1;
const LINUX_COOKED_2 = 276;
/** Behind the shortest headers of Ethernet, IPv4 and TCP. */
const PAYLOAD_FROM = 54;
/** What redaction keeps of HTTP. */
const KEPT_WORD = 4;

/** MAC addresses and readable payload of a capture, taken from its bytes. */
async function originalsOf(path: string): Promise<Originals> {
  const analysis = await analyze(path);
  const addresses = originalsIn(analysis);
  const macs = new Set<string>();
  const payload = new Set<string>();
  const reader = await openCapture(path, { diagnostics: new Diagnostics() });
  await reader.read(({ view, start, capturedLength, linkType }) => {
    const bytes = Buffer.from(view.buffer, view.byteOffset + start, capturedLength);
    const at = linkType === ETHERNET ? [0, 6] : linkType === LINUX_COOKED_2 ? [12] : [];
    for (const from of at) macs.add(bytes.toString('hex', from, from + 6));
    const text = bytes.subarray(PAYLOAD_FROM).toString('latin1');
    for (const [run] of text.matchAll(/[ -~]{12,}/g)) {
      // A filler of one letter says nothing, and is found anywhere.
      const piece = run.slice(KEPT_WORD, KEPT_WORD + 16);
      if (new Set(piece).size > 4) payload.add(piece);
    }
  });
  // Nobody, everybody and groups stay; so does what is the same everywhere.
  const own = [...macs].filter((mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 && !/^0+$/.test(mac));
  return {
    texts: [...addresses, ...own.map((mac) => mac.replace(/..(?=.)/g, '$&:')), ...payload],
    bytes: [
      ...addresses.map((address) => Buffer.from(addressBytes(address))),
      ...own.map((mac) => Buffer.from(mac, 'hex')),
    ],
  };
}

/** A text as it may stand in a file: as it is, as PDF writes strings (UTF-16, or that in hexadecimal). */
function formsOf(text: string): readonly Buffer[] {
  const wide = Buffer.from(text, 'utf16le').swap16();
  return [Buffer.from(text), wide, Buffer.from(wide.toString('hex').toUpperCase()), Buffer.from(wide.toString('hex'))];
}

function expectNone({ texts, bytes }: Originals, where: string, content: Buffer): void {
  for (const text of texts) {
    for (const form of formsOf(text)) expect(content.includes(form), `${text} in ${where}`).toBe(false);
  }
  for (const form of bytes) expect(content.includes(form), `${form.toString('hex')} in ${where}`).toBe(false);
}

/** All that a reader can get out of a file. */
function searchable(name: string, content: Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  if (!name.endsWith('.pdf')) return bytes;
  const pages = isInstalled('pdftotext') ? inspect(bytes, 'pdftotext', 'FILE', '-') : '';
  return Buffer.concat([inflated(bytes), Buffer.from(pages)]);
}

describe.each(names)('samples/%s, redacted', (name) => {
  it('leaves nothing behind in the capture, the evidence and the JSON', async () => {
    const source = captureOf(name);
    const originals = await originalsOf(source);
    expect(originals.bytes.length).toBeGreaterThan(1);
    const original = readFileSync(source);
    for (const form of originals.bytes) expect(original.includes(form), form.toString('hex')).toBe(true);
    const pieces: Uint8Array[] = [];
    await rewriteCapture(source, (bytes) => pieces.push(bytes), { redactionKey: key, comment: 'redacted' });
    expectNone(originals, 'the capture', Buffer.concat(pieces));
    const analysis = await analyze(source, { redactionKey: key });
    const excerpts = await excerptsOf(analysis, [source], { languages: ['zh-CN', 'en'], redactionKey: key });
    for (const { bytes } of excerpts) expectNone(originals, 'the evidence', Buffer.from(bytes));
    expectNone(originals, 'the JSON', Buffer.from([...toJson(analysis, { excerpts })].join('')));
  });
});

/** A pack holds every kind of document; letter and comment are written beside. Pages of the PDF are searched where pdftotext is there. */
async function expectNothingIn(source: string, originals: Originals, filter: string): Promise<void> {
  const out = mkdtempSync(join(folder, 'out-'));
  const flags = ['-o', out, '--redact', '--filter', filter, '--quiet'];
  const packing = await cli(['pack', source, ...flags]);
  const report = await cli(['report', source, ...flags, '--format', 'md', '--letter', '--comment']);
  expect([packing.code, packing.stderr, report.code, report.stderr]).toEqual([0, '', 0, '']);
  expectNone(originals, 'the terminal', Buffer.from(report.stdout + packing.stdout));
  for (const file of readdirSync(out)) {
    expectNone(originals, 'a name', Buffer.from(file));
    const content = readFileSync(join(out, file));
    if (!file.endsWith('.zip')) {
      expectNone(originals, file, content);
      continue;
    }
    const packed = readZip(content, { files: 100, file: 1e9, total: 1e9 }) ?? [];
    expect(packed.length).toBeGreaterThanOrEqual(8);
    for (const each of packed) {
      if ('fault' in each) throw new Error(`${each.name}: ${each.fault}`);
      expectNone(originals, 'a name', Buffer.from(each.name));
      expectNone(originals, each.name, searchable(each.name, each.content));
    }
  }
}

/** One of each kind: a NAT, IPv6, many addresses, TLS, no RST, a tunnel, a Linux cooked capture. */
const KINDS = [
  'demo',
  'late-data-after-close-ipv6',
  'port-scan-connect',
  'firewall-policy',
  'half-close-no-rst',
  'tunnel-copies',
];

describe.each(KINDS)('documents on samples/%s, redacted', (name) => {
  it('leave nothing behind', async () => {
    const originals = await originalsOf(captureOf(name));
    const secret = join(folder, `customer-of-acme-${name}.pcap`);
    writeFileSync(secret, readFileSync(captureOf(name)));
    await expectNothingIn(secret, { ...originals, texts: [...originals.texts, 'of-acme'] }, 'tcp');
  }, 60_000);
});

describe('a capture that is full of secrets', () => {
  const path = join(folder, 'Jane-Doe.pcapng');
  writeFileSync(path, secretCapture);
  const originals: Originals = { texts: secrets, bytes: binarySecrets };

  it('holds them all before', async () => {
    for (const text of secrets.filter((each) => !/^[\d.]+$|^(..:){5}/.test(each) && each !== 'intranet.acme.example')) {
      expect(secretCapture.includes(text), text).toBe(true);
    }
    expect((await analyze(path)).verdicts).toHaveLength(1);
  });

  it('has none of them afterwards in any document', async () => {
    await expectNothingIn(path, originals, `host ${secrets[0] ?? ''}`);
  }, 60_000);

  it('has none of them as a capture', async () => {
    const out = join(folder, 'shared.pcapng');
    expect((await cli(['redact', path, out])).code).toBe(0);
    expectNone(originals, 'the capture', readFileSync(out));
  });

  it('has none of its payload in the packets that a PDF carries without redaction', async () => {
    const analysis = await analyze(path);
    const [excerpt] = await excerptsOf(analysis, [path], { languages: ['en'], withoutPayload: true });
    // Addresses stay, and the name of the capture.
    const kept = new Set(['203.0.113.77', '198.51.100.123', 'Jane-Doe']);
    const texts = secrets.filter((text) => !kept.has(text));
    expectNone({ texts, bytes: [] }, 'the evidence', Buffer.from(excerpt?.bytes ?? []));
  });
});
