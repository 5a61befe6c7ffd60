import { fileURLToPath } from 'node:url';
import { Puppet } from './puppet.ts';

const PROGRAM = fileURLToPath(new URL('relay.py', import.meta.url));

/** One-way delays in seconds, as relay.py starts with them. */
export const USUAL_HALVES = { west: 0.005, east: 0.015 } as const;

/** West is the client's side of the path, east the server's. */
export type Side = 'west' | 'east';

/** Which packets a rule of the box applies to; what is not named does not matter. */
export interface Match {
  readonly from?: Side;
  /** The exact TCP flags, letters in the order FSRPAU. */
  readonly flags?: string;
  /** Whether the segment carries data. */
  readonly payload?: boolean;
  /** Either port. */
  readonly port?: number;
}

/** Header fields of a packet that the box makes, where they differ from a plain RST with the expected numbers. */
interface Forged {
  readonly flags?: string;
  readonly window?: number;
  readonly ttl?: number;
  readonly ip_id?: number;
  readonly dont_fragment?: boolean;
}

/** A packet made when another passes: sent back to where that came from, or on to where it goes. */
interface Injection extends Forged {
  readonly to: Side;
  /** Added to the expected sequence number. */
  readonly plus?: number;
  /** Seconds after the packet that caused it. */
  readonly after?: number;
}

/**
 * Lose the packet; hold it back, or deliver it a second time, so many seconds later; add to its sequence number; or make packets
 * of the box's own.
 */
export type Action =
  | { readonly drop: true }
  | { readonly hold: number }
  | { readonly copy: number }
  | { readonly shift: number }
  | { readonly inject: readonly Injection[]; readonly drop?: boolean };

/** What the box does to a connection that was quiet for so many seconds. */
export interface IdleTimer {
  readonly seconds: number;
  /** Answer the next packet with a RST, reset both ends when the time is over, or drop what comes later. */
  readonly mode: 'on-next' | 'at-expiry' | 'silent';
  /** Whom it resets at expiry; default: both. */
  readonly ends?: readonly Side[];
  readonly packet?: Forged;
}

/** One packet that the box made itself. */
export interface Injected {
  readonly source: string;
  readonly source_port: number;
  readonly destination: string;
  readonly destination_port: number;
  readonly seq: number;
  readonly ack: number;
  readonly ttl: number;
}

/** The slow link of the path and the middlebox on it (see relay.py). */
export class Relay {
  readonly #puppet: Puppet;
  /** How much longer than written the idle timers are. */
  longer = 1;

  constructor(west: readonly [host: string, device: string], east: readonly [host: string, device: string]) {
    this.#puppet = new Puppet('python3', ['-B', PROGRAM, ...west, ...east]);
  }

  /** One-way delay of each half of the path, in seconds. */
  delay(halves: Partial<Record<Side, number>>): Promise<void> {
    return this.#puppet.call({ do: 'delay', ...halves });
  }

  /** Adds a rule, for the next `times` packets that match (default: for ever). */
  rule(match: Match, action: Action, times = -1): Promise<void> {
    return this.#puppet.call({ do: 'rule', match, action, times });
  }

  idle(timer: IdleTimer): Promise<void> {
    return this.#puppet.call({ do: 'idle', ...timer, seconds: timer.seconds * this.longer });
  }

  /** Every packet that the box made itself, in order. */
  log(): Promise<readonly Injected[]> {
    return this.#puppet.call({ do: 'log' });
  }

  kill(): Promise<void> {
    return this.#puppet.kill();
  }
}
