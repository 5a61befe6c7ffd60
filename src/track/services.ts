/** What a capture tells of each service (address and port that accept connections) beyond one connection. */
import type { AddressBook } from '../model/addresses.ts';
import type { Attempt } from '../model/connection.ts';
import { distance } from '../model/sequence.ts';
import type { AnsweredAttempt } from './attempt.ts';
import type { PendingReset } from './pending-reset.ts';
import type { RecentSegments } from './recent-segments.ts';
import type { Side } from './side.ts';

/** Of 40 960 connections with numbers chosen at random (RFC 6528), two lie within 65 536 of a given number; more than this never do. */
const CROWD = 256;

/** What a service needs to know of its connections. */
export interface Member {
  readonly id: number;
  readonly client: Side;
  readonly server: Side;
  readonly recent: RecentSegments;
  /** Where the service keeps this connection. */
  place: number;
  /** Orphans that wait to see whether this client speaks again. */
  heirs: PendingReset[] | null;
}

/** One service: how its attempts ended, and which connections to it are remembered. */
export class Service {
  accepted = 0;
  refused = 0;
  /** Midstream connections do not make a service known. */
  isKnown = false;
  longestIdleUs = 0;
  longestIdleFrame = 0;
  /** The remembered connections. */
  readonly #members: Member[] = [];
  /** The SND.NXT of each client, side by side: a search over all of them stays within the cache. */
  #clientNext = new Int32Array(1);
  /** The last answered attempt, and the last one before it of another connection. */
  #lastAttempt: AnsweredAttempt | null = null;
  #attemptBefore: AnsweredAttempt | null = null;
  /** RSTs that wait for the next attempt, by their connection, and for the next one of the same client. */
  #waiting: Map<number, PendingReset[]> | null = null;
  #retries: Map<number, PendingReset[]> | null = null;

  enlist(connection: Member): void {
    connection.place = this.#members.push(connection) - 1;
    if (this.#members.length <= this.#clientNext.length) return;
    const grown = new Int32Array(2 * this.#clientNext.length);
    grown.set(this.#clientNext);
    this.#clientNext = grown;
  }

  strike(connection: Member): void {
    const last = this.#members.pop();
    if (last === undefined || last === connection) return;
    last.place = connection.place;
    this.#members[last.place] = last;
    this.noteNumber(last);
  }

  /** Takes note of how far the client has come. */
  noteNumber(connection: Member): void {
    this.#clientNext[connection.place] = connection.client.nextSeq;
  }

  /**
   * The remembered connections whose client stopped at most `tolerance` away from a number; none where there are too many of
   * them: then the number is no chance of its client's, and looking at each of them for each orphan would take all day.
   */
  near(seq: number, tolerance: number): readonly Member[] {
    const found: Member[] = [];
    for (let place = 0; place < this.#members.length; place++) {
      if (found.length > CROWD) return [];
      if (Math.abs(distance(this.#clientNext[place] ?? 0, seq)) > tolerance) continue;
      const member = this.#members[place];
      if (member?.client.hasNextSeq) found.push(member);
    }
    return found;
  }

  /** Takes note of a silence that the connection survived. */
  noteIdle(us: number, frame: number): void {
    if (!(us > this.longestIdleUs)) return;
    this.longestIdleUs = us;
    this.longestIdleFrame = frame;
  }

  /** The last answered attempt before now, that of the connection itself left out. */
  attemptBefore(connection: Member, addresses: AddressBook): Attempt | null {
    const isOwn = this.#lastAttempt?.connection === connection.id;
    return (isOwn ? this.#attemptBefore : this.#lastAttempt)?.facts(addresses) ?? null;
  }

  /** Takes note of an answered SYN and tells the RSTs that waited for it. */
  noteAttempt(attempt: AnsweredAttempt, addresses: AddressBook): void {
    if (attempt.answer.outcome === 'accepted') this.accepted++;
    else this.refused++;
    if (this.#lastAttempt?.connection !== attempt.connection) this.#attemptBefore = this.#lastAttempt;
    this.#lastAttempt = attempt;
    this.#tellNeighbours(attempt, addresses);
    this.#tellRetry(attempt, addresses);
  }

  /** Lets a RST wait for the attempts that come after it. */
  await(reset: PendingReset, clientAddress: number): void {
    this.#waiting = append(this.#waiting, reset.connection, reset);
    this.#retries = append(this.#retries, clientAddress, reset);
  }

  /** Lets a RST wait no longer. */
  stopWaiting(reset: PendingReset, clientAddress: number): void {
    this.#waiting = without(this.#waiting, reset.connection, reset);
    this.#retries = without(this.#retries, clientAddress, reset);
  }

  /** Whether there is nothing to remember: nobody is connected, nothing was ever answered or reset. */
  get isEmpty(): boolean {
    return this.#members.length === 0 && this.accepted + this.refused === 0 && this.#retries === null;
  }

  #tellNeighbours(attempt: AnsweredAttempt, addresses: AddressBook): void {
    if (this.#waiting === null) return;
    const facts = attempt.facts(addresses);
    for (const [id, resets] of this.#waiting) {
      if (id === attempt.connection) continue;
      for (const reset of resets) reset.attemptAfter = facts;
      this.#waiting.delete(id);
    }
  }

  /** The resets of a client wait in frame order; those before the SYN have found their retry. */
  #tellRetry(attempt: AnsweredAttempt, addresses: AddressBook): void {
    const waiting = this.#retries?.get(attempt.clientAddress);
    if (waiting === undefined) return;
    let told = 0;
    const facts = attempt.facts(addresses);
    for (const reset of waiting) {
      if (reset.frame >= attempt.synFrame) break;
      reset.retry = facts;
      told++;
    }
    waiting.splice(0, told);
  }
}

function append(
  lists: Map<number, PendingReset[]> | null,
  key: number,
  reset: PendingReset,
): Map<number, PendingReset[]> {
  const all = lists ?? new Map<number, PendingReset[]>();
  const list = all.get(key);
  if (list === undefined) all.set(key, [reset]);
  else list.push(reset);
  return all;
}

/** Takes a RST out of its list; null when nothing waits any more. */
function without(
  lists: Map<number, PendingReset[]> | null,
  key: number,
  reset: PendingReset,
): Map<number, PendingReset[]> | null {
  const list = lists?.get(key);
  if (lists === null || list === undefined) return lists;
  const place = list.indexOf(reset);
  if (place >= 0) list.splice(place, 1);
  if (list.length === 0) lists.delete(key);
  return lists.size === 0 ? null : lists;
}

/** All services of a capture. */
export class Services {
  readonly #bySpace = new Map<number, Map<number, Service>>();

  /** How many services are remembered. */
  get size(): number {
    let size = 0;
    for (const services of this.#bySpace.values()) size += services.size;
    return size;
  }

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
