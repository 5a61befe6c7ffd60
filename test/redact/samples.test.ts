/** Redaction must not change what is found, and must leave nothing behind: every sample, in every output. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analyze, revealAddress, rewriteCapture } from '../../src/index.ts';
import { cli, emptyFolder } from '../cli/run-cli.ts';
import { everywhere, originalsIn } from '../support/originals.ts';
import { addressBytes } from '../support/packet-bytes.ts';
import { bytesOf } from '../support/searchable.ts';

const names = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const captureOf = (name: string): string => `samples/${name}/capture.pcap`;
const key = Buffer.from('5a'.repeat(32), 'hex');
const { folder, remove } = emptyFolder();
afterAll(remove);

/** What must be the same before and after. */
function foundIn({ verdicts, findings, connections, endings }: Analysis): object {
  return {
    verdicts: verdicts.map((verdict) => {
      const { id, reset, sameAs, follows, connection, cause, confidence, tied, impact, proof, limit } = verdict;
      const { builder, origin, stack, kernelReasons, phase, vantage, trigger, signs, alternatives } = verdict;
      return {
        ...{
          id,
          frame: reset.frame,
          time: Math.round(reset.timeUs * 1000),
          sameAs,
          follows,
          connection,
          cause,
          confidence,
          tied,
          impact,
        },
        ...{ proof, limit, builder, origin, stack, kernelReasons, phase, vantage: vantage.value },
        trigger: trigger === null ? null : [trigger.segment.frame, trigger.kind],
        signs: signs.map(({ sign, outcome }) => [sign, outcome]),
        alternatives: alternatives.map((other) => [other.cause, other.confidence]),
      };
    }),
    findings: findings.map(({ id, cause, confidence, resets }) => ({ id, cause, confidence, resets })),
    connections,
    endings,
  };
}

const printsOf = ({ findings }: Analysis): readonly string[] => findings.map(({ fingerprint }) => fingerprint);

async function redactTo(path: string, input: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await rewriteCapture(input, (bytes) => pieces.push(bytes), { redactionKey: key, comment: 'redacted' });
  const bytes = Buffer.concat(pieces);
  writeFileSync(path, bytes);
  return bytes;
}

describe.each(names)('samples/%s', (name) => {
  it('has the same verdicts from the redacted capture, and from the original read with redaction', async () => {
    const before = await analyze(captureOf(name));
    const path = join(folder, `${name}.pcapng`);
    const bytes = await redactTo(path, captureOf(name));
    expect(foundIn(await analyze(path))).toEqual(foundIn(before));
    const inMemory = await analyze(captureOf(name), { redactionKey: key });
    // Made of images alone: whoever lacks the key learns from a fingerprint no more than from the document around it.
    expect(printsOf(inMemory)).toEqual(printsOf(await analyze(path)));
    const hidden = before.findings.filter(({ service }) => !everywhere(service.replace(/^\[/, '')));
    for (const { fingerprint } of hidden) expect(printsOf(inMemory)).not.toContain(fingerprint);
    expect(foundIn(inMemory)).toEqual(foundIn(before));
    for (const address of originalsIn(before)) {
      expect(bytes.includes(Buffer.from(addressBytes(address))), address).toBe(false);
    }
    const images = originalsIn(inMemory);
    expect(images.map((image) => revealAddress(image, key))).toEqual(originalsIn(before));
  });
});

/** Reports of a few samples in full: two cover IPv6, one many addresses. */
const reported = ['demo', 'late-data-after-close-ipv6', 'port-scan-connect', 'firewall-policy'].filter((name) =>
  names.includes(name),
);

describe.each(reported)('the redacted report of samples/%s', (name) => {
  const out = join(folder, `out-${name}`);
  let originals: readonly string[] = [];
  beforeAll(async () => {
    originals = originalsIn(await analyze(captureOf(name)));
    const secret = join(folder, `customer-${name}.pcap`);
    writeFileSync(secret, readFileSync(captureOf(name)));
    const { code, stdout, stderr } = await cli([
      'report',
      secret,
      '-o',
      out,
      '--redact',
      '--format',
      'md,pdf,html,json',
      '--filter',
      'tcp',
      '--quiet',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    writeFileSync(join(out, 'stdout.txt'), stdout);
  });

  it('holds no original value in any byte, nor in a name', () => {
    const files = readdirSync(out);
    expect(files.length).toBeGreaterThanOrEqual(7);
    expect(originals.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = bytesOf(join(out, file));
      for (const value of [...originals, `customer-${name}`]) {
        expect(text.includes(value), `${value} in ${file}`).toBe(false);
      }
      expect(file).not.toContain('customer');
    }
  });

  it('says that it was redacted', () => {
    const report = readdirSync(out).find((file) => file.endsWith('.en.md') && !file.includes('letter')) ?? '';
    expect(readFileSync(join(out, report), 'utf8')).toContain('were replaced before the analysis');
  });
});

describe('whyrst redact', () => {
  it('makes a key for its owner alone, and reveal leads back', async () => {
    const [out, keyFile] = [join(folder, 'shared.pcapng'), join(folder, 'own.key')];
    expect((await cli(['redact', captureOf('demo'), out, '--redact-key', keyFile])).code).toBe(0);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const [original = ''] = originalsIn(await analyze(captureOf('demo')));
    const [image = ''] = originalsIn(await analyze(out));
    const { stdout } = await cli(['reveal', image, '--redact-key', keyFile]);
    expect(stdout).toBe(`${image} ${original}\n`);
  });

  it('never writes over its input, and leaves nothing behind when it fails', async () => {
    const own = join(folder, 'own.pcap');
    writeFileSync(own, readFileSync(captureOf('demo')));
    expect((await cli(['redact', own, own])).code).toBe(2);
    expect(readFileSync(own)).toEqual(readFileSync(captureOf('demo')));
    expect((await cli(['redact', join(folder, 'none.pcap'), join(folder, 'x.pcapng')])).code).toBe(3);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name === 'x.pcapng')).toEqual([]);
  });
});
