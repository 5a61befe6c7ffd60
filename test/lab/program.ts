import { type ChildProcess, spawn } from 'node:child_process';
import { type Host, runIn } from './topology.ts';

const READY_LIMIT_MS = 5000;
const LOOK_EVERY_MS = 20;

/** A daemon or tool in one host of the lab, such as nginx. It runs in the foreground and is ended by its process id. */
export class Program {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];
  readonly #host: Host;
  readonly #gone: Promise<unknown>;

  constructor(host: Host, program: string, args: readonly string[]) {
    this.#host = host;
    this.#child = spawn('ip', ['netns', 'exec', host, program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#gone = new Promise((resolve) => this.#child.once('exit', resolve));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => this.#said.push(chunk.toString()));
  }

  /** Waits until a socket of the host listens on the port. */
  async listening(port: number): Promise<this> {
    const limit = Date.now() + READY_LIMIT_MS;
    while (runIn(this.#host, 'ss', ['-Hltn', 'sport', '=', `:${port}`]) === '') {
      if (this.#ended || Date.now() > limit) throw new Error(`nobody listens on ${port}: ${this.#said.join('')}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return this;
  }

  /** Sends a signal; `ip netns exec` becomes the program, so its process id is the program's. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM' | 'SIGQUIT' | 'SIGKILL'): void {
    this.#child.kill(signal);
  }

  /** Waits for its own end and returns what it printed. */
  async end(): Promise<string> {
    await this.#gone;
    return this.#said.join('');
  }

  async kill(): Promise<void> {
    if (this.#ended) return;
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
