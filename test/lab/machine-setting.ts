/**
 * Settings that no namespace has for itself. One run at a time may change one, and it is put back however the run ends: the old value
 * is kept beside the lock, so that the next run restores what a killed one left behind.
 */
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './topology.ts';

/** In a folder that the private /run of the lab does not hide. */
const LOCKS = '/tmp/whyrst-lab-machine';
const LOOK_EVERY_MS = 50;
const LIMIT_MS = 20_000;

/** Settings of net.ipv4 that stand only in the machine's first network namespace. */
export type MachineSetting = 'tcp_max_orphans';

/** Does something while a setting of the whole machine has another value. */
export async function withMachineSetting<Result>(
  name: MachineSetting,
  value: string,
  action: () => Promise<Result>,
): Promise<Result> {
  const lock = join(LOCKS, name);
  await take(lock);
  const kept = join(lock, 'value');
  const restore = (): void => {
    if (existsSync(kept)) sysctl('-qw', `net.ipv4.${name}=${readFileSync(kept, 'utf8')}`);
    rmSync(lock, { recursive: true, force: true });
  };
  process.on('exit', restore);
  try {
    if (!existsSync(kept)) writeFileSync(kept, sysctl('-n', `net.ipv4.${name}`).trim());
    sysctl('-qw', `net.ipv4.${name}=${value}`);
    return await action();
  } finally {
    process.off('exit', restore);
    restore();
  }
}

/** Waits until no living run holds the lock, then holds it. */
async function take(lock: string): Promise<void> {
  mkdirSync(LOCKS, { recursive: true });
  const limit = Date.now() + LIMIT_MS;
  while (!claim(lock)) {
    if (Date.now() > limit) throw new Error(`another run holds ${lock}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A lock whose owner has died is taken over with the value it kept. */
function claim(lock: string): boolean {
  const owner = join(lock, 'owner');
  try {
    mkdirSync(lock);
  } catch {
    if (!existsSync(owner) || existsSync(join('/proc', readFileSync(owner, 'utf8')))) return false;
  }
  writeFileSync(owner, hostPid());
  return true;
}

/** This process's id in the machine's /proc, which the lab still sees. */
function hostPid(): string {
  return readlinkSync('/proc/self');
}

/** The network namespace of the process that started the lab: of the nearest ancestor that is not in the lab's own. */
function outside(): string {
  const own = readlinkSync('/proc/self/ns/net');
  let pid = hostPid();
  while (readlinkSync(`/proc/${pid}/ns/net`) === own) {
    pid = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '1';
  }
  return `/proc/${pid}/ns/net`;
}

function sysctl(...args: string[]): string {
  return run('nsenter', [`--net=${outside()}`, 'sysctl', ...args]);
}
