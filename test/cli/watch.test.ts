/** `whyrst watch -`: verdicts while the capture runs, and a report at its end or at Ctrl-C. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../scripts/write-variants.ts';
import { analyze } from '../../src/index.ts';
import { watch } from '../../src/live.ts';
import { LiveVerdicts } from '../../src/live-verdicts.ts';
import type { LiveVerdict } from '../../src/model/verdict.ts';
import { pcapng } from '../support/pcap-writer.ts';
import { cli, demo, emptyFolder, program, root, sample } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

/** A stream that hands over a few bytes at a time. */
const slowly = (path: string, step: number): Readable => inPieces(readFileSync(path), step);

const inPieces = (bytes: Uint8Array, step: number): Readable => {
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
    bytes.subarray(i * step, (i + 1) * step),
  );
  return Readable.from(pieces, { objectMode: false });
};

const told = ({ reset, cause, confidence, sameAs, id }: LiveVerdict): unknown => [
  id,
  reset.frame,
  cause,
  confidence,
  sameAs,
];

describe('live verdicts', () => {
  it.each(['demo', 'port-closed-syn-refused', 'linger-zero', 'segment-after-reset', 'port-scan-half-open'])(
    'are those of the whole capture once all of it has settled: %s',
    async (name) => {
      const live: LiveVerdict[] = [];
      const path = sample(name);
      const settleUs = 3600e6;
      const end = await watch({ stdin: slowly(path, 997), settleUs, onVerdict: (verdict) => live.push(verdict) });
      const whole = await analyze(path);
      expect(live.length).toBeGreaterThan(0);
      expect(live.map(told)).toEqual(whole.verdicts.map(told));
      expect(end.findings).toEqual(whole.findings);
      expect(end.captures[0]).toEqual({ ...whole.captures[0], name: '-' });
    },
  );

  it('come from pcapng as dumpcap writes it, and it may stop within a block', async () => {
    const bytes = pcapng(readPackets(readFileSync(demo)));
    const live: LiveVerdict[] = [];
    const stdin = inPieces(bytes.subarray(0, bytes.length - 7), 1009);
    const end = await watch({ stdin, settleUs: 3600e6, onVerdict: (verdict) => live.push(verdict) });
    expect(live.map(told)).toEqual((await analyze(demo)).verdicts.map(told));
    expect(live.length).toBeGreaterThan(0);
    expect(end.captures[0]).toMatchObject({ format: 'pcapng', complete: false });
  });

  it('name nobody under a redaction key: they are those of the redacted capture, also when watching begins anew', async () => {
    const redactionKey = new Uint8Array(32).fill(7);
    const live: LiveVerdict[] = [];
    const end = await watch({
      stdin: slowly(demo, 4096),
      redactionKey,
      mostNames: 1,
      filter: 'net 198.51.100.0/24',
      onVerdict: (verdict) => live.push(verdict),
    });
    const whole = await analyze(demo, { redactionKey });
    const named = ({ reset, client, server }: LiveVerdict): unknown => [reset.frame, client, server];
    expect(live.length).toBeGreaterThan(0);
    expect(live.map(named)).toEqual(whole.verdicts.map(named));
    expect(end.diagnostics.map(({ code }) => code)).toContain('redact/applied');
    expect(JSON.stringify(end.findings)).not.toMatch(/198\.51\.100\.|203\.0\.113\./);
  });

  it('lose no RST when watching begins anew, and say that it did', async () => {
    const end = await watch({ stdin: slowly(demo, 4096), mostNames: 1, onVerdict: () => undefined });
    expect(end.verdicts.map(({ reset }) => reset.frame)).toEqual(
      (await analyze(demo)).verdicts.map(({ reset }) => reset.frame),
    );
    expect(end.diagnostics.map(({ code }) => code)).toContain('watch/began-anew');
  });

  it('are all counted, and the first of each kind kept for the report', async () => {
    const [one] = (await analyze(demo)).verdicts;
    if (one === undefined) throw new Error('the sample holds no RST');
    const verdicts = new LiveVerdicts();
    for (let n = 1; n <= 5000; n++) {
      verdicts.add({ ...one, id: `r${n}`, server: { ...one.server, port: n <= 1000 ? 443 : n } });
    }
    expect([verdicts.resets, verdicts.kept]).toEqual([5000, 2048]);
    const { findings } = verdicts.conclude();
    expect(findings.find(({ service }) => service.endsWith(':443'))?.resets).toHaveLength(64);
  });

  it('do not wait for the end of the capture', async () => {
    const live: number[] = [];
    let ended = false;
    const bytes = readFileSync(demo);
    const stdin = new Readable({ read: () => undefined });
    stdin.push(bytes);
    const settled = new Promise<void>((resolve) => {
      const onVerdict = ({ reset }: LiveVerdict): void => {
        expect(ended).toBe(false);
        live.push(reset.frame);
        resolve();
      };
      void watch({ stdin, settleUs: 1e6, onVerdict });
    });
    await settled;
    ended = true;
    stdin.push(null);
    expect(live).toHaveLength(1);
  }, 20_000);
});

describe('whyrst watch', () => {
  it('tells verdicts on a slow pipe, and writes the report at a real Ctrl-C', async () => {
    const out = join(folder, 'out');
    const argv = [...program, 'watch', '-', '-o', out, '--format', 'md,json', '--settle', '1', '--lang', 'en'];
    const child = spawn(process.execPath, argv, { cwd: root, env: { ...process.env, LC_ALL: 'C' } });
    const bytes = readFileSync(demo);
    // The last record stays unfinished, as with a writer that is interrupted.
    for (let at = 0; at < bytes.length - 5; at += 4096)
      child.stdin.write(bytes.subarray(at, Math.min(at + 4096, bytes.length - 5)));
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => {
      if (stdout === '') child.kill('SIGINT');
      stdout += text.toString();
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(
      /client’s public address or port changed \((proven|likely|possible)\) · .* → .* · frame \d+/,
    );
    expect(readdirSync(out).sort()).toEqual(['stdin.whyrst.en.md', 'stdin.whyrst.json']);
  }, 60_000);

  it('states the settling time, and refuses what is no pipe and no time', async () => {
    const { code, stderr, stdout } = await cli(
      ['watch', '-', '-o', join(folder, 'stated'), '--format', 'md', '--lang', 'zh', '--settle', '7'],
      { stdin: readFileSync(demo) },
    );
    expect(code).toBe(0);
    expect(stderr).toContain('7 秒后才下结论');
    expect(stdout).toContain('客户端的公网地址或端口中途改变');
    expect((await cli(['watch', demo])).code).toBe(2);
    expect((await cli(['watch', '-', '--settle', '0'])).code).toBe(2);
  }, 60_000);
});
