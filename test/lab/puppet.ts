import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

type Reply = { readonly ok: unknown } | { readonly error: string };

/** A system call failed inside a puppet; {@link code} is the errno name, such as ECONNREFUSED. */
export class PuppetError extends Error {
  override readonly name = 'PuppetError';
  readonly code: string;

  constructor(code: string, command: object) {
    super(`${code} on ${JSON.stringify(command)}`);
    this.code = code;
  }
}

/** A child process that takes one JSON command per line and answers each with one JSON line. */
export class Puppet {
  readonly #child: ChildProcess;
  readonly #waiting: { command: object; resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];

  constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.#child;
    if (stdin === null || stdout === null) throw new Error('a puppet needs its pipes');
    stdin.on('error', () => {}); // A killed puppet is reported by the exit handler below.
    createInterface(stdout).on('line', (line) => this.#settle(JSON.parse(line) as Reply));
    this.#child.on('exit', () => {
      for (const { command, reject } of this.#waiting.splice(0)) reject(new PuppetError('EXITED', command));
    });
  }

  call<Result>(command: object): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ command, resolve: (value) => resolve(value as Result), reject });
      this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    });
  }

  /** Ends the process at once, as `kill -9` does, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }

  #settle(reply: Reply): void {
    const first = this.#waiting.shift();
    if (first === undefined) return;
    if ('error' in reply) first.reject(new PuppetError(reply.error, first.command));
    else first.resolve(reply.ok);
  }
}
