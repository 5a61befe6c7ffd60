/** The kernel's own word on each RST it sends: tracepoint tcp:tcp_send_reset, read from a private tracefs instance. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TRACEFS = '/sys/kernel/tracing';
const PREFIX = 'whyrst-lab-';

/** One RST as the kernel announced it. */
export interface TracedReset {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /**
   * Whether a received packet made the kernel send it. `tcp_v4_send_reset` passes that packet to the tracepoint;
   * `tcp_send_active_reset` passes none.
   */
  readonly answersPacket: boolean;
  /** TCP state of the socket, or UNKNOWN when there was none. */
  readonly state: string;
  /** The reason as the tracepoint prints it. */
  readonly reason: string;
}

const EVENT = /tcp_send_reset: skbaddr=(\S+) skaddr=\S+ src=(\S+):(\d+) dest=(\S+):(\d+) state=(\w+) reason=(\w+)/;

/** Expanded IPv6 text (`%pISpc` compresses; brackets are dropped) stays as the kernel writes it, RFC 5952. */
function address(text: string): string {
  return text.replace(/^\[|\]$/g, '');
}

/** Reads the events out of the text of a trace file. */
export function parseTrace(text: string): TracedReset[] {
  const events: TracedReset[] = [];
  for (const line of text.split('\n')) {
    const match = EVENT.exec(line);
    if (match === null) continue;
    const [, skb = '', source = '', sourcePort, destination = '', destinationPort, state = '', reason = ''] = match;
    events.push({
      source: address(source),
      sourcePort: Number(sourcePort),
      destination: address(destination),
      destinationPort: Number(destinationPort),
      answersPacket: !/^(0+|\(null\))$/.test(skb),
      state,
      reason,
    });
  }
  return events;
}

/** A tracefs instance of this process; other tracing on the machine is not disturbed and does not disturb it. */
export class ResetTrace {
  readonly #folder: string;

  /** @param owner Process id that names the instance, so that a later run can tell a stale one. */
  constructor(owner: number) {
    this.#folder = join(TRACEFS, 'instances', PREFIX + owner);
    mkdirSync(this.#folder);
    writeFileSync(join(this.#folder, 'events/tcp/tcp_send_reset/enable'), '1');
  }

  /** Forgets what was recorded so far. */
  clear(): void {
    writeFileSync(join(this.#folder, 'trace'), '');
  }

  read(): TracedReset[] {
    return parseTrace(readFileSync(join(this.#folder, 'trace'), 'utf8'));
  }

  remove(): void {
    if (existsSync(this.#folder)) rmdirSync(this.#folder);
  }
}

/** Removes the instances of earlier runs that were killed before they could do it. */
export function removeStaleTraces(isAlive: (pid: number) => boolean): void {
  for (const name of readdirSync(join(TRACEFS, 'instances'))) {
    if (name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length))))
      rmdirSync(join(TRACEFS, 'instances', name));
  }
}
