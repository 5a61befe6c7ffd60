/** What a capture tells of each service (address and port that accept connections) beyond one connection. */
import type { AddressBook } from '../model/addresses.ts';
import type { Attempt } from '../model/connection.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Connection } from './connection.ts';
import type { PendingReset } from './reset-log.ts';
import { recordFrame, recordTimeUs } from './segment-record.ts';

/** One service: how its attempts ended, and which connections to it are remembered. */
export class Service {
  accepted = 0;
  refused = 0;
  /** Midstream connections do not make a service known. */
  isKnown = false;
  /** The last two answered attempts, the newer one first. */
  #attempts: readonly { readonly attempt: Attempt; readonly connection: number }[] = [];
  longestIdleUs = 0;
  longestIdleFrame = 0;
  /** First of the remembered connections. */
  newest: Connection | null = null;
  /** RSTs that wait for the next attempt, and for the next one of the same client. */
  #waiting: PendingReset[] | null = null;
  #retries: Map<number, PendingReset[]> | null = null;

  enlist(connection: Connection): void {
    connection.nextOfService = this.newest;
    if (this.newest !== null) this.newest.previousOfService = connection;
    this.newest = connection;
  }

  strike(connection: Connection): void {
    const { previousOfService: previous, nextOfService: next } = connection;
    if (previous === null) this.newest = next;
    else previous.nextOfService = next;
    if (next !== null) next.previousOfService = previous;
    connection.previousOfService = null;
    connection.nextOfService = null;
  }

  /** Takes note of a silence that the connection survived. */
  noteIdle(us: number, frame: number): void {
    if (!(us > this.longestIdleUs)) return;
    this.longestIdleUs = us;
    this.longestIdleFrame = frame;
  }

  /** The last answered attempt before now, that of the connection itself left out. */
  attemptBefore(connection: Connection): Attempt | null {
    return this.#attempts.find((each) => each.connection !== connection.id)?.attempt ?? null;
  }

  /** Takes note of an answered SYN and tells the RSTs that waited for it. */
  noteAttempt(attempt: Attempt, connection: Connection): void {
    if (attempt.outcome === 'accepted') this.accepted++;
    else this.refused++;
    const previous = this.#attempts.find((each) => each.connection !== connection.id);
    this.#attempts = [{ attempt, connection: connection.id }, ...(previous === undefined ? [] : [previous])];
    this.#tellNeighbours(attempt, connection);
    this.#tellRetry(attempt, connection);
  }

  /** Lets a RST wait for the attempts that come after it. */
  await(reset: PendingReset, clientAddress: number): void {
    this.#waiting ??= [];
    this.#waiting.push(reset);
    this.#retries ??= new Map();
    const waiting = this.#retries.get(clientAddress);
    if (waiting === undefined) this.#retries.set(clientAddress, [reset]);
    else waiting.push(reset);
  }

  /** Whether there is nothing to remember: nobody is connected, nothing was ever answered or reset. */
  get isEmpty(): boolean {
    return (
      this.newest === null && this.accepted + this.refused === 0 && this.#waiting === null && this.#retries === null
    );
  }

  #tellNeighbours(attempt: Attempt, connection: Connection): void {
    if (this.#waiting === null) return;
    const left: PendingReset[] = [];
    for (const reset of this.#waiting) {
      if (reset.connection === connection.id) left.push(reset);
      else reset.event.attemptAfter = attempt;
    }
    this.#waiting = left.length > 0 ? left : null;
  }

  #tellRetry(attempt: Attempt, connection: Connection): void {
    const waiting = this.#retries?.get(connection.client.address);
    if (waiting === undefined) return;
    const left: PendingReset[] = [];
    for (const reset of waiting) {
      if (attempt.synFrame <= reset.event.reset.frame) left.push(reset);
      else reset.event.retry = attempt;
    }
    if (left.length > 0) this.#retries?.set(connection.client.address, left);
    else this.#retries?.delete(connection.client.address);
  }
}

/** All services of a capture. */
export class Services {
  readonly #bySpace = new Map<number, Map<number, Service>>();

  find(space: number, address: number, port: number): Service | undefined {
    return this.#bySpace.get(space)?.get(serviceKey(address, port));
  }

  get(space: number, address: number, port: number): Service {
    const services = this.#bySpace.get(space) ?? new Map<number, Service>();
    this.#bySpace.set(space, services);
    const key = serviceKey(address, port);
    const service = services.get(key) ?? new Service();
    services.set(key, service);
    return service;
  }

  /** Drops a service of which there is nothing to remember: a port that was called and never answered. */
  dropIfEmpty(service: Service, space: number, address: number, port: number): void {
    if (service.isEmpty) this.#bySpace.get(space)?.delete(serviceKey(address, port));
  }
}

function serviceKey(address: number, port: number): number {
  return address * 65_536 + port;
}

/** The attempt that the opening SYN of a connection was, answered by `frame`. */
export function attemptOf(
  pool: BlockPool,
  connection: Connection,
  addresses: AddressBook,
  answer: { readonly outcome: Attempt['outcome']; readonly frame: number; readonly timeUs: number },
): Attempt {
  const { address, syn, lastSyn } = connection.client;
  // After a RST it is the repeated SYN that was answered (RFC 9293 §3.10.7.3: a socket in SYN-SENT goes on trying).
  const called = connection.hasReset && lastSyn !== NO_BLOCK ? lastSyn : syn;
  return {
    client: addresses.format(address),
    synFrame: recordFrame(pool, called),
    synTimeUs: recordTimeUs(pool, called),
    outcome: answer.outcome,
    answerFrame: answer.frame,
    answerTimeUs: answer.timeUs,
  };
}
