/** Whatever ends the lab, nothing of it stays behind. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { missing } from './machine.ts';

const lack = missing();
const MARK = 'WHYRST_LAB_TEST';
/** Machine-wide settings that scenarios may change (Documentation/networking/ip-sysctl.rst: without a namespace of their own). */
const SHARED = ['net.ipv4.tcp_max_orphans', 'net.ipv4.tcp_mem', 'net.ipv4.tcp_rmem'];
const LIMIT_MS = 20_000;

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes that inherited the mark. */
function marked(mark: string): Process[] {
  return readdirSync('/proc').flatMap((name): Process[] => {
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').includes(`${MARK}=${mark}\0`)) return [];
      return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      return []; // No process, or one that has ended in the meantime.
    }
  });
}

/** The instances of tracefs, seen from a mount namespace of our own; none is mounted outside. */
function traces(): string[] {
  const list =
    'mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; ls /sys/kernel/tracing/instances';
  const names = spawnSync('unshare', ['--mount', 'sh', '-c', list], { encoding: 'utf8' }).stdout.split('\n');
  return names.filter((name) => name.startsWith('whyrst-lab-'));
}

const settings = (): string => spawnSync('sysctl', SHARED, { encoding: 'utf8' }).stdout;
const networks = (): string[] => (existsSync('/run/netns') ? readdirSync('/run/netns') : []);

/** Starts the lab and waits until the network of its scenario stands and its programs run. */
async function start(mark: string): Promise<ChildProcess> {
  const args = ['--import', 'tsx', 'test/lab/run.ts', '--seed', '3', 'keepalive-timeout', 'middlebox-idle-at-expiry'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [MARK]: mark },
  });
  createInterface(child.stdout).resume();
  await until(() => marked(mark).some(({ command }) => command.includes('tcpdump')));
  return child;
}

async function until(holds: () => boolean): Promise<void> {
  const limit = Date.now() + LIMIT_MS;
  while (!holds()) {
    if (Date.now() > limit) throw new Error('waited too long');
    await sleep(100);
  }
}

describe.skipIf(lack !== undefined)(`the lab${lack === undefined ? '' : ` (skipped: ${lack})`}`, () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves nothing behind when it gets %s', async (signal) => {
    const before = { settings: settings(), networks: networks() };
    const mark = `${process.pid}-${signal}`;
    const lab = await start(mark);
    const own = marked(mark).map(({ pid }) => `whyrst-lab-${pid}`);
    expect(traces().filter((name) => own.includes(name))).not.toEqual([]);
    lab.kill(signal);
    await once(lab, 'exit');
    await until(() => marked(mark).length === 0);
    expect(traces().filter((name) => own.includes(name))).toEqual([]);
    expect(networks()).toEqual(before.networks);
    expect(settings()).toBe(before.settings);
  });
});
