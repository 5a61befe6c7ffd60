import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Host } from './topology.ts';

/** Where and how one capture is taken. */
export interface CapturePoint {
  readonly host: Host;
  /** A device of the host, or `any` (Linux cooked capture). */
  readonly device: string;
  /** pcap-filter(7) expression; default: TCP and ICMP errors. */
  readonly filter?: string;
  readonly snapLength?: number;
  readonly nanoseconds?: boolean;
}

const TCP_AND_ICMP_ERRORS = 'tcp or icmp or (icmp6 and ip6[40] < 128)';
const START_LIMIT_MS = 5000;

/** tcpdump on one device, from when it says that it listens until it is stopped. */
export class Recorder {
  readonly #child: ChildProcess;
  readonly #said: string[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => this.#said.push(chunk.toString()));
  }

  static async start(point: CapturePoint, file: string): Promise<Recorder> {
    const precision = point.nanoseconds ? 'nano' : 'micro';
    const args = [
      '-U',
      '--immediate-mode',
      '-n',
      '-Z',
      'root',
      '-i',
      point.device,
      '-s',
      String(point.snapLength ?? 0),
    ];
    args.push('--time-stamp-precision', precision, '-w', file, point.filter ?? TCP_AND_ICMP_ERRORS);
    const child = spawn('ip', ['netns', 'exec', point.host, 'tcpdump', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const recorder = new Recorder(child);
    const limit = Date.now() + START_LIMIT_MS;
    while (!recorder.#said.join('').includes('listening on')) {
      if (child.exitCode !== null || Date.now() > limit) throw new Error(`tcpdump: ${recorder.#said.join('')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return recorder;
  }

  /** Ends the recording; a capture with packets missing is no capture. */
  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await gone;
    const dropped = /(\d+) packets? dropped by kernel/.exec(this.#said.join(''))?.[1];
    if (dropped !== '0') throw new Error(`tcpdump dropped packets: ${this.#said.join('')}`);
  }
}
