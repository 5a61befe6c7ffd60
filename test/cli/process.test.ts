/** The program as a process: pipes, readers that go away, full disks, Ctrl-C. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pcap, pcapng } from '../support/pcap-writer.ts';
import { smallCapture } from '../support/small-capture.ts';
import { demo, emptyFolder, program, root } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

const whyrst = (argv: readonly string[], input?: Uint8Array): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [...program, ...argv], { cwd: root, input, env: { ...process.env, LC_ALL: 'C' } });

describe('exit codes', () => {
  it.each([
    ['0 when there are RSTs', 0, [demo]],
    ['0 when there are none', 0, [join(root, 'samples/half-close-no-rst/capture.pcap')]],
    ['2 for a usage error', 2, [demo, '--vantage', 'moon']],
    ['3 for input that cannot be read', 3, [folder]],
    ['4 for output that cannot be written', 4, ['report', demo, '-o', demo]],
  ])('%s', (_, code, argv) => {
    const { status, stdout, stderr } = whyrst(argv);
    expect(status).toBe(code);
    expect(String(stdout) === '').toBe(code !== 0);
    expect(String(stderr) === '').toBe(code === 0);
  });
});

describe('pipes', () => {
  it.each([
    ['pcap', pcap(smallCapture)],
    ['pcapng', pcapng(smallCapture)],
  ])('bring %s, and take JSON', (format, bytes) => {
    const { status, stdout, stderr } = whyrst(['analyze', '-'], bytes);
    expect([status, String(stderr)]).toEqual([0, '']);
    expect(JSON.parse(String(stdout))).toMatchObject({
      captures: [{ name: '-', format, packets: smallCapture.length }],
    });
  });

  it('may be closed by the reader', () => {
    const command = `"$0" "$@" | head -c 20; echo "\${PIPESTATUS[0]}" >&2`;
    const argv = ['-c', command, process.execPath, ...program, 'schema'];
    const { stdout, stderr } = spawnSync('bash', argv, { cwd: root, encoding: 'utf8' });
    expect(stdout).toHaveLength(20);
    expect(stderr.trim()).toBe('0');
  });

  it('may be closed before a report is written: the files are there', () => {
    const out = join(folder, 'piped');
    const command = `"$0" "$@" | true; echo "\${PIPESTATUS[0]}" >&2`;
    const argv = ['-c', command, process.execPath, ...program, 'report', demo, '-q', '--format', 'json', '-o', out];
    expect(spawnSync('bash', argv, { cwd: root, encoding: 'utf8' }).stderr.trim()).toBe('0');
    expect(readdirSync(out)).toEqual(['capture.whyrst.json']);
  });

  it.runIf(existsSync('/dev/full'))('that are full are an output error', () => {
    const argv = ['-c', '"$0" "$@" > /dev/full', process.execPath, ...program, 'schema'];
    const { status, stderr } = spawnSync('bash', argv, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    expect(status).toBe(4);
    expect(stderr).toMatch(/^whyrst: stdout .*ENOSPC/);
  });

  it('carry no colours and no progress', () => {
    const { stdout, stderr } = whyrst([demo]);
    expect(String(stdout) + String(stderr)).not.toContain('\u001b');
  });
});

describe('Ctrl-C', () => {
  it('ends with code 130, one line, and no file', async () => {
    const out = join(folder, 'interrupted');
    const child = spawn(process.execPath, [...program, 'report', '-', '-o', out], { cwd: root });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdin.write(readFileSync(demo));
    while (!existsSync(out)) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(out)).toEqual([]);
  });
});

it('does not wait for a pipe whose writer stays', async () => {
  const child = spawn(process.execPath, [...program, 'analyze', '-'], { cwd: root });
  child.stdin.write('this is no capture, and the writer does not go away');
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(3);
});

it('has a first line that finds node', () => {
  expect(readFileSync(join(root, 'src/cli/main.ts'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(execFileSync(process.execPath, [...program, '--version'], { encoding: 'utf8', cwd: root })).toMatch(
    /^\d+\.\d+\.\d+\n$/,
  );
});
