/** One ticket server on loopback, run as `www-data` out of a temporary folder. It ends with this process, however that ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './program.ts';

/** Where Debian's web servers run as. */
const USER = 'www-data';
const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

export type Environment = Readonly<Record<string, string>>;

/** A folder that the server may write. */
export interface Home {
  readonly folder: string;
  readonly remove: () => void;
}

/** Makes it, with these folders in it. */
export function makeHome(...folders: readonly string[]): Home {
  const root = mkdtempSync(join(tmpdir(), 'whyrst-live-'));
  chmodSync(root, 0o755);
  const folder = join(root, 'home');
  run('install', ['-d', '-o', USER, '-g', USER, folder, ...folders.map((each) => join(folder, each))]);
  return { folder, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** How a program becomes that of the user; it gets a signal when this process dies. */
const AS_USER = [`--reuid=${USER}`, `--regid=${USER}`, '--init-groups', '--pdeathsig=TERM', '--'];
const PATH = '/usr/sbin:/usr/bin:/bin';
const surroundings = (env: Environment): NodeJS.ProcessEnv => ({ PATH, LANG: 'C.UTF-8', ...env });

/** Runs a program of the system to its end, as the user of the server. */
export function runAsUser(program: string, args: readonly string[], env: Environment, cwd: string): string {
  return run('setpriv', [...AS_USER, program, ...args], { env: surroundings(env), cwd });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

export class Server {
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #gone: Promise<unknown>;

  constructor(program: string, args: readonly string[], env: Environment, { folder }: Home, cwd: string) {
    this.#log = join(folder, 'server.log');
    const log = openSync(this.#log, 'w');
    this.#child = spawn('setpriv', [...AS_USER, program, ...args], {
      env: surroundings(env),
      cwd,
      stdio: ['ignore', log, log],
      // A process group of its own, so that a signal reaches its workers.
      detached: true,
    });
    closeSync(log);
    this.#gone = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Waits until an address answers with 200. */
  async ready(url: string, headers: Environment): Promise<this> {
    const limit = Date.now() + READY_LIMIT_MS;
    for (;;) {
      const answer = await fetch(url, { headers }).catch(() => null);
      if (answer?.status === 200) return this;
      if (this.#hasEnded || Date.now() > limit)
        throw new Error(`no 200 from ${url}:\n${readFileSync(this.#log, 'utf8')}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** It takes connections, and says nothing until it goes on. */
  sleep(): void {
    this.#signal('SIGSTOP');
  }

  wake(): void {
    this.#signal('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.wake();
    this.#signal('SIGTERM');
    const isGone = await Promise.race([this.#gone.then(() => true), pause(STOP_LIMIT_MS, false)]);
    if (!isGone) this.#signal('SIGKILL');
    await this.#gone;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
